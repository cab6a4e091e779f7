// Promises of updates, families of merged incidents and due dates.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "bot/base/contains.hpp"
#include "bot/domain/cadence.hpp"
#include "bot/domain/calendar.hpp"
#include "bot/domain/figures.hpp"
#include "bot/domain/time_text.hpp"

namespace muster {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const Time kStart{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};

Time any_time() {
  return kStart + seconds{*rc::gen::inRange<std::int64_t>(0, 5LL * 366 * 86400)};
}

std::optional<Time> due_to(const std::vector<PromiseMoved>& moved, const std::string& audience,
                           const std::map<std::string, Promise>& standing) {
  for (const PromiseMoved& one : moved) {
    if (one.audience == audience) return one.due;
  }
  const auto kept = standing.find(audience);
  return kept == standing.end() ? std::nullopt : kept->second.due;
}

Incident promised(const Policy& policy, Severity severity, Time at) {
  Incident incident;
  incident.number = {1};
  incident.state = State::investigating;
  incident.severity = severity;
  incident.declared_at = at;
  for (const PromiseMoved& moved : promises_after_declare(incident, at, policy))
    incident.promises[moved.audience] = {at, moved.due, false, true, {}};
  return incident;
}

RC_GTEST_PROP(Cadence, RaisingIsNeverLaterAndLoweringNeverEarlier, ()) {
  const Policy policy = default_policy();
  const Severity from{*rc::gen::inRange(1, 5)};
  const Severity to{*rc::gen::inRange(1, 5)};
  const Time declared = any_time();
  const Incident incident = promised(policy, from, declared);
  const Time now = declared + seconds{*rc::gen::inRange(0, 20000)};
  const auto moved = promises_after_severity(incident, to, now, policy);
  for (const AudienceRule& audience : policy.audiences) {
    const auto before = due_to({}, audience.id, incident.promises);
    const auto after = due_to(moved, audience.id, incident.promises);
    const bool has_duty = duty(incident, to, audience.id, policy).has_value();
    RC_ASSERT(after.has_value() == has_duty);
    if (!before || !after) continue;
    if (to.worse_than(from)) RC_ASSERT(*after <= *before);
    if (from.worse_than(to)) RC_ASSERT(*after >= *before);
  }
}

RC_GTEST_PROP(Cadence, WhoeverHearsLaterIsPromisedTheNextLater, ()) {
  const Policy policy = default_policy();
  const Incident incident = promised(policy, Severity{*rc::gen::inRange(1, 5)}, kStart);
  const Time one = any_time();
  const Time other = one + seconds{*rc::gen::inRange(0, 100000)};
  for (const AudienceRule& audience : policy.audiences) {
    const auto first = default_next_update(incident, audience.id, one, policy);
    const auto second = default_next_update(incident, audience.id, other, policy);
    RC_ASSERT(first.has_value() == second.has_value());
    if (first) RC_ASSERT(*first > one && *first <= *second);
  }
}

class Family {
 public:
  explicit Family(int members) : incidents_(static_cast<std::size_t>(members)) {
    for (int i = 0; i < members; ++i) {
      Incident& incident = incidents_[static_cast<std::size_t>(i)];
      IncidentDeclared declared;
      declared.title = "something";
      declared.severity = Severity{2};
      const Time at = any_time();
      add(i, at, declared);
      if (*rc::gen::arbitrary<bool>()) {
        add(i, at + minutes{*rc::gen::inRange(0, 50)}, PersonPaged{"P1", "bob", {{"bob"}}, "help"});
        if (*rc::gen::arbitrary<bool>())
          add(i, at + minutes{*rc::gen::inRange(50, 90)}, PageAcknowledged{"P1", {"bob"}});
      }
      incident.number = {i + 1};
    }
  }
  void merge(int source, int into) {
    const Time at = kStart + hours{24 * 366 * 6};
    add(source, at, Merged{{into + 1}, State::investigating, ""});
    add(into, at, MergeReceived{{source + 1}, incidents_[static_cast<std::size_t>(source)].declared_at});
  }
  [[nodiscard]] IncidentFigures of_first() const {
    const auto find = [this](IncidentNumber number) {
      return &incidents_[static_cast<std::size_t>(number.value - 1)];
    };
    const Time now = kStart + hours{24 * 366 * 7};
    return figures(incidents_[0], family_of(incidents_[0], find), default_policy(), People{}, now);
  }

 private:
  void add(int which, Time at, EventBody body) {
    Incident& incident = incidents_[static_cast<std::size_t>(which)];
    evolve(incident, Event{{which + 1},
                           incident.last_seq + 1,
                           at,
                           at,
                           actor(PersonId{"ann"}),
                           "console",
                           std::move(body),
                           "",
                           ""});
  }
  std::vector<Incident> incidents_;
};

// Anchors of the survivor do not depend on who was merged first, nor through whom.
RC_GTEST_PROP(Merges, GiveTheSameAnchorsInWhateverOrder, ()) {
  const int members = *rc::gen::inRange(2, 7);
  const Family apart{members};
  std::vector<int> order;
  for (int i = 1; i < members; ++i) order.push_back(i);
  Family straight = apart;
  for (const int one : order) straight.merge(one, 0);
  std::vector<int> shuffled = order;
  for (std::size_t i = shuffled.size(); i > 1; --i)
    std::swap(shuffled[i - 1], shuffled[*rc::gen::inRange<std::size_t>(0, i)]);
  Family other = apart;
  for (const int one : shuffled) other.merge(one, 0);
  Family chained = apart;  // each into the next, the last into the survivor
  for (std::size_t i = 0; i < shuffled.size(); ++i)
    chained.merge(shuffled[i], i + 1 < shuffled.size() ? shuffled[i + 1] : 0);
  const IncidentFigures wanted = straight.of_first();
  for (const Family* family : {&other, &chained}) {
    const IncidentFigures found = family->of_first();
    RC_ASSERT(found.anchors == wanted.anchors);
    RC_ASSERT(found.detection_source == wanted.detection_source);
    RC_ASSERT(found.tta == wanted.tta);
    RC_ASSERT(found.tte == wanted.tte);
  }
}

BusinessCalendar any_calendar() {
  BusinessCalendar calendar;
  calendar.zone = *rc::gen::element<std::string>("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata");
  calendar.workdays =
      *rc::gen::element(std::vector{1, 2, 3, 4, 5}, std::vector{7, 1, 2, 3, 4}, std::vector{3});
  for (int i = *rc::gen::inRange(0, 5); i > 0; --i)
    calendar.holidays.push_back(local_day(any_time(), calendar.zone));
  return calendar;
}

bool works(const std::string& day, const BusinessCalendar& calendar) {
  const std::chrono::year_month_day ymd{
      std::chrono::year{std::stoi(day.substr(0, 4))},
      std::chrono::month{static_cast<unsigned>(std::stoi(day.substr(5, 2)))},
      std::chrono::day{static_cast<unsigned>(std::stoi(day.substr(8, 2)))}};
  const auto weekday = static_cast<int>(std::chrono::weekday{std::chrono::sys_days{ymd}}.iso_encoding());
  return contains(calendar.workdays, weekday) && !contains(calendar.holidays, day);
}

RC_GTEST_PROP(BusinessDays, AreAsManyWorkdaysAsWereAskedFor, ()) {
  const BusinessCalendar calendar = any_calendar();
  const Time at = any_time();
  const int days = *rc::gen::inRange(1, 20);
  const Time due = plus_business_days(at, days, calendar);
  RC_ASSERT(works(local_day(due, calendar.zone), calendar));
  int counted = 0;
  std::string last = local_day(at, calendar.zone);
  for (Time day = at; day <= due + hours{12}; day += hours{6}) {
    const std::string here = local_day(day, calendar.zone);
    if (here == last || here > local_day(due, calendar.zone)) continue;
    last = here;
    counted += works(here, calendar) ? 1 : 0;
  }
  RC_ASSERT(counted == days);
}

RC_GTEST_PROP(BusinessDays, AddUp, ()) {
  BusinessCalendar calendar = any_calendar();
  calendar.zone = "UTC";  // where no hour is missing
  const Time at = any_time();
  const int one = *rc::gen::inRange(1, 10);
  const int more = *rc::gen::inRange(1, 10);
  RC_ASSERT(plus_business_days(plus_business_days(at, one, calendar), more, calendar) ==
            plus_business_days(at, one + more, calendar));
}

RC_GTEST_PROP(Months, BeginBeforeEveryInstantOfThem, ()) {
  const std::string zone = any_calendar().zone;
  const Time at = any_time();
  const Time begin = month_begin(at, zone);
  const Time next = next_month_begin(at, zone);
  RC_ASSERT(begin <= at && at < next);
  RC_ASSERT(local_day(begin, zone) == local_month(at, zone) + "-01");
  RC_ASSERT(month_begin(next, zone) == next);
  RC_ASSERT(local_month(next - seconds{1}, zone) == local_month(at, zone));
}

}  // namespace
}  // namespace muster
