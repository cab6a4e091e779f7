// What the record says about an incident, put together for the postmortem: times, spans and findings, each
// with the entries it came from. Nothing here is worded yet.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot/text/postmortem.hpp"
#include "bot/text/timeline.hpp"

namespace muster {

// An instant and the entries that prove it.
struct Known {
  Time at{};
  std::vector<Seq> from;
};

struct StateFinding {
  State state = State::triage;
  Time start{};
  std::optional<Time> end;  // none: still in it
  Seq from = 0;
  bool after_resolve = false;  // the gap between a resolve and a reopen
};

struct SeverityFinding {
  std::optional<Severity> severity;
  Time start{};
  std::optional<Time> end;
  Seq from = 0;
};

struct PageFinding {
  PageRecord page;
  Seq sent = 0;
  Seq acknowledged = 0;  // 0: never
};

struct UpdateFinding {
  StatusUpdate update;
  std::vector<std::string> unheard;  // audiences nobody of whom was told
  std::optional<Duration> late;      // by how much, when it was promised earlier
};

struct MissedUpdate {
  std::string audience;
  Time due{};
  Seq resolve = 0;
};

struct DecisionFinding {
  DecisionMade decision;
  Time at{};
  Seq seq = 0;
  Seq next_state = 0;  // the next change of state within half an hour
  State then = State::triage;
};

struct HandoffFinding {
  HandoffRequested asked;
  Time at{};
  Seq seq = 0;
  Seq answered = 0;
  bool accepted = false;
  Duration waited{};
};

// An alert that fired, or (total > 0) a group of them as it was counted last.
struct AlertFinding {
  std::string title;
  std::string source;
  Time at{};
  std::int64_t total = 0;
  Seq seq = 0;
};

struct LinkFinding {
  LinkAdded link;
  Seq seq = 0;
};

struct PostmortemRecord {
  PostmortemRecord(const Incident& the_incident, const Policy& the_policy, const People& shown,
                   const People& real, Time when)
      : incident{the_incident}, policy{the_policy}, people{shown}, known{real}, now{when} {}

  const Incident& incident;
  const Policy& policy;
  const People& people;  // as they are named in this form
  const People& known;   // as they are really named: what nameless() takes out
  Time now{};
  std::span<const SimilarIncident> similar{};
  std::vector<TimelineEntry> entries;  // without housekeeping

  Known declared;
  std::optional<Known> impact_start;
  std::optional<Known> impact_end;  // none while it goes on, or without impact
  std::optional<Known> first_page;
  std::optional<Known> first_ack;
  std::optional<Known> engaged;  // first commander
  std::optional<Known> mitigated;
  std::optional<Known> resolved;
  std::optional<Known> first_public;
  std::vector<StateFinding> states;  // until the last resolve
  std::vector<SeverityFinding> severities;
  std::vector<PageFinding> pages;
  std::vector<UpdateFinding> updates;
  std::vector<MissedUpdate> missed;
  std::vector<DecisionFinding> decisions;
  std::vector<HandoffFinding> handoffs;
  std::vector<LinkFinding> links;
  std::vector<AlertFinding> alerts;                  // the first of each group, as they fired
  std::map<std::string, AlertFinding> alert_groups;  // by key
  std::vector<Seq> reopens;
  std::vector<Seq> regressions;  // from monitoring back to work
  std::vector<Seq> refused;
  std::vector<Seq> failed;        // effects given up
  std::optional<Seq> identified;  // first time the cause was called known
  std::string identified_note;
};

// people: the names to show, which need not be those of the request.
[[nodiscard]] PostmortemRecord read_record(const PostmortemRequest& request, const People& people);

// Length of the union of all impact intervals; a running one counts to `now`.
[[nodiscard]] Duration impact_union(const Incident& incident, Time now);

}  // namespace muster
