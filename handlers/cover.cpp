// cover: asks somebody to be on call in one's place. Nothing changes until the asked person accepts.
#include <algorithm>
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/time_text.hpp"
#include "handlers/commands.hpp"
#include "handlers/oncall_words.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

bool is_mention(const std::string& word) {
  return word.starts_with("@") || word.starts_with("<@");
}

struct Words {
  std::string person;
  std::string by;
  std::string from;
  std::string until;
  std::string schedule;
  std::string reason;
};

// "me from 22:00 until 2026-12-01 06:00 @bob primary because of a flight".
Words read_words(const std::string& text, const Policy& policy) {
  FirstWord word = first_word(text);
  const std::string first = lower(word.word);
  const bool says_time = first == "from" || first == "until" || first == "till" || first == "for";
  Words words{says_time ? "me" : word.word, "", "", "", "", ""};
  std::string* time = nullptr;  // the one being said
  for (word = first_word(says_time ? text : word.rest); !word.word.empty(); word = first_word(word.rest)) {
    const std::string typed = lower(word.word);
    if (typed == "from") {
      time = &words.from;
    } else if (typed == "until" || typed == "till" || typed == "to") {
      time = &words.until;
    } else if (typed == "for" && words.until.empty()) {
      time = &words.until;  // "for 2h"
    } else if (typed == "by" || typed == "with" || typed == "on") {
      time = nullptr;
    } else if (is_mention(word.word) && words.by.empty()) {
      words.by = word.word;
      time = nullptr;
    } else if (schedule_meant(word.word, policy) != nullptr) {
      words.schedule = word.word;
      time = nullptr;
    } else if (time != nullptr && typed != "because" && typed != "for") {
      *time += (time->empty() ? "" : " ") + word.word;
    } else if (words.by.empty() && time == nullptr) {
      words.by = word.word;
    } else {
      words.reason = typed == "because" ? word.rest : word.word + (word.rest.empty() ? "" : " " + word.rest);
      break;
    }
  }
  return words;
}

std::string id_said(std::string_view word) {
  std::string id = upper(word);
  return id.starts_with("CV-") ? id : "CV-" + id;
}

const Schedule& clock_of(const CoverAsked& cover, const Context& ctx) {
  static const Schedule kUtc;
  const Schedule* named = ctx.policy.schedule(cover.schedule);
  if (named != nullptr) return *named;
  return ctx.policy.schedules.empty() ? kUtc : ctx.policy.schedules.front();
}

std::string said(const CoverAsked& cover, const Context& ctx) {
  const Schedule& clock = clock_of(cover, ctx);
  return cover.cover + ": " + mention(cover.by) + " for " + mention(cover.person) + " from " +
         said_for(cover.from, clock, ctx) + " until " + said_for(cover.until, clock, ctx) +
         (cover.schedule.empty() ? "" : " in " + clock.name);
}

// Whether the person is on call at some moment of the cover.
bool is_needed(const CoverAsked& cover, const Context& ctx) {
  return std::ranges::any_of(ctx.policy.schedules, [&](const Schedule& schedule) {
    if (!cover.schedule.empty() && schedule.id != cover.schedule) return false;
    const std::vector<Shift> there = shifts(schedule, ctx.operations, ctx.policy, cover.from, cover.until);
    return std::ranges::find(there, cover.person, &Shift::person) != there.end();
  });
}

std::expected<CoverAsked, Refusal> read_cover(const std::string& text, const Context& ctx) {
  const Words words = read_words(text, ctx.policy);
  CoverAsked cover;
  auto person = person_named(words.person, ctx, "person");
  if (!person) return std::unexpected(std::move(person).error());
  cover.person = *person;
  if (words.by.empty())
    return refuse("person_required", "Say who is to be on call instead: cover me until 18:00 @bob", "by");
  if (words.until.empty())
    return refuse("time_required", "Say until when: cover me until 18:00 " + words.by, "until");
  auto by = person_named(words.by, ctx, "by");
  if (!by) return std::unexpected(std::move(by).error());
  cover.by = *by;
  const std::string zone = zone_of(ctx);
  cover.from = ctx.now;
  if (!words.from.empty() && lower(words.from) != "now") {
    const auto from = parse_future_time(words.from, ctx.now, zone);
    if (!from) return refuse("bad_time", from.error().say, "from");
    cover.from = *from;
  }
  const auto until = parse_future_time(words.until, cover.from, zone);
  if (!until) return refuse("bad_time", until.error().say, "until");
  cover.until = *until;
  if (!words.schedule.empty()) cover.schedule = schedule_meant(words.schedule, ctx.policy)->id;
  cover.reason = words.reason;
  return cover;
}

std::optional<Refusal> objection(const CoverAsked& cover, const Context& ctx) {
  if (cover.person == cover.by)
    return Refusal{"same_person", "Nobody covers for themselves. Name somebody else", "by", std::nullopt};
  if (ctx.policy.schedules.empty()) return unknown_schedule("", ctx.policy).error();
  if (is_needed(cover, ctx)) return std::nullopt;
  return Refusal{"not_on_call",
                 mention(cover.person) + " is not on call between " +
                     said_for(cover.from, clock_of(cover, ctx), ctx) + " and " +
                     said_for(cover.until, clock_of(cover, ctx), ctx) +
                     ", so there is nothing to cover. When that is: oncall @" + cover.person.value,
                 "from", std::nullopt};
}

std::string overlap_said(const CoverAsked& cover, const Context& ctx) {
  for (const Cover& other : ctx.operations.covers) {
    const bool may_count = !other.answer || other.answer == CoverAnswer::accepted;
    if (may_count && other.asked.person == cover.person && other.asked.from < cover.until &&
        cover.from < other.asked.until)
      return " It overlaps with " + other.asked.cover + " (" + mention(other.asked.by) +
             "); for the time of both, whichever is accepted last counts.";
  }
  return {};
}

Outcome ask(const std::string& text, const Context& ctx) {
  auto cover = read_cover(text, ctx);
  if (!cover) return std::unexpected(std::move(cover).error());
  if (auto refusal = objection(*cover, ctx)) return std::unexpected(std::move(*refusal));
  cover->cover = "CV-" + std::to_string(ctx.operations.covers_asked + 1);
  Decision decision;
  decision.events.push_back({kOperations, *cover, std::nullopt});
  tell_outside(decision, cover->by, "cover_request", ctx.operations.last_seq + 1, ctx);
  decision.reply.say = mention(cover->by) + " is asked. " + said(*cover, ctx) + ". Until they accept, " +
                       mention(cover->person) + " stays on call." + overlap_said(*cover, ctx);
  return decision;
}

Outcome list(const Context& ctx) {
  std::vector<const Cover*> live;
  for (const Cover& cover : ctx.operations.covers) {
    const bool may_count = !cover.answer || cover.answer == CoverAnswer::accepted;
    if (may_count && cover.asked.until > ctx.now) live.push_back(&cover);
  }
  std::ranges::sort(live, {}, [](const Cover* cover) { return cover->asked.from; });
  Decision decision;
  for (const Cover* cover : live)
    decision.reply.say += (decision.reply.say.empty() ? "" : "\n") + said(cover->asked, ctx) +
                          (cover->answer ? ", accepted" : ", not answered yet");
  if (live.empty()) decision.reply.say = "Nobody covers for anybody. To ask: cover me until 18:00 @bob";
  return decision;
}

std::string_view done_word(CoverAnswer answer) {
  switch (answer) {
    case CoverAnswer::accepted:
      return "accepted";
    case CoverAnswer::declined:
      return "declined";
    case CoverAnswer::withdrawn:
      return "withdrawn";
  }
  return "answered";
}

std::optional<Refusal> may_answer(const Cover& cover, CoverAnswer answer, const Context& ctx) {
  const CoverAsked& asked = cover.asked;
  const PersonId& whose = answer == CoverAnswer::withdrawn ? asked.person : asked.by;
  if (ctx.actor.person() != whose)
    return Refusal{"not_yours",
                   answer == CoverAnswer::withdrawn
                       ? "Only " + mention(whose) + ", who is covered, can withdraw " + asked.cover
                       : "Only " + mention(whose) + " was asked and can answer " + asked.cover,
                   "", std::nullopt};
  if (asked.until <= ctx.now)
    return Refusal{"cover_over",
                   asked.cover + " is over: it was until " + said_for(asked.until, clock_of(asked, ctx), ctx),
                   "", std::nullopt};
  const bool open =
      !cover.answer || (answer == CoverAnswer::withdrawn && cover.answer == CoverAnswer::accepted);
  if (open) return std::nullopt;
  return Refusal{
      "cover_answered",
      asked.cover + " was " + std::string{done_word(*cover.answer)} + " already." +
          (*cover.answer == CoverAnswer::accepted
               ? " If you cannot after all: cover @" + asked.by.value + " until TIME @somebody else"
               : ""),
      "", std::nullopt};
}

Outcome answer(CoverAnswer how, const std::string& text, const Context& ctx) {
  const FirstWord id = first_word(text);
  if (id.word.empty()) return refuse("cover_required", "Say which: cover accept CV-1. cover lists them");
  const auto cover = std::ranges::find_if(
      ctx.operations.covers, [&](const Cover& known) { return known.asked.cover == id_said(id.word); });
  if (cover == ctx.operations.covers.end())
    return refuse("unknown_cover", "I know no cover " + id_said(id.word) + ". cover lists them");
  if (auto refusal = may_answer(*cover, how, ctx)) return std::unexpected(std::move(*refusal));
  const CoverAsked& asked = cover->asked;
  Decision decision;
  decision.events.push_back({kOperations, CoverAnswered{asked.cover, how, id.rest}, std::nullopt});
  const PersonId& other = how == CoverAnswer::withdrawn ? asked.by : asked.person;
  tell_outside(decision, other, "cover_answered", ctx.operations.last_seq + 1, ctx);
  decision.reply.say =
      said(asked, ctx) + ", " + std::string{done_word(how)} + ". " + mention(other) + " is told.";
  if (how == CoverAnswer::declined) decision.reply.say += " " + mention(asked.person) + " stays on call.";
  return decision;
}

Outcome handle(const Request& request, const Context& ctx) {
  const FirstWord first = first_word(request.text);
  const std::string word = lower(first.word);
  if (word.empty() || word == "list") return list(ctx);
  if (word == "accept") return answer(CoverAnswer::accepted, first.rest, ctx);
  if (word == "decline") return answer(CoverAnswer::declined, first.rest, ctx);
  if (word == "withdraw" || word == "cancel") return answer(CoverAnswer::withdrawn, first.rest, ctx);
  return ask(request.text, ctx);
}

constexpr std::array<std::string_view, 2> kAliases = {"swap", "override"};

}  // namespace

const CommandSpec kCoverCommand{
    "cover",
    kAliases,
    "cover [me|@a] [from TIME] until TIME @person [schedule] | accept|decline|withdraw CV-1",
    "Ask somebody to be on call in your place",
    "cover me until 18:00 @bob",
    false,
    true,
    handle};

}  // namespace muster
