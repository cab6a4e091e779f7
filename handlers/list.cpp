// list: open incidents, or all recent ones.
#include <algorithm>
#include <array>
#include <tuple>

#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

constexpr std::size_t kMost = 20;

std::tuple<bool, int, std::int64_t> rank(const Incident* incident) {
  static constexpr int kNotYet = 99;
  return {incident->kind != Kind::normal, incident->severity ? incident->severity->level : kNotYet,
          -incident->number.value};
}

Outcome handle(const Request& request, const Context& ctx) {
  const bool all = request.flag("all") || request.text == "all";
  std::vector<const Incident*> shown;
  for (const Incident* incident : ctx.incidents.recent()) {
    if ((all || incident->is_open()) && shown.size() < kMost) shown.push_back(incident);
  }
  // What burns most stands first; exercises never stand above it.
  if (!all) std::ranges::sort(shown, {}, rank);
  std::vector<IncidentNumber> numbers;
  for (const Incident* incident : shown) numbers.push_back(incident->number);
  const std::string heading = all ? "Recent incidents" : "Open incidents";
  return show(ShowList{std::move(numbers), heading});
}

constexpr std::array<std::string_view, 2> kAliases = {"ls", "incidents"};

}  // namespace

const CommandSpec kListCommand{"list", kAliases, "list [all]", "See open incidents",
                               "list", false,    true,         handle};

}  // namespace muster
