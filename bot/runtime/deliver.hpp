// Deliverer: one effect to one chat. Words, rooms and cards are made here, from the incident as it stands
// now.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "bot/base/clock.hpp"
#include "bot/domain/inbound.hpp"
#include "bot/ports/board.hpp"
#include "bot/ports/chat_platform.hpp"
#include "bot/ports/pager.hpp"
#include "bot/ports/reader_pool.hpp"
#include "bot/ports/similar.hpp"
#include "bot/ports/store.hpp"
#include "bot/report/report.hpp"
#include "bot/text/speaker.hpp"

namespace muster {

// The address at which a person answers a page without signing in; null or an empty answer: there is none.
using PageLinkMaker = std::function<std::string(IncidentNumber incident, const std::string& page,
                                                const PersonId& person, PageAnswer answer)>;

// io thread only. References outlive it.
struct DelivererDeps {
  const Clock& clock;
  const Board& board;
  const Speaker& speaker;
  ReaderPool& reader;
  std::map<std::string, ChatPlatform*> platforms;
  std::map<std::string, Pager*> pagers{};
  PageLinkMaker page_links{};
  // Platforms whose messages are rows of our own store: what was sent there is done, or not, at once.
  std::set<std::string> in_house{};
};

// What became of an effect that did not fail.
struct Delivered {
  bool stale = false;  // no longer worth saying; nothing was sent
  EffectDelivered receipt;
};

class Deliverer {
 public:
  explicit Deliverer(DelivererDeps deps) : deps_{std::move(deps)} {}

  // not_found with an empty say: the place does not exist and somebody was told before (its room could not be
  // opened).
  boost::asio::awaitable<Result<Delivered>> deliver(OutboxRow row);

  // True: it makes something anew on the other side of a network, without a key by which that side would know
  // it again, so a request that was cut may take effect later. Pages are not: rather twice than late.
  [[nodiscard]] bool may_arrive_late(const OutboxRow& row) const;
  // For a chat of our own store.
  [[nodiscard]] bool is_in_house(const OutboxRow& row) const;
  // False: doing it twice is doing it once, and nobody has to know that it may have been done: a message in a
  // chat of our own store, by its id. What shows how things stand is claimed all the same, so that a change
  // which comes while it is made is not taken for shown (superseding_key).
  [[nodiscard]] bool needs_claim(const OutboxRow& row) const;

 private:
  struct Attempt;
  // The group of alerts a card or an event is about, as it stands now; none: about none.
  [[nodiscard]] std::optional<AlertGroup> group_named(const std::string& key) const;
  [[nodiscard]] std::optional<AlertGroup> group_on(const std::string& card, const Incident& incident) const;
  [[nodiscard]] std::shared_ptr<const Incident> subject(IncidentNumber number) const;
  // One overload an effect: an effect that has none does not compile.
  boost::asio::awaitable<Result<Delivered>> send(Attempt a, OpenRoom effect);
  boost::asio::awaitable<Result<Delivered>> send(Attempt a, PostMessage effect);
  boost::asio::awaitable<Result<Delivered>> send(Attempt a, PostCard effect);
  boost::asio::awaitable<Result<Delivered>> send(Attempt a, RefreshCard effect);
  boost::asio::awaitable<Result<Delivered>> send(Attempt a, ShareDocument effect);
  boost::asio::awaitable<Result<Delivered>> send(Attempt a, FetchMessage effect);
  boost::asio::awaitable<Result<Delivered>> send(Attempt a, React effect);
  boost::asio::awaitable<Result<Delivered>> send(Attempt a, PinMessage effect);
  boost::asio::awaitable<Result<Delivered>> send(Attempt a, InvitePeople effect);
  boost::asio::awaitable<Result<Delivered>> send(Attempt a, RemovePeople effect);
  boost::asio::awaitable<Result<Delivered>> send(Attempt a, SetTopic effect);
  boost::asio::awaitable<Result<Delivered>> send(Attempt a, AddBookmark effect);
  boost::asio::awaitable<Result<Delivered>> send(Attempt a, SendPage effect);
  boost::asio::awaitable<Result<Delivered>> send(Attempt a, SettlePage effect);
  boost::asio::awaitable<Result<Delivered>> send(Attempt a, EditMessage effect);
  boost::asio::awaitable<Result<Delivered>> send(Attempt a, DeleteMessage effect);
  boost::asio::awaitable<Result<Delivered>> send(Attempt a, PostCatchup effect);
  boost::asio::awaitable<Result<Delivered>> send(Attempt a, PostReport effect);
  [[nodiscard]] Result<PageNotice> notice_of(const Attempt& a, const PageRecord& page, const PersonId& person,
                                             const std::string& method) const;
  boost::asio::awaitable<Result<Place>> resolve(Attempt a, Destination to);
  boost::asio::awaitable<Result<std::vector<Event>>> events(IncidentNumber number);
  boost::asio::awaitable<Result<report::Report>> report_of(report::Period period, report::Filter filter,
                                                           Time until);
  asio::awaitable<Result<std::vector<SimilarIncident>>> past_like(Incident incident);

  DelivererDeps deps_;
};

}  // namespace muster
