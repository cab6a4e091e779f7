// report: the figures of a period at a glance, of what the asker may see. Who reports that something is
// broken
// ("report checkout is down") declares it.
#include <array>

#include "bot/domain/grammar.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

bool is_length(const std::string& word) {
  return word == "month" || word == "quarter" || (!word.empty() && word[0] >= '0' && word[0] <= '9');
}

// "report month checkout" in any order; which lengths there are is the report's business.
Outcome handle(const Request& request, const Context& ctx) {
  ShowReport view{request.option("last"), request.option("service")};
  for (FirstWord word = first_word(request.text); !word.word.empty(); word = first_word(word.rest)) {
    const std::string text = lower(word.word);
    if (text == "weekly" || text == "week")
      view.last = "7d";
    else if (is_length(text))
      view.last = text;
    else if (ctx.policy.service(word.word) != nullptr)
      view.service = word.word;
    else
      return kDeclareCommand.handle(request, ctx);
  }
  if (!view.service.empty()) {
    if (auto known = services_named(view.service, ctx, "service"); !known)
      return std::unexpected(std::move(known).error());
  }
  return show(std::move(view));
}

constexpr std::array<std::string_view, 3> kAliases = {"stats", "kpis", "metrics"};

}  // namespace

const CommandSpec kReportCommand{"report",
                                 kAliases,
                                 "report [7d|30d|month|quarter] [service]",
                                 "See the figures of a period",
                                 "report month checkout",
                                 false,
                                 true,
                                 handle};

}  // namespace muster
