// contact: how you are reached when you are paged, and a test page that proves it.
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/base/contains.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/time_text.hpp"
#include "handlers/commands.hpp"
#include "handlers/paging.hpp"

namespace muster {

namespace {

std::string clock_text(Duration after_midnight) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(after_midnight).count();
  const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return two(minutes / 60) + ":" + two(minutes % 60);
}

std::optional<Duration> read_clock(const std::string& text) {
  const auto colon = text.find(':');
  if (text.size() != 5 || colon != 2 || text.find_first_not_of("0123456789:") != std::string::npos)
    return std::nullopt;
  const int hours = std::stoi(text.substr(0, 2));
  const int minutes = std::stoi(text.substr(3));
  if (hours > 23 || minutes > 59) return std::nullopt;
  return std::chrono::hours{hours} + std::chrono::minutes{minutes};
}

std::string way_text(const ContactRule& rule) {
  return rule.method + (rule.after <= Duration{0} ? " now" : " after " + spoken(rule.after));
}

std::string methods_there_are(const Policy& policy) {
  std::vector<std::string> methods;
  for (const PagerMethod& method : policy.pager_methods) methods.push_back(method.method);
  return methods.empty() ? "No way but chat is configured here" : "There are: " + one_of(methods);
}

// How somebody is reached when it is bad enough, in words.
std::string ways_in_words(const ContactChoice& choice, const Person& person, const Context& ctx) {
  std::string text = "chat now";
  for (const ContactRule& rule : ways_by(choice, person, std::nullopt, ctx.policy, ctx.now))
    text += ", " + way_text(rule);
  return text;
}

std::string standing(const ContactChoice& choice, const Person& person, const Context& ctx) {
  const ContactChoice by_day{choice.rules, std::nullopt};
  std::string say = "You are reached by " + ways_in_words(by_day, person, ctx) + ".";
  if (const auto& quiet = choice.quiet; quiet && quiet->from != quiet->until) {
    say += " Quiet from " + clock_text(quiet->from) + " to " + clock_text(quiet->until) + " your time";
    say +=
        quiet->rings_for > 0
            ? ", except for " + ctx.policy.label(Severity{static_cast<int>(quiet->rings_for)}) + " and worse."
            : ".";
  }
  std::string missing;
  for (const PagerMethod& method : ctx.policy.pager_methods) {
    if (!person.identities.contains(method.identity) && missing.find(method.identity) == std::string::npos)
      missing += (missing.empty() ? "" : ", ") + method.identity;
  }
  if (!missing.empty())
    say += " Not known of you: " + missing + " (people." + person.id.value + ".identities).";
  return say + " contact test sends you a test page.";
}

std::unexpected<Refusal> no_address(const Person& person, const PagerMethod& method) {
  return refuse("no_address",
                "Your " + method.identity + " is not known. Add it in muster.yaml: people." +
                    person.id.value + ".identities." + method.identity,
                "text");
}

// "sms 2m, voice 5m, email now".
std::expected<std::vector<ContactRule>, Refusal> read_rules(const std::string& text, const Person& person,
                                                            const Context& ctx) {
  std::vector<ContactRule> rules;
  for (const std::string& part : split_list(text)) {
    const FirstWord way = first_word(part);
    const std::string method = lower(way.word);
    const std::string when = lower(way.rest);
    if (method == "chat") continue;  // always, at once
    const PagerMethod* known = ctx.policy.pager_method(method);
    if (known == nullptr)
      return refuse("unknown_method",
                    "There is no way \"" + way.word + "\". " + methods_there_are(ctx.policy), "text");
    if (!person.identities.contains(known->identity)) return no_address(person, *known);
    const auto after = when.empty() || when == "now" ? std::optional{Duration{0}} : parse_duration(when);
    if (!after || *after < Duration{0} || *after > std::chrono::hours{1})
      return refuse("bad_duration", "Say when, at most an hour: " + method + " 2m", "text");
    rules.push_back({method, *after});
  }
  if (rules.empty())
    return refuse("rules_required", "Chat is always used. Name another way: contact sms 2m, voice 5m",
                  "text");
  return rules;
}

// "22:00-07:00 [except sev1]", "off".
std::expected<QuietHours, Refusal> read_quiet(const std::string& text, const Context& ctx) {
  const FirstWord span = first_word(text);
  if (lower(span.word) == "off") return QuietHours{};
  const auto dash = span.word.find('-');
  const auto from = read_clock(span.word.substr(0, dash));
  const auto until = dash == std::string::npos ? std::nullopt : read_clock(span.word.substr(dash + 1));
  if (!from || !until) return refuse("bad_time", "Say from when to when: contact quiet 22:00-07:00", "text");
  QuietHours quiet{*from, *until, 1};
  const FirstWord except = first_word(span.rest);
  if (lower(except.word) == "except") {
    const std::string level = first_word(except.rest).word;
    const auto severity = ctx.policy.severity_named(level);
    if (!severity && lower(level) != "none")
      return refuse("unknown_severity", "Say for which severity you are rung all the same: except sev1",
                    "text");
    quiet.rings_for = severity ? severity->level : 0;
  }
  return quiet;
}

// By every way, or by the one that is named.
Outcome test_page(const Person& me, const std::string& method, const Context& ctx) {
  const PagerMethod* known = ctx.policy.pager_method(method);
  if (!method.empty() && known == nullptr)
    return refuse("unknown_method", "There is no way \"" + method + "\". " + methods_there_are(ctx.policy),
                  "text");
  if (known != nullptr && !me.identities.contains(known->identity)) return no_address(me, *known);
  const PageBook book = *page_book(kOperations, ctx);
  Plan plan = Plan::outside(ctx);
  const PersonPaged page{next_page_id(book, ctx), me.id.value, {me.id}, "A test", "", "", 0, 0, "test"};
  if (known == nullptr)
    ring(plan, ctx, book, page);
  else
    ring_by(plan, ctx, page, method);
  const std::string ways =
      known != nullptr ? method
                       : ways_in_words({choice_of(me, ctx.policy, ctx.operations).rules, {}}, me, ctx);
  return plan.done("Test page " + page.page + " is on its way: " + ways +
                   ". You will hear here how far it got.");
}

Outcome choose(ContactRulesChosen chosen, const Person& me, const Context& ctx) {
  ContactChoice choice{chosen.rules, chosen.quiet};
  OperationsLog nothing_chosen;
  const ContactChoice by_default = choice_of(me, ctx.policy, nothing_chosen);
  if (choice.rules.empty()) choice.rules = by_default.rules;
  if (!choice.quiet) choice.quiet = by_default.quiet;
  Decision decision;
  decision.reply.say = "Noted. " + standing(choice, me, ctx);
  decision.events.push_back({kOperations, std::move(chosen), std::nullopt});
  return decision;
}

Outcome handle(const Request& request, const Context& ctx) {
  const Person* me = ctx.people.find(ctx.actor.person());
  if (me == nullptr) return refuse("unknown_person", "Only people can be reached");
  const FirstWord first = first_word(request.text);
  const std::string word = lower(first.word);
  if (word.empty()) {
    Decision decision;
    decision.reply.say = standing(choice_of(*me, ctx.policy, ctx.operations), *me, ctx);
    return decision;
  }
  if (word == "test") return test_page(*me, lower(first.rest), ctx);
  if (word == "default") return choose({me->id, {}, std::nullopt}, *me, ctx);
  const auto known = ctx.operations.contact.find(me->id);
  ContactRulesChosen chosen{me->id, {}, std::nullopt};
  if (known != ctx.operations.contact.end()) chosen = {me->id, known->second.rules, known->second.quiet};
  if (word == "quiet") {
    auto quiet = read_quiet(first.rest, ctx);
    if (!quiet) return std::unexpected(quiet.error());
    chosen.quiet = *quiet;
  } else {
    auto rules = read_rules(request.text, *me, ctx);
    if (!rules) return std::unexpected(rules.error());
    chosen.rules = *std::move(rules);
  }
  return choose(std::move(chosen), *me, ctx);
}

constexpr std::array<std::string_view, 2> kAliases = {"reach", "notify"};

}  // namespace

const CommandSpec kContactCommand{
    "contact",
    kAliases,
    "contact [sms 2m, voice 5m | quiet 22:00-07:00 except sev1 | default | test [sms]]",
    "How you are reached when you are paged",
    "contact sms 2m, voice 5m",
    false,
    false,
    handle};

}  // namespace muster
