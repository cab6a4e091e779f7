#include "bot/text/calendar_feed.hpp"

#include <algorithm>
#include <set>

namespace muster {

namespace {

using std::chrono::days;

constexpr Duration kBack = days{15};
constexpr Duration kAhead = days{180};
constexpr Duration kBeforeThat = days{60};  // a shift that began earlier is told by its real beginning
constexpr std::size_t kFold = 73;           // octets a line, without the break

// "20261124T054450Z".
std::string stamp(Time at) {
  std::string text = iso_seconds(at);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '\\' || c == ';' || c == ',') out += '\\';
    if (c != '\r') out += c;
  }
  return out;
}

// Long lines go on behind a space; a character is never cut.
void add_line(std::string& out, const std::string& line) {
  std::size_t at = 0;
  while (line.size() - at > kFold) {
    std::size_t end = at + kFold;
    while (end > at + 1 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) --end;
    out += line.substr(at, end - at) + "\r\n ";
    at = end;
  }
  out += line.substr(at) + "\r\n";
}

std::string uid_of(const Schedule& schedule, const Shift& shift) {
  return schedule.id + "/" + shift.person.value + "/" + stamp(shift.from) + "@muster";
}

struct Plan {
  std::vector<Shift> stands;
  std::vector<Shift> gone;
};

// What would be there without covers, or with those that were taken back, and is not.
Plan plan_of(const Schedule& schedule, const OperationsLog& log, const Policy& policy, Time now) {
  const Time from = now - kBack - kBeforeThat;
  const Time until = now + kAhead;
  OperationsLog without = log;
  without.covers.clear();
  OperationsLog with_all = log;
  for (Cover& cover : with_all.covers) {
    if (cover.answer == CoverAnswer::withdrawn) cover.answer = CoverAnswer::accepted;
  }
  Plan plan{shifts(schedule, log, policy, from, until), {}};
  std::set<std::string> there;
  for (const Shift& shift : plan.stands) there.insert(uid_of(schedule, shift));
  for (const OperationsLog* other : {&without, &with_all}) {
    for (const Shift& shift : shifts(schedule, *other, policy, from, until)) {
      if (there.insert(uid_of(schedule, shift)).second) plan.gone.push_back(shift);
    }
  }
  return plan;
}

}  // namespace

std::string calendar_feed(const Schedule& schedule, const OperationsLog& log, const Policy& policy,
                          const People& people, Time now, const PersonId& only) {
  std::string out;
  for (const char* line :
       {"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//muster//on-call//EN", "METHOD:PUBLISH"})
    add_line(out, line);
  add_line(out, "X-WR-CALNAME:" + escaped("On call: " + schedule.name));
  add_line(out, "X-WR-TIMEZONE:" + schedule.zone);
  const auto add = [&](const Shift& shift, bool gone) {
    if (shift.until <= now - kBack || (!only.empty() && shift.person != only)) return;
    add_line(out, "BEGIN:VEVENT");
    add_line(out, "UID:" + escaped(uid_of(schedule, shift)));
    add_line(out, "DTSTAMP:" + stamp(now));
    add_line(out, "DTSTART:" + stamp(shift.from));
    add_line(out, "DTEND:" + stamp(gone ? shift.from : shift.until));
    add_line(out, "SUMMARY:" + escaped(people.name_of(shift.person) + " on call: " + schedule.name));
    add_line(out, gone ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
    add_line(out, "TRANSP:TRANSPARENT");
    add_line(out, "END:VEVENT");
  };
  const Plan plan = plan_of(schedule, log, policy, now);
  for (const Shift& shift : plan.stands) add(shift, false);
  for (const Shift& shift : plan.gone) add(shift, true);
  add_line(out, "END:VCALENDAR");
  return out;
}

}  // namespace muster
