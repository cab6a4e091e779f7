// contact: how you are reached when you are paged, and a test page that proves it.
#include <array>

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
  if (hours > 24 || minutes > 59) return std::nullopt;
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

// How somebody is reached at the worst hour, in words.
std::string ways_in_words(const Person& person, const Context& ctx) {
  std::string text = "chat now";
  for (const ContactRule& rule : ways_to(person, std::nullopt, ctx.policy, ctx.operations, ctx.now))
    text += ", " + way_text(rule);
  return text;
}

std::optional<QuietHours> quiet_of(const Person& person, const Context& ctx) {
  const auto chosen = ctx.operations.contact.find(person.id);
  const auto quiet =
      chosen != ctx.operations.contact.end() && chosen->second.quiet ? chosen->second.quiet : person.quiet;
  return quiet && quiet->from != quiet->until ? quiet : std::nullopt;
}

std::string standing(const Person& person, const Context& ctx) {
  std::string say = "You are reached by " + ways_in_words(person, ctx) + ".";
  if (const auto quiet = quiet_of(person, ctx)) {
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
    if (!person.identities.contains(known->identity)) {
      return refuse("no_address",
                    "Your " + known->identity + " is not known. Add it in muster.yaml: people." +
                        person.id.value + ".identities." + known->identity,
                    "text");
    }
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

Outcome test_page(const Person& me, const std::string& method, const Context& ctx) {
  if (!method.empty() && ctx.policy.pager_method(method) == nullptr)
    return refuse("unknown_method", "There is no way \"" + method + "\". " + methods_there_are(ctx.policy),
                  "text");
  const PageBook book = *page_book(kOperations, ctx);
  Plan plan = Plan::outside(ctx);
  const std::string id = next_page_id(book, ctx);
  ring(plan, ctx, book, PersonPaged{id, me.id.value, {me.id}, "A test", "", "", 0, 0, "test"});
  return plan.done("Test page " + id + " is on its way: " + ways_in_words(me, ctx) +
                   ". You will hear here how far each got.");
}

Outcome choose(ContactRulesChosen chosen, const Context& ctx) {
  Decision decision;
  OperationsLog log = ctx.operations;
  if (chosen.rules.empty() && !chosen.quiet)
    log.contact.erase(chosen.person);
  else
    log.contact[chosen.person] = {chosen.rules, chosen.quiet};
  const Context then{.now = ctx.now,
                     .actor = ctx.actor,
                     .place = ctx.place,
                     .source = ctx.source,
                     .incidents = ctx.incidents,
                     .operations = log,
                     .people = ctx.people,
                     .policy = ctx.policy,
                     .next_number = ctx.next_number};
  decision.reply.say = "Noted. " + standing(*ctx.people.find(chosen.person), then);
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
    decision.reply.say = standing(*me, ctx);
    return decision;
  }
  if (word == "test") return test_page(*me, lower(first.rest), ctx);
  if (word == "default") return choose({me->id, {}, std::nullopt}, ctx);
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
  return choose(std::move(chosen), ctx);
}

constexpr std::array<std::string_view, 2> kAliases = {"reach", "notify"};

}  // namespace

const CommandSpec kContactCommand{
    "contact",
    kAliases,
    "contact [sms 2m, voice 5m | quiet 22:00-07:00 except sev1 | default | test]",
    "How you are reached when you are paged",
    "contact sms 2m, voice 5m",
    false,
    false,
    handle};

}  // namespace muster
