// The steps of scripts as what comes in from outside, and what muster called what they made.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "bot/domain/inbound.hpp"
#include "bot/ports/board.hpp"
#include "bot/ports/store.hpp"
#include "bot/rehearsal/script.hpp"

namespace muster {

// What a step hands in. The Inbound has no origin_key and no time yet.
struct HandedIn {
  Inbound inbound;
  std::vector<ConsoleWrite> writes;  // for a chat whose server muster is
};

class StepInbound {
 public:
  // lobby: of the chat the script's people are on, where nothing else is said. board outlives it.
  StepInbound(const Board& board, Place lobby) : board_{board}, lobby_{std::move(lobby)} {}

  // In the order they come in; the answer to the last one is the step's. None: muster does it by itself.
  [[nodiscard]] std::vector<HandedIn> of(const Step& step);
  // The board shows what the step did: remembers the script's names for it.
  void done(const Step& step);
  // After a `declare`: links what the script says belongs to the incident (alerts, reports, pages), where
  // muster did not tie it by itself.
  [[nodiscard]] std::vector<HandedIn> ties(const Step& step);

  // What a person would type, without the incident in front.
  [[nodiscard]] std::string text_of(const Step& step) const;
  [[nodiscard]] IncidentNumber number_of(const std::string& script, const std::string& local) const;
  [[nodiscard]] const std::map<std::string, IncidentNumber>& numbers() const { return numbers_; }
  // "S03/P1" -> "PG-1": pages and action items.
  [[nodiscard]] const std::map<std::string, std::string>& ids() const { return ids_; }
  [[nodiscard]] std::string script_update(IncidentNumber incident, Seq seq) const;

 private:
  [[nodiscard]] static std::string key(const Step& step, const std::string& id) {
    return step.script + "/" + id;
  }
  [[nodiscard]] IncidentNumber number_of(const Step& step) const {
    return number_of(step.script, step.incident);
  }
  [[nodiscard]] IncidentNumber declared(const Step& step) const;
  [[nodiscard]] Identity who(const Step& step) const;
  [[nodiscard]] PersonId person(const Step& step) const;
  [[nodiscard]] HandedIn typed(const Step& step, IncidentNumber about, const std::string& text) const;
  [[nodiscard]] HandedIn change(const Step& step) const;
  HandedIn report(const Step& step);
  std::vector<HandedIn> alerts(const Step& step);
  HandedIn message(const Step& step);
  [[nodiscard]] HandedIn reaction(const Step& step) const;

  const Board& board_;
  Place lobby_;
  IncidentNumber newest_before_;  // as the step that is played found it
  std::size_t pages_before_ = 0;
  std::map<std::string, std::string> ids_;
  std::map<std::string, Place> said_;  // "S03/m1" -> the message
  std::map<std::pair<IncidentNumber, Seq>, std::string> updates_;
  std::map<std::string, IncidentNumber> numbers_;  // "S03/I1"
  std::multimap<std::string, std::pair<std::string, std::string>>
      pending_;  // "S03/I1" -> what to link, as what
};

}  // namespace muster
