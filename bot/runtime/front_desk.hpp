// FrontDesk: the Intake. Hands what comes in to the engine and puts the answer into words for the asker.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <span>

#include "bot/base/clock.hpp"
#include "bot/ports/access_record.hpp"
#include "bot/ports/board.hpp"
#include "bot/ports/intake.hpp"
#include "bot/ports/reader_pool.hpp"
#include "bot/runtime/engine_thread.hpp"
#include "bot/text/speaker.hpp"

namespace muster {

// io thread only. References outlive it.
struct FrontDeskDeps {
  const Clock& clock;
  EngineThread& engine;
  const Board& board;
  const Speaker& speaker;
  ReaderPool& reader;
  std::span<const CommandSpec> commands;
  AccessRecord& access;
};

class FrontDesk final : public Intake {
 public:
  explicit FrontDesk(FrontDeskDeps deps) : deps_{deps} {}

  asio::awaitable<Result<Answer>> submit(Inbound inbound) override;
  asio::awaitable<Result<Answer>> submit(Inbound inbound, std::vector<ConsoleWrite> writes) override;
  asio::awaitable<Result<Done>> write(std::vector<ConsoleWrite> writes) override;

 private:
  struct Asker {
    PersonId person;
    Place place;  // where they spoke: an incident's own room shows them that incident
    std::optional<Identity> identity;
  };
  asio::awaitable<Answer> in_words(JobAnswer answer, Place place, std::optional<Identity> from);
  // Gives the room of an incident that was just declared a moment to open, so that the answer can name it;
  // what to say when it has not.
  asio::awaitable<std::string> wait_for_room(IncidentNumber number, std::string platform);
  asio::awaitable<Result<std::vector<Event>>> events_for(const View& view);
  // For auditors: a command refused because of who gave it, and a private incident that was shown.
  void note_refused(const Refusal& refusal, AccessRecord::Caller caller);
  void note_read(const View& view, const Asker& asker);
  [[nodiscard]] Answer refused(const std::string& say) const;
  [[nodiscard]] Answer not_shown(Answer answer, const Error& why, const std::string& error_id) const;
  asio::awaitable<Result<Message>> report(ShowReport wanted, PersonId asker);
  [[nodiscard]] bool may_be_shared(const Answer& answer, const std::vector<IncidentNumber>& shown,
                                   const Place& place) const;
  Result<Done> show(Answer& answer, const View& view, const Asker& asker, const std::vector<Event>& events);

  FrontDeskDeps deps_;
};

}  // namespace muster
