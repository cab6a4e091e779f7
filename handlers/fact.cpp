// fact: a number or word the postmortem may cite: fact orders_failed=1842.
#include <array>

#include "bot/base/utf8.hpp"
#include "bot/domain/grammar.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

Outcome handle(const Request& request, const Context& ctx) {
  const std::string text = clean_text(request.text, false);
  const auto equals = text.find('=');
  const std::string key = clean_text(text.substr(0, equals), false);
  const std::string value = equals == std::string::npos ? "" : clean_text(text.substr(equals + 1), false);
  if (key.empty() || value.empty())
    return refuse("fact_required", "Say what and how much: fact orders_failed=1842", "text");
  Plan plan{ctx};
  plan.record(FactRecorded{key, value});
  return plan.done("On record: " + key + " = " + value + ".");
}

constexpr std::array<std::string_view, 1> kAliases = {"facts"};

}  // namespace

const CommandSpec kFactCommand{"fact",
                               kAliases,
                               "fact key=value",
                               "Keep a number or word for the postmortem",
                               "fact orders_failed=1842",
                               true,
                               true,
                               handle};

}  // namespace muster
