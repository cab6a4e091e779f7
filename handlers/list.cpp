// list: open incidents, or all recent ones.
#include <array>

#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

constexpr std::size_t kMost = 20;

Outcome handle(const Request& request, const Context& ctx) {
  const bool all = request.flag("all") || request.text == "all";
  std::vector<IncidentNumber> numbers;
  for (const Incident* incident : ctx.incidents.all()) {
    if ((all || incident->is_open()) && numbers.size() < kMost) numbers.push_back(incident->number);
  }
  const std::string heading = all ? "Recent incidents" : "Open incidents";
  return show(ShowList{std::move(numbers), heading});
}

constexpr std::array<std::string_view, 2> kAliases = {"ls", "incidents"};

}  // namespace

const CommandSpec kListCommand{"list", kAliases, "list [all]", "See open incidents",
                               "list", false,    true,         handle};

}  // namespace muster
