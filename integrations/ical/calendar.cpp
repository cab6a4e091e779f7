#include "integrations/ical/calendar.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include "bot/base/ascii.hpp"
#include "bot/base/utf8.hpp"
#include "bot/domain/grammar.hpp"
#include "integrations/ical/zones.hpp"

namespace muster::ical {

namespace {

using std::chrono::days;
using std::chrono::seconds;

constexpr std::size_t kMostSteps = 200000;  // instances walked, of the whole calendar
constexpr std::size_t kMostText = 5UL * 1024 * 1024;

struct Free {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
  void operator()(icalrecur_iterator* iterator) const { icalrecur_iterator_free(iterator); }
};

// A moment as the calendar writes it: on the wall of a zone, or an instant when it is UTC.
struct Moment {
  LocalTime local{};
  const date::time_zone* zone = nullptr;
  icaltimezone* own = nullptr;  // a VTIMEZONE of no known name; then zone is UTC
  bool is_day = false;
};

Time instant(const Moment& moment) {
  const LocalReading read = read_local(moment.local, *moment.zone);
  Time at = read.kind == LocalReading::Kind::nonexistent ? read.change : std::min(read.first, read.second);
  if (moment.own == nullptr) return at;
  icaltimetype local = icaltime_from_timet_with_zone(
      std::chrono::duration_cast<seconds>(at.time_since_epoch()).count(), 0, icaltimezone_get_utc_timezone());
  int summer = 0;
  return at - seconds{icaltimezone_get_utc_offset(moment.own, &local, &summer)};
}

LocalTime local_of(const icaltimetype& t) {
  const date::year_month_day day{date::year{t.year}, date::month{static_cast<unsigned>(t.month)},
                                 date::day{static_cast<unsigned>(t.day)}};
  const Duration clock =
      t.is_date != 0 ? Duration{0}
                     : std::chrono::hours{t.hour} + std::chrono::minutes{t.minute} + seconds{t.second};
  return date::local_days{day} + clock;
}

icaltimetype floating(LocalTime local, bool is_day) {
  const date::local_days day = date::floor<date::days>(local);
  const date::year_month_day ymd{day};
  const auto clock = std::chrono::duration_cast<seconds>(local - day).count();
  icaltimetype t = icaltime_null_time();
  t.year = int{ymd.year()};
  t.month = static_cast<int>(unsigned{ymd.month()});
  t.day = static_cast<int>(unsigned{ymd.day()});
  t.hour = static_cast<int>(clock / 3600);
  t.minute = static_cast<int>(clock / 60 % 60);
  t.second = static_cast<int>(clock % 60);
  t.is_date = is_day ? 1 : 0;
  return t;
}

bool sane(const icaltimetype& t) {
  return icaltime_is_null_time(t) == 0 && icaltime_is_valid_time(t) != 0 && t.year >= 1900 &&
         t.year <= 2200 && t.month >= 1 && t.month <= 12 && t.day >= 1 && t.day <= 31 && t.hour >= 0 &&
         t.hour <= 24;
}

// Reads the moments of one calendar.
class Clocks {
 public:
  Clocks(icalcomponent* calendar, const std::string& fallback) : calendar_{calendar} {
    zone_ = zone_of_calendar(fallback);
    if (zone_ == nullptr) zone_ = find_zone("Etc/UTC");
    for (icalproperty* p = icalcomponent_get_first_property(calendar, ICAL_X_PROPERTY); p != nullptr;
         p = icalcomponent_get_next_property(calendar, ICAL_X_PROPERTY)) {
      const char* name = icalproperty_get_x_name(p);
      const char* value = icalproperty_get_x(p);
      if (name == nullptr || value == nullptr || lower(name) != "x-wr-timezone") continue;
      if (const auto* named = zone_of_calendar(value)) zone_ = named;
    }
  }

  [[nodiscard]] std::optional<Moment> read(icalproperty* property, const icaltimetype& t) const {
    if (!sane(t)) return std::nullopt;
    Moment moment{local_of(t), zone_, nullptr, t.is_date != 0};
    if (moment.is_day) return moment;
    if (icaltime_is_utc(t)) {
      moment.zone = find_zone("Etc/UTC");
      return moment;
    }
    icalparameter* tzid = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
    const char* name = tzid == nullptr ? nullptr : icalparameter_get_tzid(tzid);
    if (name == nullptr) return moment;
    if (const auto* known = zone_of_calendar(name)) {
      moment.zone = known;
      return moment;
    }
    moment.own = icalcomponent_get_timezone(calendar_, name);
    if (moment.own != nullptr) moment.zone = find_zone("Etc/UTC");
    return moment;
  }

 private:
  icalcomponent* calendar_;
  const date::time_zone* zone_;
};

std::string text_of(const char* text, std::size_t most = 500) {
  return text == nullptr ? std::string{} : shorten(clean_text(text, true), most);
}

std::vector<std::string> attendees_of(icalcomponent* event) {
  std::vector<std::string> mails;
  for (icalproperty* p = icalcomponent_get_first_property(event, ICAL_ATTENDEE_PROPERTY); p != nullptr;
       p = icalcomponent_get_next_property(event, ICAL_ATTENDEE_PROPERTY)) {
    std::string mail = lower(text_of(icalproperty_get_attendee(p)));
    if (mail.starts_with("mailto:")) mail.erase(0, 7);
    if (!mail.empty()) mails.push_back(std::move(mail));
  }
  return mails;
}

// One VEVENT: the first instance and how the others follow.
struct Series {
  icalcomponent* component = nullptr;
  Moment from;
  Duration length{};          // on the clock on the wall
  std::optional<Time> until;  // of a single event that ends in another zone
  bool changes_one = false;   // has a RECURRENCE-ID
  Time instead_of{};
  bool canceled = false;
  std::string uid;
};

class Reader {
 public:
  Reader(icalcomponent* calendar, const std::string& zone, Time from, Time until)
      : clocks_{calendar, zone}, from_{from}, until_{until} {}

  Result<Done> add(icalcomponent* component) {
    MUSTER_TRY(std::optional<Series> series, read(component));
    if (!series) return Done{};
    if (series->changes_one) changed_[series->uid].insert(series->instead_of);
    all_.push_back(*std::move(series));
    return Done{};
  }

  Result<Calendar> finish() {
    for (const Series& series : all_) {
      if (series.canceled) continue;
      if (series.changes_one ||
          icalcomponent_get_first_property(series.component, ICAL_RRULE_PROPERTY) == nullptr)
        take(series, series.from.local);
      MUSTER_CHECK(expand(series));
    }
    std::ranges::sort(calendar_.events, {}, &CalendarEvent::from);
    calendar_.ends = std::min(calendar_.ends, until_);
    return std::move(calendar_);
  }

 private:
  Result<std::optional<Series>> read(icalcomponent* component) {
    icalproperty* start = icalcomponent_get_first_property(component, ICAL_DTSTART_PROPERTY);
    if (start == nullptr) return std::nullopt;
    const auto from = clocks_.read(start, icalproperty_get_dtstart(start));
    if (!from) return std::nullopt;
    Series series;
    series.component = component;
    series.from = *from;
    series.uid = text_of(icalcomponent_get_uid(component));
    series.canceled = icalcomponent_get_status(component) == ICAL_STATUS_CANCELLED;
    read_end(series);
    if (icalproperty* id = icalcomponent_get_first_property(component, ICAL_RECURRENCEID_PROPERTY)) {
      if (icalproperty_get_first_parameter(id, ICAL_RANGE_PARAMETER) != nullptr)
        return fail(ErrorKind::invalid,
                    "the calendar changes a series from one instance on (RANGE=THISANDFUTURE), "
                    "which is not understood; end the series there and begin another");
      const auto original = clocks_.read(id, icalproperty_get_recurrenceid(id));
      if (!original) return std::nullopt;
      series.changes_one = true;
      series.instead_of = instant(*original);
    }
    return series;
  }

  void read_end(Series& series) {
    icalproperty* end = icalcomponent_get_first_property(series.component, ICAL_DTEND_PROPERTY);
    const auto until = end == nullptr ? std::nullopt : clocks_.read(end, icalproperty_get_dtend(end));
    if (until) {
      series.length = until->local - series.from.local;
      if (until->zone != series.from.zone || until->own != series.from.own) {
        series.until = instant(*until);
        series.length = *series.until - instant(series.from);
      }
      return;
    }
    if (icalproperty* lasts = icalcomponent_get_first_property(series.component, ICAL_DURATION_PROPERTY)) {
      series.length = seconds{icaldurationtype_as_int(icalproperty_get_duration(lasts))};
    } else if (series.from.is_day) {
      series.length = days{1};
    }
  }

  void take(const Series& series, LocalTime local) {
    Moment begin = series.from;
    begin.local = local;
    const Time from = instant(begin);
    Moment end = begin;
    end.local = local + series.length;
    const Time until = series.until && local == series.from.local ? *series.until : instant(end);
    if (!series.changes_one) {
      const auto changed = changed_.find(series.uid);
      if (changed != changed_.end() && changed->second.contains(from)) return;
    }
    if (until <= from) return;
    calendar_.ends = std::max(calendar_.ends, until);
    if (until <= from_ || from >= until_) return;
    calendar_.events.push_back({from, until, attendees_of(series.component),
                                text_of(icalcomponent_get_summary(series.component)),
                                text_of(icalcomponent_get_description(series.component), 2000)});
  }

  // Local times at which a property says that an instance is, or is not.
  std::set<LocalTime> listed(const Series& series, icalproperty_kind kind) {
    std::set<LocalTime> found;
    for (icalproperty* p = icalcomponent_get_first_property(series.component, kind); p != nullptr;
         p = icalcomponent_get_next_property(series.component, kind)) {
      const icaltimetype t =
          kind == ICAL_EXDATE_PROPERTY ? icalproperty_get_exdate(p) : icalproperty_get_rdate(p).time;
      const auto moment = clocks_.read(p, t);
      if (!moment) continue;
      if (moment->is_day && !series.from.is_day)
        found.insert(moment->local + (series.from.local - date::floor<date::days>(series.from.local)));
      else if (moment->zone == series.from.zone)
        found.insert(moment->local);
      else
        found.insert(to_local(instant(*moment), *series.from.zone));
    }
    return found;
  }

  Result<Done> expand(const Series& series) {
    if (series.changes_one) return Done{};
    std::set<LocalTime> times = listed(series, ICAL_RDATE_PROPERTY);
    for (icalproperty* p = icalcomponent_get_first_property(series.component, ICAL_RRULE_PROPERTY);
         p != nullptr; p = icalcomponent_get_next_property(series.component, ICAL_RRULE_PROPERTY)) {
      times.insert(series.from.local);
      MUSTER_CHECK(walk(series, icalproperty_get_rrule(p), times));
    }
    for (const LocalTime local : listed(series, ICAL_EXDATE_PROPERTY)) times.erase(local);
    for (const LocalTime local : times) take(series, local);
    return Done{};
  }

  Result<Done> walk(const Series& series, icalrecurrencetype rule, std::set<LocalTime>& times) {
    if (icaltime_is_null_time(rule.until) == 0) rule.until = last_of(series, rule.until);
    const std::unique_ptr<icalrecur_iterator, Free> each{
        icalrecur_iterator_new(rule, floating(series.from.local, series.from.is_day))};
    if (!each) return Done{};
    const LocalTime end = to_local(until_, *series.from.zone) + days{2};
    for (icaltimetype t = icalrecur_iterator_next(each.get()); icaltime_is_null_time(t) == 0;
         t = icalrecur_iterator_next(each.get())) {
      if (++steps_ > kMostSteps)
        return fail(ErrorKind::invalid, "the calendar repeats its events too often to be one of shifts");
      if (!sane(t)) continue;
      const LocalTime local = local_of(t);
      times.insert(local);
      if (local > end) return Done{};  // goes on: `ends` is told by it
    }
    return Done{};
  }

  // UNTIL on the wall of the series. A date means the whole of that day.
  static icaltimetype last_of(const Series& series, const icaltimetype& until) {
    if (!sane(until)) return until;
    if (until.is_date != 0)
      return series.from.is_day ? until : floating(local_of(until) + days{1} - seconds{1}, false);
    if (!icaltime_is_utc(until)) return floating(local_of(until), series.from.is_day);
    const Time at{local_of(until).time_since_epoch()};
    return floating(to_local(at, *series.from.zone), series.from.is_day);
  }

  Clocks clocks_;
  Time from_;
  Time until_;
  std::vector<Series> all_;
  std::map<std::string, std::set<Time>> changed_;  // by uid: instances that stand elsewhere
  Calendar calendar_;
  std::size_t steps_ = 0;
};

Result<Done> add_all(Reader& reader, icalcomponent* calendar) {
  for (icalcomponent* c = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); c != nullptr;
       c = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT))
    MUSTER_CHECK(reader.add(c));
  return Done{};
}

}  // namespace

Result<Calendar> read_calendar(std::string_view text, const std::string& zone, Time from, Time until) {
  if (text.size() > kMostText)
    return fail(ErrorKind::invalid, "the calendar is larger than 5 MiB; let it begin later");
  if (text.find("BEGIN:VCALENDAR") == std::string_view::npos)
    return fail(ErrorKind::invalid, "what was read is no calendar (no BEGIN:VCALENDAR in it)");
  icalerror_set_errors_are_fatal(0);
  const std::string copy{text.substr(0, text.find('\0'))};
  const std::unique_ptr<icalcomponent, Free> root{icalparser_parse_string(copy.c_str())};
  if (!root) return fail(ErrorKind::invalid, "the calendar cannot be read");
  icalcomponent* calendar = root.get();
  if (icalcomponent_isa(calendar) != ICAL_VCALENDAR_COMPONENT)
    calendar = icalcomponent_get_first_component(root.get(), ICAL_VCALENDAR_COMPONENT);
  if (calendar == nullptr) return fail(ErrorKind::invalid, "the calendar cannot be read");
  Reader reader{calendar, zone, from, until};
  MUSTER_CHECK(add_all(reader, calendar));
  return reader.finish();
}

}  // namespace muster::ical
