// Who is rung when and what becomes of an alert, as muster.yaml says it: schedules, escalation policies, ways
// to reach people, routes, maintenance, heartbeats. Plain values; oncall.hpp, escalation.hpp and routing.hpp
// have the rules.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/base/names.hpp"
#include "bot/domain/people.hpp"
#include "bot/domain/vocabulary.hpp"

namespace muster {

// What a clock on the wall of some zone shows. Hand-offs are kept so, never as instants: the rules of a zone
// change.
struct WallTime {
  int year = 0;  // 0: not given
  int month = 1;
  int day = 1;
  Duration after_midnight{};
  friend auto operator<=>(const WallTime&, const WallTime&) = default;
  [[nodiscard]] bool given() const { return year != 0; }
};

// A turn lasts so many of these. Hours are elapsed hours, the others follow the clock on the wall.
enum class Turn : std::uint8_t { hour, day, week, month };
template <>
struct EnumNames<Turn> {
  static constexpr std::array<std::string_view, 4> kNames = {"hour", "day", "week", "month"};
};

// Part of the week, half-open [from, until). until <= from crosses midnight, and from == until is 24 hours;
// the weekday is that of the beginning.
struct WeekPart {
  std::vector<int> days{};  // ISO: 1 is Monday; empty: every day
  Duration from{};          // after midnight, by the clock on the wall
  Duration until{};
  friend bool operator==(const WeekPart&, const WeekPart&) = default;
};

// What holidays of the organisation's calendar mean to a layer.
enum class Holidays : std::uint8_t { as_any_day, off, only };
template <>
struct EnumNames<Holidays> {
  static constexpr std::array<std::string_view, 3> kNames = {"as_any_day", "off", "only"};
};

// People who take turns.
struct RotationLayer {
  std::string id;
  std::vector<PersonId> people;  // in order; an empty id is a turn that nobody takes
  Turn turn = Turn::week;
  int every = 1;                 // turns last so many hours, days, weeks or months
  WallTime starts;               // the first hand-off; before it nobody is on call
  WallTime ends;                 // not given: never
  std::string zone;              // IANA name; empty: the schedule's
  std::vector<WeekPart> only{};  // parts of the week it covers; empty: all of it
  Holidays holidays = Holidays::as_any_day;
  int priority = 0;  // of the layers that have anybody, those of the highest priority count
  friend bool operator==(const RotationLayer&, const RotationLayer&) = default;
};

// Where the shifts of a schedule come from when they are kept elsewhere.
enum class ShiftSource : std::uint8_t { layers, ical, pagerduty };
template <>
struct EnumNames<ShiftSource> {
  static constexpr std::array<std::string_view, 3> kNames = {"layers", "ical", "pagerduty"};
};

struct Schedule {
  std::string id;
  std::string name;
  std::string zone = "UTC";  // IANA name
  std::vector<RotationLayer> layers;
  ShiftSource source = ShiftSource::layers;
  std::string from{};  // a file, an https or webcal address, or PagerDuty's id of the schedule
  friend bool operator==(const Schedule&, const Schedule&) = default;
};

// When something holds, by the organisation's calendar.
enum class Hours : std::uint8_t { any, business, off };
template <>
struct EnumNames<Hours> {
  static constexpr std::array<std::string_view, 3> kNames = {"any", "business", "off"};
};

// Whom a step of an escalation rings. system: an on-call service elsewhere, "pagerduty:checkout".
enum class TargetKind : std::uint8_t { schedule, person, team, room, system };
template <>
struct EnumNames<TargetKind> {
  static constexpr std::array<std::string_view, 5> kNames = {"schedule", "person", "team", "room", "system"};
};
struct EscalationTarget {
  TargetKind kind = TargetKind::person;
  std::string id;  // empty for the room of the incident
  friend bool operator==(const EscalationTarget&, const EscalationTarget&) = default;
};

struct EscalationStep {
  std::vector<EscalationTarget> targets;
  Duration wait = std::chrono::minutes{5};  // for an acknowledgement, before the next step
  int least_severity = 0;                   // only for this level or a worse one; 0: for any
  Hours hours = Hours::any;
  friend bool operator==(const EscalationStep&, const EscalationStep&) = default;
};

struct EscalationPolicy {
  std::string id;
  std::string name;
  std::vector<EscalationStep> steps;
  int repeat = 0;  // how often it begins again before it is given up aloud
  friend bool operator==(const EscalationPolicy&, const EscalationPolicy&) = default;
};

// A way to reach people besides chat: which integration does it and which identity of a person it needs.
struct PagerMethod {
  std::string method;    // sms, voice, email, push
  std::string platform;  // twilio, smtp, ntfy
  std::string identity;  // phone, email, ntfy
  friend bool operator==(const PagerMethod&, const PagerMethod&) = default;
};

// Which alerts are meant. Everything that is given must hold.
struct AlertMatch {
  std::vector<std::string> sources{};
  std::vector<std::string> services{};
  std::vector<std::string> severities{};        // as the source says it, case ignored
  std::map<std::string, std::string> labels{};  // label -> RE2 of the whole value
  Hours hours = Hours::any;
  friend bool operator==(const AlertMatch&, const AlertMatch&) = default;
};

// attach: to an incident that fits, else only kept. suggest: a message with a button to declare. page: the
// escalation, without an incident. declare: an incident, and its escalation.
enum class AlertAct : std::uint8_t { ignore, attach, suggest, page, declare };
template <>
struct EnumNames<AlertAct> {
  static constexpr std::array<std::string_view, 5> kNames = {"ignore", "attach", "suggest", "page",
                                                             "declare"};
};

// The first route that matches decides.
struct AlertRoute {
  std::string id;
  AlertMatch match;
  AlertAct act = AlertAct::suggest;
  std::optional<Severity> severity;     // of the incident; none: by the source's word for it
  std::string service;                  // empty: as the alert says
  std::string escalation;               // empty: the service's
  std::vector<std::string> group_by{};  // labels whose values make one group; empty: by title
  bool is_private = false;
  friend bool operator==(const AlertRoute&, const AlertRoute&) = default;
};

// Alerts that match are kept and otherwise ignored: within [from, until), or in parts of each week.
struct MaintenanceWindow {
  std::string id;
  AlertMatch match;
  std::optional<Time> from;
  std::optional<Time> until;
  std::vector<WeekPart> weekly{};
  std::string zone = "UTC";  // of weekly
  friend bool operator==(const MaintenanceWindow&, const MaintenanceWindow&) = default;
};

// An alert that changed so often within so long is one that flaps: it is said once and then counted.
struct FlapRule {
  int changes = 5;
  Duration within = std::chrono::minutes{30};
  friend bool operator==(const FlapRule&, const FlapRule&) = default;
};

// A job that must report: POST /hooks/heartbeat/<id> at least this often.
struct HeartbeatRule {
  std::string id;
  std::string service;
  Duration every = std::chrono::minutes{5};
  Duration grace = std::chrono::minutes{1};
  std::string severity = "critical";
  friend bool operator==(const HeartbeatRule&, const HeartbeatRule&) = default;
};

// A page that proves once a day that each way to this person works.
struct SyntheticPage {
  PersonId person;                       // empty: none is sent
  Duration at = std::chrono::hours{10};  // after midnight, in the calendar's zone
  friend bool operator==(const SyntheticPage&, const SyntheticPage&) = default;
};

}  // namespace muster
