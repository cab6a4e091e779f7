// alerts: what fires now, by group, and what is silenced.
#include <algorithm>
#include <array>

#include "handlers/alert_groups.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

constexpr std::size_t kMost = 20;

Outcome handle(const Request& /*request*/, const Context& ctx) {
  ShowAlerts view;
  for (const auto& [key, group] : ctx.operations.groups) {
    if (group.firing > 0 && may_know(group, ctx)) view.groups.push_back(group);
  }
  std::ranges::sort(view.groups, std::ranges::greater{}, &AlertGroup::last_at);
  const std::size_t more = view.groups.size() > kMost ? view.groups.size() - kMost : 0;
  if (more > 0) view.groups.resize(kMost);
  for (const Silence& silence : ctx.operations.silences) {
    if (silence.set.until > ctx.now) view.silences.push_back(silence);
  }
  return show(std::move(view), more == 0 ? "" : "The latest; " + std::to_string(more) + " more groups fire.");
}

constexpr std::array<std::string_view, 1> kAliases = {"firing"};

}  // namespace

const CommandSpec kAlertsCommand{"alerts", kAliases, "alerts", "What fires now, and what is silenced",
                                 "alerts", false,    true,     handle};

}  // namespace muster
