// What `muster check` says of the schedules: who will be missed, rung twice, or not heard at night.
#include <algorithm>
#include <set>

#include "bot/cli/check_oncall.hpp"
#include "bot/domain/calendar.hpp"
#include "bot/domain/escalation.hpp"
#include "bot/domain/oncall.hpp"

namespace muster::cli {

namespace {

constexpr Duration kAhead = std::chrono::days{30};

std::string span(Time from, Time until) {
  return iso_seconds(from) + " to " + iso_seconds(until);
}

void check_gaps(const Schedule& schedule, const Policy& policy, Time now, std::vector<Finding>& findings) {
  const std::vector<CoverageGap> open = gaps(schedule, {}, policy, now, now + kAhead);
  if (open.empty()) {
    findings.push_back(
        {true, "schedule " + schedule.id + ": somebody is on call at every moment of the next 30 days", ""});
    return;
  }
  findings.push_back({true,
                      "WARNING: schedule " + schedule.id + ": nobody is on call in " +
                          std::to_string(open.size()) + (open.size() == 1 ? " stretch" : " stretches") +
                          " of the next 30 days, first " + span(open.front().from, open.front().until),
                      ""});
}

// Whether the worst page at three in the night has a way besides chat.
bool is_reached_at_night(const PersonId& id, const Policy& policy, Time now) {
  const auto person = std::ranges::find(policy.people, id, &Person::id);
  if (person == policy.people.end()) return false;
  const Time night = day_begin(now, person->zone) + std::chrono::hours{27};
  return !ways_to(*person, Severity{1}, policy, {}, night).empty();
}

}  // namespace

std::vector<Finding> check_oncall(const Policy& policy, Time now) {
  std::vector<Finding> findings;
  std::set<PersonId> rung;
  for (const Schedule& schedule : policy.schedules) {
    if (schedule.source != ShiftSource::layers) continue;  // its integration reads it
    check_gaps(schedule, policy, now, findings);
    for (const Shift& shift : shifts(schedule, {}, policy, now, now + kAhead)) rung.insert(shift.person);
  }
  const std::vector<DoubleBooking> twice = double_bookings({}, policy, now, now + kAhead);
  for (std::size_t i = 0; i < std::min<std::size_t>(twice.size(), 5); ++i)
    findings.push_back({true,
                        "WARNING: " + twice[i].person.value + " is on call in " + twice[i].schedule +
                            " and " + twice[i].other + " at once, " + span(twice[i].from, twice[i].until),
                        ""});
  if (twice.size() > 5)
    findings.push_back(
        {true, "WARNING: and " + std::to_string(twice.size() - 5) + " more times in two at once", ""});
  for (const PersonId& person : rung) {
    if (!is_reached_at_night(person, policy, now))
      findings.push_back({true,
                          "WARNING: " + person.value +
                              " is on call and at night can be reached by chat only: give notify a way like "
                              "voice or push, and "
                              "people." +
                              person.value + ".identities what it needs",
                          ""});
  }
  return findings;
}

}  // namespace muster::cli
