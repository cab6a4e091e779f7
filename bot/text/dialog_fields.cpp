#include "bot/text/dialog_fields.hpp"

#include <algorithm>
#include <utility>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/lifecycle.hpp"
#include "bot/text/words.hpp"

namespace muster {

namespace {

Field field(const DialogRequest& request, FieldKind kind, std::string id, std::string label,
            std::string hint) {
  Field made;
  made.initial = request.prefilled(id);
  made.id = std::move(id);
  made.label = std::move(label);
  made.kind = kind;
  made.hint = std::move(hint);
  return made;
}

}  // namespace

std::string DialogRequest::prefilled(const std::string& id, std::string_view otherwise) const {
  const auto found = open.prefill.find(id);
  return found == open.prefill.end() || found->second.empty() ? std::string{otherwise} : found->second;
}

Field line_field(const DialogRequest& request, std::string id, std::string label, std::string hint) {
  Field made = field(request, FieldKind::line, std::move(id), std::move(label), std::move(hint));
  made.max_chars = 300;
  return made;
}

Field paragraph_field(const DialogRequest& request, std::string id, std::string label, std::string hint) {
  return field(request, FieldKind::paragraph, std::move(id), std::move(label), std::move(hint));
}

Field person_field(const DialogRequest& request, std::string id, std::string label, std::string hint) {
  return field(request, FieldKind::person, std::move(id), std::move(label), std::move(hint));
}

Field flag_field(const DialogRequest& request, std::string id, std::string label, std::string hint) {
  Field made = field(request, FieldKind::flag, std::move(id), std::move(label), std::move(hint));
  if (made.initial != "yes") made.initial = "no";
  return made;
}

Field choice_field(const DialogRequest& request, std::string id, std::string label,
                   std::vector<FieldOption> options, std::string_view otherwise) {
  Field made = field(request, FieldKind::choice, std::move(id), std::move(label), {});
  const auto offered = [&](std::string_view wanted) {
    return std::ranges::any_of(options, [&](const FieldOption& option) { return option.id == wanted; });
  };
  if (!offered(made.initial)) made.initial = offered(otherwise) ? std::string{otherwise} : std::string{};
  made.options = std::move(options);
  return made;
}

Field choices_field(const DialogRequest& request, std::string id, std::string label,
                    std::vector<FieldOption> options, std::string_view otherwise) {
  Field made = field(request, FieldKind::choices, std::move(id), std::move(label), {});
  std::vector<std::string> kept;
  for (const std::string& wanted :
       split_list(made.initial.empty() ? otherwise : std::string_view{made.initial})) {
    if (std::ranges::any_of(options, [&](const FieldOption& option) { return option.id == wanted; })) {
      kept.push_back(wanted);
    }
  }
  made.initial = joined(kept, ",");
  made.options = std::move(options);
  return made;
}

Field required(Field field) {
  field.required = true;
  return field;
}

Field service_field(const DialogRequest& request, std::string id, std::string label) {
  if (request.scene.policy.services.empty()) {
    return line_field(request, std::move(id), std::move(label), "Names, separated by commas");
  }
  std::vector<FieldOption> options;
  for (const Service& service : request.scene.policy.services) {
    options.push_back({service.id, service.name.empty() ? service.id : service.name,
                       service.tier > 0 ? "Tier " + std::to_string(service.tier) : std::string{}});
  }
  const std::string known =
      request.incident == nullptr ? std::string{} : joined(request.incident->services, ",");
  return choices_field(request, std::move(id), std::move(label), std::move(options), known);
}

std::vector<FieldOption> severity_options(const Policy& policy) {
  std::vector<FieldOption> options;
  for (const SeverityRule& rule : policy.severities)
    options.push_back({lower(rule.label), rule.label, rule.meaning});
  return options;
}

std::vector<FieldOption> role_options(const Policy& policy) {
  std::vector<FieldOption> options;
  for (const RoleRule& rule : policy.roles) options.push_back({rule.id, rule.name, rule.duty});
  return options;
}

std::vector<FieldOption> state_options(const std::vector<State>& states) {
  std::vector<FieldOption> options;
  for (const State state : states) options.push_back({std::string{name_of(state)}, title_case(state), {}});
  return options;
}

std::vector<FieldOption> audience_options(const Incident& incident, const Scene& scene) {
  std::vector<FieldOption> options;
  const bool is_private = incident.visibility == Visibility::private_;
  for (const AudienceRule& rule : scene.policy.audiences) {
    // A drill or a test is nobody else's business.
    const bool outside = rule.id != kInternal && incident.kind != Kind::normal;
    if (rule.for_private == is_private && !outside) options.push_back({rule.id, rule.name, unreached(rule)});
  }
  return options;
}

std::string unreached(const AudienceRule& rule) {
  const bool has_own_room = rule.id == kInternal || rule.id == kRestricted;
  return has_own_room || !rule.rooms.empty() ? std::string{} : "Goes nowhere: no room configured";
}

Block intro(std::string text) {
  return Paragraph{{Line{Plain{std::move(text)}}}};
}

}  // namespace muster
