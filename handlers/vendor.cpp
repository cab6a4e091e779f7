// vendor: a case with somebody who supplies us: opened, answered, fixed, and the clock of their SLA.
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/base/utf8.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/time_text.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

std::expected<std::optional<Duration>, Refusal> read_sla(const Request& request, const std::string& vendor,
                                                         const std::string& priority, const Policy& policy) {
  if (const std::string word = request.option("sla"); !word.empty()) {
    const auto length = parse_duration(word);
    if (!length) return refuse("bad_time", "\"" + word + "\" is not a length of time. Say 15m or 1h", "sla");
    return length;
  }
  const VendorRule* rule = policy.vendor(vendor);
  if (rule == nullptr) return std::nullopt;
  const auto promised = rule->sla_response.find(priority);
  return promised == rule->sla_response.end() ? std::nullopt : std::optional{promised->second};
}

std::string answer(const VendorCaseChanged& changed, const VendorCase* known, Time now) {
  const std::string which = changed.vendor + " case " + changed.ref;
  if (changed.op == VendorOp::open) {
    return which + " is open." +
           (changed.sla_response ? " They owe an answer by " + say_time(now + *changed.sla_response, "") + "."
                                 : "");
  }
  if (changed.op != VendorOp::response || known == nullptr || !known->sla_response)
    return which + " is on record.";
  const Duration took = now - known->opened_at;
  const bool met = took <= *known->sla_response;
  return changed.vendor + " answered after " + spoken(took) + ", owed within " +
         spoken(*known->sla_response) + (met ? ": in time." : ": the SLA was missed.");
}

Outcome handle(const Request& request, const Context& ctx) {
  FirstWord word = first_word(request.text);
  const auto op = named<VendorOp>(lower(word.word));
  const FirstWord vendor = first_word(word.rest);
  const FirstWord ref = first_word(vendor.rest);
  if (!op || ref.word.empty()) {
    return refuse("bad_vendor",
                  "Say: vendor open PayLink PL-55810 P1, later: vendor response PayLink PL-55810, "
                  "vendor fixed PayLink PL-55810",
                  "text");
  }
  VendorCaseChanged changed{*op, vendor.word, ref.word, "", std::nullopt, ref.rest};
  const VendorCase* known = ctx.incident->vendor_case(ref.word);
  if (*op == VendorOp::open) {
    if (known != nullptr) return refuse("case_known", "Case " + ref.word + " is open already");
    const FirstWord priority = first_word(ref.rest);
    const bool is_priority =
        priority.word.size() == 2 && (priority.word[0] == 'P' || priority.word[0] == 'p');
    if (is_priority) {
      changed.priority = "P" + priority.word.substr(1);
      changed.note = priority.rest;
    }
    auto sla = read_sla(request, changed.vendor, changed.priority, ctx.policy);
    if (!sla) return std::unexpected(std::move(sla).error());
    changed.sla_response = *sla;
  } else if (known == nullptr) {
    return refuse("unknown_case", "No case " + ref.word + " is open here. First: vendor open " + vendor.word +
                                      " " + ref.word);
  }
  Plan plan{ctx};
  plan.tell_room("news", plan.record(changed));
  return plan.done(answer(changed, known, ctx.now));
}

constexpr std::array<std::string_view, 1> kAliases = {"supplier"};

}  // namespace

const CommandSpec kVendorCommand{
    "vendor",
    kAliases,
    "vendor open|response|promise|fixed|closed <vendor> <case> [P1] [--sla 15m] [note]",
    "Track a case with a vendor and the clock of their SLA",
    "vendor open PayLink PL-55810 P1 --sla 15m",
    true,
    true,
    handle};

}  // namespace muster
