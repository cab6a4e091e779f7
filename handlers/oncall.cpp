// oncall: who is on call, until when and who comes then; now, at another time, in a week to come, for a
// service.
#include <algorithm>
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/base/contains.hpp"
#include "bot/domain/calendar.hpp"
#include "bot/domain/escalation.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/time_text.hpp"
#include "handlers/commands.hpp"
#include "handlers/oncall_words.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

using std::chrono::days;

constexpr Duration kAhead = days{14};
constexpr std::size_t kMostLines = 20;

// What was asked for.
struct Question {
  std::optional<Time> at;  // none and no until: now
  std::optional<Time> until;
  std::string window;  // "next week", as it is said back
  const Schedule* schedule = nullptr;
  const Service* service = nullptr;
  const Team* team = nullptr;
  std::optional<PersonId> person;
  std::optional<Severity> severity;
};

bool is_filler(const std::string& word) {
  static constexpr std::array<std::string_view, 14> kFillers = {"is",  "on",  "call", "on-call", "oncall",
                                                                "for", "the", "in",   "of",      "currently",
                                                                "now", "a",   "are",  "am"};
  return contains(kFillers, std::string_view{word});
}

std::expected<Time, Refusal> time_asked(const std::string& text, const Context& ctx) {
  if (const auto exact = parse_instant(text)) return *exact;
  if (const auto ahead = parse_future_time(text, ctx.now, zone_of(ctx))) return *ahead;
  const auto past = parse_past_time(text, ctx.now, zone_of(ctx));
  if (!past) return refuse("bad_time", past.error().say);
  return *past;
}

void ask_for_window(Question& question, const std::string& word, const Context& ctx) {
  const std::string zone = zone_of(ctx).empty() ? ctx.policy.calendar.zone : zone_of(ctx);
  const Time week = week_begin(ctx.now, zone);
  const auto day = [&](int n) {
    return day_begin(day_begin(ctx.now, zone) + days{n} + std::chrono::hours{12}, zone);
  };
  const auto week_after = [&](int n) { return week_begin(week + days{7 * n + 3}, zone); };
  if (word == "next week") {
    question.at = week_after(1);
    question.until = week_after(2);
  } else if (word == "this week" || word == "week") {
    question.at = ctx.now;
    question.until = week_after(1);
  } else if (word == "tomorrow") {
    question.at = day(1);
    question.until = day(2);
  } else {
    question.at = ctx.now;
    question.until = day(1);
  }
  question.window = word;
}

bool names_window(const std::string& word) {
  return word == "week" || word == "tomorrow" || word == "today";
}

// One more word; what it names, or why it names nothing.
std::optional<Refusal> take(Question& question, const std::string& word, const Context& ctx) {
  if (is_filler(lower(word))) return std::nullopt;
  if (names_window(lower(word))) {
    ask_for_window(question, lower(word), ctx);
    return std::nullopt;
  }
  if (const Schedule* schedule = schedule_meant(word, ctx.policy)) {
    question.schedule = schedule;
  } else if (const Service* service = ctx.policy.service(lower(word))) {
    question.service = service;
  } else if (const Team* team = ctx.policy.team(lower(word))) {
    question.team = team;
  } else if (const auto severity = ctx.policy.severity_named(word)) {
    question.severity = severity;
  } else if (lower(word) == "me" || lower(word) == "i" || word.starts_with("@") || word.starts_with("<@")) {
    auto person = person_named(lower(word) == "i" ? "me" : word, ctx, "");
    if (!person) return std::move(person).error();
    question.person = *person;
  } else {
    std::vector<std::string> known;
    for (const Schedule& each : ctx.policy.schedules) known.push_back(each.id);
    for (const Service& each : ctx.policy.services) known.push_back(each.id);
    for (const Team& each : ctx.policy.teams) known.push_back(each.id);
    const std::vector<std::string> close = nearest(word, known);
    return Refusal{
        "unknown_schedule",
        "I know no schedule, service, team or person \"" + word + "\". " +
            (close.empty() ? "Ask like: oncall primary, oncall next week, oncall for sev1 on checkout"
                           : "Did you mean " + one_of(close) + "?"),
        "", std::nullopt};
  }
  return std::nullopt;
}

bool names_something(const std::string& word, const Policy& policy) {
  return lower(word) == "for" || schedule_meant(word, policy) != nullptr ||
         policy.service(lower(word)) != nullptr || policy.team(lower(word)) != nullptr;
}

// The time after "at", as far as it goes; what is left of the text.
std::expected<std::string, Refusal> take_time(Question& question, const std::string& text,
                                              const Context& ctx) {
  std::string time;
  std::string rest = text;
  for (FirstWord word = first_word(text); !word.word.empty(); word = first_word(word.rest)) {
    if (names_something(word.word, ctx.policy)) break;
    time += (time.empty() ? "" : " ") + word.word;
    rest = word.rest;
  }
  auto at = time_asked(time, ctx);
  if (!at) return std::unexpected(std::move(at).error());
  question.at = *at;
  return rest;
}

std::expected<Question, Refusal> read_question(const std::string& text, const Context& ctx) {
  Question question;
  for (FirstWord word = first_word(text); !word.word.empty(); word = first_word(word.rest)) {
    const std::string typed = lower(word.word);
    if (typed == "at") {
      auto rest = take_time(question, word.rest, ctx);
      if (!rest) return std::unexpected(std::move(rest).error());
      word.rest = *std::move(rest);
      continue;
    }
    if (typed == "next" || typed == "this") {
      const FirstWord what = first_word(word.rest);
      if (lower(what.word) != "week")
        return refuse("bad_time",
                      "I know next week and this week; for another time: oncall at 2026-12-24 09:00");
      ask_for_window(question, typed + " week", ctx);
      word.rest = what.rest;
      continue;
    }
    if (auto refusal = take(question, word.word, ctx)) return std::unexpected(std::move(*refusal));
  }
  return question;
}

std::string because_of(const Schedule& schedule, const Context& ctx) {
  const auto read = ctx.operations.imported.find(schedule.id);
  if (schedule.source == ShiftSource::layers) return {};
  if (read == ctx.operations.imported.end()) return " Its calendar has not been read yet.";
  std::string said;
  if (!read->second.unknown.empty())
    said += " Its calendar names people unknown here: " + one_of(read->second.unknown) + ".";
  if (read->second.until < ctx.now + kAhead)
    said += " Its calendar ends " + said_for(read->second.until, schedule, ctx) + ".";
  return said;
}

std::string gaps_ahead(const Schedule& schedule, Time from, const Context& ctx) {
  std::vector<CoverageGap> open = gaps(schedule, ctx.operations, ctx.policy, from, from + kAhead);
  std::erase_if(open, [&](const CoverageGap& gap) { return gap.from <= from; });
  if (open.empty()) return {};
  const std::string more = open.size() == 1 ? "" : " and " + std::to_string(open.size() - 1) + " times more";
  return " Ahead, nobody is on call from " + said_for(open.front().from, schedule, ctx) + " to " +
         said_for(open.front().until, schedule, ctx) + more + " within 14 days.";
}

std::string line_at(const Schedule& schedule, Time at, const Context& ctx) {
  const std::vector<PersonId> there = on_call(schedule, ctx.operations, ctx.policy, at);
  std::string line = schedule.name + ": " + people_said(there);
  const auto next = next_handoff(schedule, ctx.operations, ctx.policy, at);
  if (next) {
    line += " until " + said_for(*next, schedule, ctx) + ", then " +
            people_said(on_call(schedule, ctx.operations, ctx.policy, *next)) + ".";
  } else {
    line += there.empty() ? "; nobody is planned." : " until further notice.";
  }
  return line + gaps_ahead(schedule, at, ctx) + because_of(schedule, ctx);
}

std::string lines_within(const Schedule& schedule, const Question& question, const Context& ctx) {
  std::string lines = schedule.name + ", " + question.window + ":";
  std::size_t count = 0;
  const auto add = [&](Time from, const std::string& what) {
    if (++count <= kMostLines) lines += "\n" + said_for(from, schedule, ctx) + " " + what;
  };
  std::vector<std::pair<Time, std::string>> rows;
  for (const Shift& shift : shifts(schedule, ctx.operations, ctx.policy, *question.at, *question.until))
    rows.emplace_back(shift.from, mention(shift.person) + " until " + said_for(shift.until, schedule, ctx));
  for (const CoverageGap& gap : gaps(schedule, ctx.operations, ctx.policy, *question.at, *question.until))
    rows.emplace_back(gap.from, "NOBODY until " + said_for(gap.until, schedule, ctx));
  std::ranges::sort(rows);
  for (const auto& [from, what] : rows) add(from, what);
  if (count > kMostLines)
    lines += "\nand " + std::to_string(count - kMostLines) + " more; the console shows all";
  return lines + because_of(schedule, ctx);
}

std::string rung_said(const Rung& rung) {
  std::string said = rung.people.empty() ? "" : people_said(rung.people);
  const auto add = [&](const std::string& more) { said += (said.empty() ? "" : ", ") + more; };
  for (const std::string& system : rung.systems) add(system);
  if (rung.room) add("the incident's room");
  return said + " (" + rung.words + ")";
}

// Step by step as it would be rung, each with those who are on call when it comes to it.
std::string steps_said(const EscalationPolicy& escalation, Time at, std::optional<Severity> severity,
                       const Context& ctx) {
  std::string said = "Escalation " + escalation.name + ":";
  Time when = at;
  std::int64_t step = 0;
  while (true) {
    const Climbed climbed =
        climb(escalation, step, escalation.repeat, severity, ctx.policy, ctx.operations, when);
    for (const EscalationSkipped& skipped : climbed.skipped)
      said += "\n" + std::to_string(skipped.step) + ". " + skipped.why + ", so the next is rung at once";
    if (!climbed.to) break;
    step = climbed.to->step;
    said += "\n" + std::to_string(step) + ". " + (when == at ? "at once" : "after " + spoken(when - at)) +
            ": " + rung_said(climbed.to->rung);
    when += escalation.steps[static_cast<std::size_t>(step - 1)].wait;
  }
  return step == 0 ? said + "\nNOBODY would be rung" : said;
}

Outcome answer_for_team(const Team* team, const EscalationPolicy* escalation, const Question& question,
                        const Context& ctx) {
  const Time at = question.at.value_or(ctx.now);
  Decision decision;
  if (escalation != nullptr) {
    decision.reply.say = steps_said(*escalation, at, question.severity, ctx);
  } else if (const Schedule* schedule = team == nullptr ? nullptr : ctx.policy.schedule(team->schedule)) {
    decision.reply.say = line_at(*schedule, at, ctx);
  } else if (team != nullptr && team->on_call) {
    decision.reply.say = "Team " + team->name + ": " + mention(*team->on_call) + ", always.";
  } else {
    return refuse("nobody_there",
                  team == nullptr
                      ? "Nothing says who is on call for it: give the service an owner or an escalation"
                      : "Team " + team->name + " has no schedule, no escalation and nobody on call");
  }
  return decision;
}

Outcome answer_for_service(const Question& question, const Context& ctx) {
  const Service& service = *question.service;
  const Team* owner = ctx.policy.team(service.owner);
  const EscalationPolicy* escalation = escalation_for(std::vector{service.id}, ctx.policy);
  return answer_for_team(owner, escalation, question, ctx);
}

Outcome answer_for_person(const PersonId& person, const Context& ctx) {
  std::string said;
  for (const Schedule& schedule : ctx.policy.schedules) {
    for (const Shift& shift : shifts(schedule, ctx.operations, ctx.policy, ctx.now, ctx.now + days{90})) {
      if (shift.person != person) continue;
      const std::string from = shift.from <= ctx.now ? "now" : "from " + said_for(shift.from, schedule, ctx);
      said += (said.empty() ? "" : "\n") + schedule.name + ": " + mention(person) + " " + from + " until " +
              said_for(shift.until, schedule, ctx) + ".";
      break;
    }
  }
  Decision decision;
  decision.reply.say = said.empty() ? mention(person) + " is not on call within 90 days." : said;
  return decision;
}

Outcome handle(const Request& request, const Context& ctx) {
  const auto question = read_question(request.text, ctx);
  if (!question) return std::unexpected(question.error());
  if (question->person) return answer_for_person(*question->person, ctx);
  if (question->service != nullptr) return answer_for_service(*question, ctx);
  if (question->team != nullptr)
    return answer_for_team(question->team, ctx.policy.escalation_named(question->team->escalation), *question,
                           ctx);
  if (question->severity && question->schedule == nullptr)
    return answer_for_team(nullptr, ctx.policy.escalation_named(ctx.policy.escalation), *question, ctx);
  if (ctx.policy.schedules.empty()) return unknown_schedule("", ctx.policy);
  Decision decision;
  for (const Schedule& schedule : ctx.policy.schedules) {
    if (question->schedule != nullptr && question->schedule != &schedule) continue;
    const std::string said = question->until ? lines_within(schedule, *question, ctx)
                                             : line_at(schedule, question->at.value_or(ctx.now), ctx);
    decision.reply.say += (decision.reply.say.empty() ? "" : "\n") + said;
  }
  return decision;
}

constexpr std::array<std::string_view, 3> kAliases = {"who", "on-call", "whoisoncall"};

}  // namespace

const CommandSpec kOncallCommand{"oncall",
                                 kAliases,
                                 "oncall [now|next week|at TIME] [schedule|@person] [for sev1 on service]",
                                 "See who is on call, until when and who comes then",
                                 "oncall for sev1 on checkout",
                                 false,
                                 true,
                                 handle};

}  // namespace muster
