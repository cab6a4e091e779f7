// oncall: who is on call, while muster runs or not.
#include <algorithm>
#include <cstdio>

#include "bot/cli/archive.hpp"
#include "bot/console/oncall_codec.hpp"
#include "bot/domain/time_text.hpp"

namespace muster::cli {

namespace {

using std::chrono::days;

Result<Time> instant(const std::string& text, Time now, Time otherwise) {
  if (text.empty()) return otherwise;
  if (const auto at = parse_instant(text)) return *at;
  if (const auto ahead = parse_future_time(text, now, "UTC")) return *ahead;
  return parse_past_time(text, now, "UTC");
}

// What covers and calendars said; nothing before the first start.
Result<OperationsLog> operations_of(const Globals& globals, People& people) {
  OperationsLog log;
  auto archive = open_archive(globals);
  if (!archive && archive.error().kind == ErrorKind::not_found) return log;
  if (!archive) return std::unexpected(archive.error());
  people = archive->people;
  MUSTER_TRY(const std::vector<Event> events, archive->reader->events(kOperations));
  for (const Event& event : events) evolve(log, event);
  return log;
}

std::string names(const std::vector<PersonId>& there, const People& people) {
  std::string said;
  for (const PersonId& person : there) said += (said.empty() ? "" : ", ") + people.name_of(person);
  return said.empty() ? "NOBODY" : said;
}

std::string said_at(const Schedule& schedule, const OperationsLog& log, const Policy& policy,
                    const People& people, Time at) {
  std::string line = schedule.name + ": " + names(on_call(schedule, log, policy, at), people);
  if (const auto next = next_handoff(schedule, log, policy, at))
    line += " until " + iso_seconds(*next) + ", then " + names(on_call(schedule, log, policy, *next), people);
  return line + "\n";
}

std::string said_within(const Schedule& schedule, const OperationsLog& log, const Policy& policy,
                        const People& people, Time from, Time until) {
  std::vector<std::pair<Time, std::string>> rows;
  const auto row = [&](Time begin, Time end, const std::string& who) {
    rows.emplace_back(begin, "  " + iso_seconds(begin) + "  " + iso_seconds(end) + "  " + who + "\n");
  };
  for (const Shift& shift : shifts(schedule, log, policy, from, until))
    row(shift.from, shift.until, people.name_of(shift.person));
  for (const CoverageGap& gap : gaps(schedule, log, policy, from, until)) row(gap.from, gap.until, "NOBODY");
  std::ranges::sort(rows);
  std::string lines = schedule.name + " (" + schedule.zone + ")\n";
  for (const auto& [begin, text] : rows) lines += text;
  return lines;
}

Result<std::string> answer(const Globals& globals, const OncallOptions& options) {
  MUSTER_TRY(const Settings settings, settings_of(globals));
  const Policy& policy = settings.policy;
  People people;
  for (const Person& person : policy.people) people.put(person);
  MUSTER_TRY(const OperationsLog log, operations_of(globals, people));
  if (!options.schedule.empty() && policy.schedule(options.schedule) == nullptr)
    return fail(ErrorKind::not_found, "there is no schedule " + options.schedule + " in muster.yaml");
  const Time now = SystemClock{}.now();
  MUSTER_TRY(const Time at, instant(options.at, now, now));
  MUSTER_TRY(const Time from, instant(options.from, now, at));
  MUSTER_TRY(const Time until, instant(options.to, now, from + days{14}));
  if (globals.json)
    return console::oncall_json({at, from, until, options.schedule, {}}, log, policy, people) + "\n";
  if (policy.schedules.empty()) return std::string{"No schedule is configured.\n"};
  std::string said;
  const bool window = !options.from.empty() || !options.to.empty();
  for (const Schedule& schedule : policy.schedules) {
    if (!options.schedule.empty() && options.schedule != schedule.id) continue;
    said += window ? said_within(schedule, log, policy, people, from, until)
                   : said_at(schedule, log, policy, people, at);
  }
  return said;
}

}  // namespace

int print_oncall(const Globals& globals, const OncallOptions& options) {
  const auto text = answer(globals, options);
  if (!text) return complain(text.error());
  std::fwrite(text->data(), 1, text->size(), stdout);
  return ok;
}

}  // namespace muster::cli
