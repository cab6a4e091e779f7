#include "bot/console/oncall_codec.hpp"

#include <nlohmann/json.hpp>

#include "bot/net/json.hpp"

namespace muster::console {

namespace {

using nlohmann::json;

struct Writer {
  const OncallAsked& asked;
  const OperationsLog& log;
  const Policy& policy;
  const People& people;

  [[nodiscard]] json person(const PersonId& id) const {
    return {{"id", id.value}, {"name", people.name_of(id)}};
  }

  [[nodiscard]] json schedule(const Schedule& of) const {
    json turns = json::array();
    for (const Shift& shift : shifts(of, log, policy, asked.from, asked.until))
      turns.push_back({{"person", person(shift.person)},
                       {"from", iso_seconds(shift.from)},
                       {"until", iso_seconds(shift.until)}});
    json open = json::array();
    for (const CoverageGap& gap : gaps(of, log, policy, asked.from, asked.until))
      open.push_back({{"from", iso_seconds(gap.from)}, {"until", iso_seconds(gap.until)}});
    json now = json::array();
    for (const PersonId& id : on_call(of, log, policy, asked.now)) now.push_back(person(id));
    json out{{"id", of.id},
             {"name", of.name},
             {"zone", of.zone},
             {"source", name_of(of.source)},
             {"on_call", now},
             {"shifts", turns},
             {"gaps", open},
             {"next_at", nullptr},
             {"unknown", json::array()},
             {"read_until", nullptr},
             {"feed", nullptr}};
    if (const auto next = next_handoff(of, log, policy, asked.now)) out["next_at"] = iso_seconds(*next);
    const auto read = log.imported.find(of.id);
    if (of.source != ShiftSource::layers && read != log.imported.end()) {
      out["unknown"] = read->second.unknown;
      out["read_until"] = iso_seconds(read->second.until);
    }
    if (asked.feed) out["feed"] = asked.feed(of);
    return out;
  }

  [[nodiscard]] json covers() const {
    json list = json::array();
    for (const Cover& cover : log.covers) {
      const bool counts = !cover.answer || cover.answer == CoverAnswer::accepted;
      if (!counts || cover.asked.until <= asked.from || cover.asked.from >= asked.until) continue;
      list.push_back({{"id", cover.asked.cover},
                      {"person", person(cover.asked.person)},
                      {"by", person(cover.asked.by)},
                      {"schedule", cover.asked.schedule},
                      {"from", iso_seconds(cover.asked.from)},
                      {"until", iso_seconds(cover.asked.until)},
                      {"accepted", cover.answer.has_value()}});
    }
    return list;
  }

  [[nodiscard]] json doubles() const {
    json list = json::array();
    for (const DoubleBooking& booking : double_bookings(log, policy, asked.from, asked.until))
      list.push_back({{"person", person(booking.person)},
                      {"schedule", booking.schedule},
                      {"other", booking.other},
                      {"from", iso_seconds(booking.from)},
                      {"until", iso_seconds(booking.until)}});
    return list;
  }
};

}  // namespace

std::string oncall_json(const OncallAsked& asked, const OperationsLog& log, const Policy& policy,
                        const People& people) {
  const Writer writer{asked, log, policy, people};
  json schedules = json::array();
  for (const Schedule& schedule : policy.schedules) {
    if (asked.schedule.empty() || asked.schedule == schedule.id)
      schedules.push_back(writer.schedule(schedule));
  }
  return net::dump_json({{"now", iso_seconds(asked.now)},
                         {"from", iso_seconds(asked.from)},
                         {"until", iso_seconds(asked.until)},
                         {"schedules", schedules},
                         {"covers", writer.covers()},
                         {"double_bookings", writer.doubles()}});
}

}  // namespace muster::console
