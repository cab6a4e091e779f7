// Building blocks of dialogs: fields with their prefilled values, and choices made from the policy.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/text/dialog.hpp"
#include "bot/text/speaker.hpp"

namespace muster {

// What a dialog is made from. incident is null only for declare.
struct DialogRequest {
  const OpenDialog& open;
  const Incident* incident = nullptr;
  const Scene& scene;

  // The prefilled value, or another one.
  [[nodiscard]] std::string prefilled(const std::string& id, std::string_view otherwise = {}) const;
};

[[nodiscard]] Field line_field(const DialogRequest& request, std::string id, std::string label,
                               std::string hint = {});
[[nodiscard]] Field paragraph_field(const DialogRequest& request, std::string id, std::string label,
                                    std::string hint = {});
[[nodiscard]] Field person_field(const DialogRequest& request, std::string id, std::string label,
                                 std::string hint = {});
[[nodiscard]] Field flag_field(const DialogRequest& request, std::string id, std::string label,
                               std::string hint = {});
// The initial value is kept only when it is one of the options.
[[nodiscard]] Field choice_field(const DialogRequest& request, std::string id, std::string label,
                                 std::vector<FieldOption> options, std::string_view otherwise = {});
[[nodiscard]] Field choices_field(const DialogRequest& request, std::string id, std::string label,
                                  std::vector<FieldOption> options, std::string_view otherwise = {});
[[nodiscard]] Field required(Field field);

// Chosen from the catalogue where there is one, typed otherwise.
[[nodiscard]] Field service_field(const DialogRequest& request, std::string id, std::string label);

[[nodiscard]] std::vector<FieldOption> severity_options(const Policy& policy);
[[nodiscard]] std::vector<FieldOption> role_options(const Policy& policy);
[[nodiscard]] std::vector<FieldOption> state_options(const std::vector<State>& states);
// Those that may hear of this incident; one that no room is configured for says so.
[[nodiscard]] std::vector<FieldOption> audience_options(const Incident& incident, const Scene& scene);

// "Goes nowhere: no room configured", or nothing.
[[nodiscard]] std::string unreached(const AudienceRule& rule);

// One line of explanation above the fields.
[[nodiscard]] Block intro(std::string text);

}  // namespace muster
