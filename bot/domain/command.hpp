// Commands: what somebody asks for, what a handler answers.
//
// A verb is one file in handlers/ with one CommandSpec; help, suggestions, permission checks, the console's
// palette and the API all come from the spec. Handlers are pure: everything they may know is in Request and
// Context.
#pragma once

#include <expected>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/domain/effect.hpp"
#include "bot/domain/event.hpp"
#include "bot/domain/incident.hpp"
#include "bot/domain/operations.hpp"
#include "bot/domain/people.hpp"
#include "bot/domain/policy.hpp"

namespace muster {

// A command after the grammar (grammar.hpp): `/inc declare sev2 --service pay Checkout is down` and the
// submitted declare dialog both become Request{verb "declare", options {severity: sev2, service: pay}, text
// "Checkout is down"}.
struct Request {
  std::string verb;                            // canonical
  std::string typed;                           // as typed: "mitigated" for status, "lead" for role
  std::map<std::string, std::string> options;  // names without dashes; a flag given without a value is "yes"
  std::string text;                            // the rest, cleaned
  bool from_dialog = false;                    // then a Refusal may name the field it is about

  [[nodiscard]] std::string option(std::string_view name) const;  // empty when absent
  [[nodiscard]] bool flag(std::string_view name) const;           // present and not "no"
};

// The incidents a handler may look at. Already filtered for the asking person: an incident they may not see
// is not here.
class Incidents {
 public:
  Incidents() = default;
  Incidents(const Incidents&) = delete;
  Incidents& operator=(const Incidents&) = delete;
  virtual ~Incidents() = default;
  [[nodiscard]] virtual const Incident* find(IncidentNumber number) const = 0;
  // The incident whose room this is, on whatever platform.
  [[nodiscard]] virtual const Incident* in_room(const Place& place) const = 0;
  // The incident that has a page ("PG-1") now.
  [[nodiscard]] virtual const Incident* with_page(const std::string& id) const = 0;
  // Newest first: those that are not at rest (decision 0027), and at least the last fifty that were
  // declared. What else has ended is found by its number.
  [[nodiscard]] virtual std::vector<const Incident*> recent() const = 0;
  // Of those, the ones that are open.
  [[nodiscard]] virtual std::vector<const Incident*> open() const = 0;
};

// Everything from outside a decision may depend on. References live as long as the call.
struct Context {
  Time now;  // the only clock
  Actor actor;
  Place place;                         // where it was said; the message acted on, if any
  std::string source;                  // platform it came through
  const Incident* incident = nullptr;  // the incident it is about; set whenever CommandSpec::in_incident
  const Incidents& incidents;
  const OperationsLog& operations;
  const People& people;
  const Policy& policy;
  IncidentNumber next_number;            // for declare
  bool outsider = false;                 // a guest or a member of another organisation: no commands
  std::vector<std::string> platforms{};  // chats in use: an incident gets a room in each
  std::string message_text{};            // text of the message acted on (message actions)
  std::string message_link{};
  std::optional<PersonId> message_author{};
  std::vector<FileReference> message_files{};
  std::optional<Time> message_at{};  // when it was said
  bool pressed = false;              // by a button of muster's own message at `place`
};

// incident: kOperations for the operations log.
struct NewEvent {
  IncidentNumber incident;
  EventBody body;
  std::optional<Time> occurred_at;  // none: now
};

// What the asker sees, besides one line of text. A closed set of views; the words and blocks are made in
// text/.
struct ShowIncident {
  IncidentNumber number;
};  // the card as it is now
struct ShowCatchup {
  IncidentNumber number;
};  // what a late joiner needs
struct ShowList {
  std::vector<IncidentNumber> numbers;
  std::string heading;
};
struct ShowTimeline {
  IncidentNumber number;
  int last = 10;
};
struct ShowHelp {
  std::string verb;
};  // empty: all verbs
struct ShowTray {
  IncidentNumber number;
};  // buttons for what one does in an incident
struct ShowTasks {
  IncidentNumber number;
};
struct ShowRoles {
  IncidentNumber number;
};
struct ShowPostmortem {
  IncidentNumber number;
};  // state of the draft and where it is
// The all-clear checklist, computed items first.
struct ShowChecklist {
  IncidentNumber number;
};
// Changes that may have caused the incident, likeliest first.
struct ShowChanges {
  IncidentNumber number;
  ChangeCandidates candidates;
  std::map<std::string, ChangeRecord> known;  // what is to be said of each
};
// The figures of a period at a glance; the words are read by report/period.hpp.
struct ShowReport {
  std::string last;  // "30d", "month"; empty: the last 30 days
  std::string service;
  bool review = false;  // the operations review
};
// Groups of alerts that fire, and the silences in force.
struct ShowAlerts {
  std::vector<AlertGroup> groups;
  std::vector<Silence> silences;
};
// "Which one?": the command to run again with the chosen incident.
struct ChooseIncident {
  std::vector<IncidentNumber> numbers;
  std::string command;
};
// Open and recent incidents that may be the same as what is about to be declared; `command` declares anyway.
struct ShowLookalikes {
  std::vector<IncidentNumber> numbers;
  std::string command;
};
// Open a dialog (text/dialogs.hpp knows each by name) with some fields filled in.
struct OpenDialog {
  std::string dialog;
  IncidentNumber incident;
  std::map<std::string, std::string> prefill;
};

using View = std::variant<ShowIncident, ShowCatchup, ShowList, ShowTimeline, ShowHelp, ShowTray, ShowTasks,
                          ShowRoles, ShowPostmortem, ShowChecklist, ShowChanges, ShowReport, ShowAlerts,
                          ChooseIncident, ShowLookalikes, OpenDialog>;

// Immediate, best-effort answer to the asker only; never load-bearing.
struct Reply {
  std::string say;  // one or two calm sentences of plain text; mentions as @{person id}
  std::optional<View> view;
  // A decision that says no and yet is kept (a change stopped by a freeze): the code. Empty: yes.
  std::string refused{};
};

struct Decision {
  std::vector<NewEvent> events;
  std::vector<std::pair<IncidentNumber, Effect>> effects;
  Reply reply;
};

// The rules say no. say tells what is missing and the command that supplies it.
struct Refusal {
  std::string code;  // invalid_transition, severity_required, unknown_verb, ...
  std::string say;
  std::string field;  // dialog field it is about, if any
  std::optional<View> view;
  bool on_record = false;     // a rule of the incident refused: keep it on the timeline
  IncidentNumber incident{};  // the incident it was about, filled in by the dispatcher
  std::string verb{};
  IncidentNumber unseen{};  // the incident that was asked for: not there, or not for the asker to see
};

using Outcome = std::expected<Decision, Refusal>;

[[nodiscard]] inline std::unexpected<Refusal> refuse(std::string code, std::string say,
                                                     std::string field = {}) {
  return std::unexpected(Refusal{std::move(code), std::move(say), std::move(field), std::nullopt});
}

// To whoever may not see it an incident is not there.
[[nodiscard]] inline std::unexpected<Refusal> refuse_unseen(IncidentNumber number, std::string say,
                                                            std::string field = {}) {
  auto refused = refuse("unknown_incident", std::move(say), std::move(field));
  refused.error().unseen = number;
  return refused;
}

struct CommandSpec {
  std::string_view verb;
  std::span<const std::string_view> aliases;
  std::string_view usage;       // "severity sev1|sev2|sev3|sev4 [reason]"
  std::string_view help;        // one line: what it does
  std::string_view example;     // without the root command: "severity sev1 all regions"
  bool in_incident = true;      // needs an incident: from the room, from INC-7 in the text, or chosen
  bool changes_closed = false;  // allowed on an incident that has ended
  Outcome (*handle)(const Request&, const Context&);
};

}  // namespace muster
