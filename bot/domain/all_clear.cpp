#include "bot/domain/all_clear.hpp"

#include <algorithm>

namespace muster {

namespace {

ChecklistItem computed(std::string id, std::string text, bool done, std::string why) {
  return {std::move(id), std::move(text), true, done, done ? std::string{} : std::move(why)};
}

ChecklistItem ticked(const Incident& incident, std::string id, std::string text) {
  const auto known = incident.checklist.find(id);
  const bool done = known != incident.checklist.end() && known->second;
  return {std::move(id), std::move(text), false, done, {}};
}

bool freeze_on(const Incident& incident) {
  return std::ranges::any_of(incident.freezes, [](const FreezeSpan& freeze) { return !freeze.until; });
}

const VendorCase* open_case(const Incident& incident) {
  const auto found = std::ranges::find_if(
      incident.vendor_cases, [](const VendorCase& open) { return !open.fixed_at && !open.closed_at; });
  return found == incident.vendor_cases.end() ? nullptr : &*found;
}

}  // namespace

std::vector<ChecklistItem> all_clear_checklist(const Incident& incident, const Policy& policy, Time now) {
  std::vector<ChecklistItem> items;
  items.push_back(
      computed("impact", "All impact has ended", !incident.impact_open(), "impact is still open"));
  const IncidentAlert* alert = incident.open_alert();
  items.push_back(computed("alerts", "Linked alerts have cleared", alert == nullptr,
                           alert == nullptr ? "" : alert->title + " still fires"));
  const bool watching = incident.state == State::monitoring;
  const Duration stable = watching ? now - incident.state_since : Duration{0};
  items.push_back(computed("stable", "Stable for " + spoken(policy.stable_before_resolve),
                           watching && stable >= policy.stable_before_resolve,
                           watching ? "stable for " + spoken(stable) + " so far" : "not in monitoring"));
  items.push_back(computed("freeze", "The change freeze is lifted", !freeze_on(incident), "it is still on"));
  const VendorCase* waiting = open_case(incident);
  items.push_back(computed("vendor", "Vendor cases are settled", waiting == nullptr,
                           waiting == nullptr ? "" : waiting->vendor + " case " + waiting->ref + " is open"));
  items.push_back(ticked(incident, "signal", "Checked by what users would notice, not by the fix itself"));
  items.push_back(ticked(incident, "everywhere", "Every node, region and tenant is checked, not a sample"));
  items.push_back(ticked(incident, "backlog", "The backlog is drained or somebody owns it"));
  items.push_back(ticked(incident, "mitigations", "Temporary mitigations have an owner and an end"));
  items.push_back(ticked(incident, "data", "The state of the data is stated"));
  items.push_back(ticked(incident, "updates", "Each audience has its last update"));
  items.push_back(ticked(incident, "postmortem", "Somebody owns the postmortem"));
  return items;
}

}  // namespace muster
