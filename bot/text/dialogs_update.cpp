// The update dialog and its preview.
#include <algorithm>
#include <array>
#include <chrono>

#include "bot/domain/cadence.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/lifecycle.hpp"
#include "bot/domain/time_text.hpp"
#include "bot/text/dialog_table.hpp"
#include "bot/text/dialogs.hpp"
#include "bot/text/words.hpp"

namespace muster {

namespace {

struct Next {
  std::string_view id;
  std::string_view label;
  std::chrono::minutes after;
};
constexpr std::array kNext = {Next{"15m", "In 15 minutes", std::chrono::minutes{15}},
                              Next{"30m", "In 30 minutes", std::chrono::minutes{30}},
                              Next{"60m", "In an hour", std::chrono::minutes{60}},
                              Next{"4h", "In 4 hours", std::chrono::minutes{240}}};

std::string default_audience(const Incident& incident) {
  return std::string{incident.visibility == Visibility::private_ ? kRestricted : kInternal};
}

// The longest choice that still keeps the promise to this audience; none when nothing is owed.
std::string default_next(const Incident& incident, const std::string& audience, const Scene& scene) {
  const auto owed = default_next_update(incident, audience, scene.now, scene.policy);
  if (!owed) return "none";
  std::string_view best = kNext.front().id;
  for (const Next& next : kNext) {
    if (scene.now + next.after <= *owed) best = next.id;
  }
  return std::string{best};
}

std::vector<FieldOption> next_options() {
  std::vector<FieldOption> options;
  for (const Next& next : kNext) options.push_back({std::string{next.id}, std::string{next.label}, {}});
  options.push_back({"none", "No further update", {}});
  return options;
}

}  // namespace

std::vector<Field> update_fields(const DialogRequest& request) {
  const Incident& incident = *request.incident;
  Field to = required(choices_field(request, "to", "To whom?", audience_options(incident, request.scene),
                                    default_audience(incident)));
  const std::string first = to.initial.substr(0, to.initial.find(','));
  std::vector<State> states = next_states(incident.state);
  std::erase_if(states, [](State state) { return state == State::canceled || state == State::merged; });
  // Sent as a word of its own: a form that lay open must not carry an old state into the incident.
  std::vector<FieldOption> choices = state_options(states);
  choices.insert(choices.begin(), {"unchanged", "Unchanged", "Now: " + title_case(incident.state)});
  return {std::move(to), choice_field(request, "state", "State", std::move(choices), "unchanged"),
          required(paragraph_field(
              request, "text", "What do they need to know?",
              "What users notice, since when, what is being done. No guessed times, no names")),
          choice_field(request, "next", "Next update", next_options(),
                       default_next(incident, first, request.scene)),
          flag_field(request, "preview", "Show it to me first", "Opens the messages as they will read")};
}

std::vector<Field> no_fields(const DialogRequest& /*request*/) {
  return {};
}

Event previewed_update(const OpenDialog& open, const Incident& incident, const Scene& scene) {
  const DialogRequest request{open, &incident, scene};
  UpdatePosted update;
  update.audiences = split_list(request.prefilled("to", default_audience(incident)));
  update.text = request.prefilled("text");
  update.state = named<State>(request.prefilled("state")).value_or(incident.state);
  update.severity = incident.severity;
  const std::string next = request.prefilled("next");
  if (const auto after = parse_duration(next)) {
    update.next_at = scene.now + *after;
  } else if (next.empty() && !update.audiences.empty()) {
    update.next_at = default_next_update(incident, update.audiences.front(), scene.now, scene.policy);
  }
  Event event;
  event.incident = incident.number;
  event.occurred_at = event.recorded_at = scene.now;
  event.body = std::move(update);
  return event;
}

}  // namespace muster
