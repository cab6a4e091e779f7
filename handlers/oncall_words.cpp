#include "handlers/oncall_words.hpp"

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/time_text.hpp"
#include "handlers/plan.hpp"

namespace muster {

std::string said_for(Time at, const Schedule& schedule, const Context& ctx) {
  const std::string own = zone_of(ctx);
  if (own.empty() || own == schedule.zone) return say_time(at, schedule.zone, ctx.now);
  const std::string mine = say_time(at, own, ctx.now);
  const std::string theirs = say_time(at, schedule.zone);
  const auto bracket = theirs.find(" (");
  if (bracket == std::string::npos || mine.ends_with(theirs.substr(bracket))) return mine;
  return mine + theirs.substr(bracket);
}

std::string people_said(const std::vector<PersonId>& people) {
  std::string said;
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (i > 0) said += i + 1 == people.size() ? " and " : ", ";
    said += mention(people[i]);
  }
  return said.empty() ? "NOBODY" : said;
}

const Schedule* schedule_meant(const std::string& word, const Policy& policy) {
  for (const Schedule& schedule : policy.schedules) {
    if (lower(schedule.id) == lower(word) || lower(schedule.name) == lower(word)) return &schedule;
  }
  return nullptr;
}

std::unexpected<Refusal> unknown_schedule(const std::string& word, const Policy& policy) {
  std::vector<std::string> known;
  for (const Schedule& schedule : policy.schedules) known.push_back(schedule.id);
  if (known.empty())
    return refuse("no_schedule",
                  "No schedule is configured. The one who runs muster adds `schedules` to muster.yaml");
  const std::vector<std::string> close = nearest(word, known);
  return refuse("unknown_schedule",
                "I know no schedule \"" + word + "\". " +
                    (close.empty() ? "Schedules: " + one_of(known) : "Did you mean " + one_of(close) + "?"));
}

}  // namespace muster
