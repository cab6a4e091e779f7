// Keys of who is on call: schedules, escalations, how people are reached.
#include <charconv>
#include <tuple>

#include "bot/runtime/config_adapters.hpp"

namespace muster {

namespace {

// An empty turn, in a list of people.
constexpr std::string_view kNobody = "nobody";

void turns(Keys& keys, std::vector<PersonId>& people) {
  std::vector<std::string> names;
  for (const PersonId& person : people) names.push_back(person.empty() ? std::string{kNobody} : person.value);
  keys.sequence(
      {"people", "Who takes turns, in order; a person may stand twice, nobody is an empty turn", true}, names,
      TextRule::any);
  people.clear();
  for (std::string& name : names) people.push_back(PersonId{name == kNobody ? "" : std::move(name)});
}

int digits(const std::string& text, std::size_t at, std::size_t count) {
  int value = 0;
  std::from_chars(text.data() + at, text.data() + at + count, value);
  return value;
}

// "2026-11-02T09:00".
void wall_time(Keys& keys, Key key, WallTime& target) {
  std::string text;
  keys.text(key, text, TextRule::wall_time);
  if (text.size() != 16) return;
  target = {digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2),
            std::chrono::hours{digits(text, 11, 2)} + std::chrono::minutes{digits(text, 14, 2)}};
}

void week_parts(Keys& keys, Key key, std::vector<WeekPart>& parts) {
  bool first = true;
  keys.items(key, [&](std::size_t, Keys& inside) {
    if (std::exchange(first, false)) parts.clear();  // what is written stands for the whole
    WeekPart part;
    weekdays(inside, {"days", "Weekdays on which it begins; every day when left out"}, part.days);
    time_of_day(inside, {"from", "By the clock on the wall", true}, part.from);
    time_of_day(inside, {"until", "Before from or the same: of the next day", true}, part.until);
    parts.push_back(std::move(part));
  });
}

void layer_keys(Keys& keys, RotationLayer& layer) {
  turns(keys, layer.people);
  one_of(
      keys,
      {"turn", "What a turn is counted in; hours are elapsed ones, the others follow the clock on the wall"},
      layer.turn);
  keys.whole({"every", "A turn lasts so many of them"}, layer.every, 1, 9000);
  wall_time(keys, {"starts", "The first hand-off; before it nobody is on call", true}, layer.starts);
  wall_time(keys, {"ends", "From then on the layer says nothing"}, layer.ends);
  keys.text({"zone", "Time zone, when it is another than the schedule's"}, layer.zone, TextRule::zone);
  week_parts(keys, {"only", "Parts of the week it covers; all of it when left out"}, layer.only);
  one_of(keys, {"holidays", "What the holidays of the calendar mean to it"}, layer.holidays);
  keys.whole({"priority", "Of the layers that have anybody, those with the highest count"}, layer.priority, 0,
             100);
}

void schedule_keys(Keys& keys, Schedule& schedule) {
  keys.text({"name", "Shown to people"}, schedule.name, TextRule::any);
  keys.text({"zone", "Time zone of its hand-offs; note that Etc/GMT+5 is five hours behind UTC"},
            schedule.zone, TextRule::zone);
  merge(keys, {"layers", "People who take turns"}, Names::layer, schedule.layers, layer_keys);
  const auto kept_elsewhere = [&](Key key, TextRule rule, ShiftSource source) {
    std::string from = schedule.source == source ? schedule.from : "";
    keys.text(key, from, rule);
    if (from.empty()) return;
    schedule.source = source;
    schedule.from = std::move(from);
  };
  kept_elsewhere({"ical", "Or a calendar that has its shifts: a file, an https or webcal address"},
                 TextRule::calendar, ShiftSource::ical);
  kept_elsewhere({"pagerduty", "Or PagerDuty's id of the schedule that has them"}, TextRule::word,
                 ShiftSource::pagerduty);
}

EscalationTarget target_of(const std::string& text) {
  const auto colon = text.find(':');
  const std::string kind = text.substr(0, colon);
  for (std::size_t i = 0; i < EnumNames<TargetKind>::kNames.size(); ++i) {
    if (kind == EnumNames<TargetKind>::kNames[i])
      return {static_cast<TargetKind>(i), colon == std::string::npos ? "" : text.substr(colon + 1)};
  }
  return {TargetKind::system, text};
}

std::string text_of(const EscalationTarget& target) {
  if (target.kind == TargetKind::system) return target.id;
  return std::string{name_of(target.kind)} + (target.id.empty() ? "" : ":" + target.id);
}

void step_keys(Keys& keys, EscalationStep& step) {
  std::vector<std::string> targets;
  for (const EscalationTarget& target : step.targets) targets.push_back(text_of(target));
  keys.sequence({"targets",
                 "Whom it rings: schedule:, person:, team:, room, or a system like pagerduty:checkout", true},
                targets, TextRule::target);
  step.targets.clear();
  for (const std::string& target : targets) step.targets.push_back(target_of(target));
  duration(keys, {"wait", "For an acknowledgement, before the next step"}, step.wait);
  keys.whole({"least_severity", "Only for this level of severity and worse ones"}, step.least_severity, 1, 9);
  one_of(keys, {"hours", "Only then, by the calendar"}, step.hours);
}

void escalation_keys(Keys& keys, EscalationPolicy& escalation) {
  keys.text({"name", "Shown to people"}, escalation.name, TextRule::any);
  bool first = true;
  keys.items({"steps", "Who is rung first, and who when nobody answers"}, [&](std::size_t, Keys& inside) {
    if (std::exchange(first, false)) escalation.steps.clear();
    EscalationStep step;
    step_keys(inside, step);
    escalation.steps.push_back(std::move(step));
  });
  keys.whole({"repeat", "How often it begins again before it is given up aloud"}, escalation.repeat, 0, 9);
}

void contact_rules(Keys& keys, Key key, std::vector<ContactRule>& rules) {
  std::map<std::string, Duration> by_method;
  keys.durations(key, Names::method, by_method);
  if (by_method.empty()) return;
  rules.clear();
  for (const auto& [method, after] : by_method) rules.push_back({method, after});
  std::ranges::sort(rules, {}, [](const ContactRule& rule) { return std::tie(rule.after, rule.method); });
}

}  // namespace

void contact_keys(Keys& keys, Person& person) {
  contact_rules(
      keys,
      {"notify", "How this person is reached, and how long after the page, instead of the notify of all"},
      person.notify);
  keys.section({"quiet", "Hours in which only chat is used, by their own clock"}, [&](Keys& inside) {
    QuietHours quiet = person.quiet.value_or(QuietHours{});
    time_of_day(inside, {"from", "By the clock on the wall", true}, quiet.from);
    time_of_day(inside, {"until", "May be of the next day", true}, quiet.until);
    auto rings_for = static_cast<int>(quiet.rings_for);
    inside.whole(
        {"rings_for", "Pages of this level of severity and worse ones ring all the same; 0: none does"},
        rings_for, 0, 9);
    quiet.rings_for = rings_for;
    person.quiet = quiet;
  });
}

void oncall_keys(Keys& keys, Settings& settings) {
  Policy& policy = settings.policy;
  merge(keys, {"schedules", "Who is on call when"}, Names::schedule, policy.schedules, schedule_keys);
  merge(keys, {"escalations", "Who is rung, step by step, until somebody answers"}, Names::escalation,
        policy.escalations, escalation_keys);
  keys.reference(
      {"escalation", "Of whatever has none of its own; without one only whoever is on call is rung"},
      Names::escalation, policy.escalation);
  contact_rules(keys,
                {"notify", "How people are reached who chose nothing: each way, and how long after the page"},
                policy.notify);
  keys.section(
      {"synthetic_page", "A page that proves once a day that each way to a person works"}, [&](Keys& inside) {
        inside.reference({"person", "Who gets it", true}, Names::person, policy.synthetic.person.value);
        time_of_day(inside, {"at", "When, in the calendar's zone"}, policy.synthetic.at);
      });
  keys.section(
      {"calendar_feed", "Shifts for calendar programmes, at /oncall/<schedule>.ics"}, [&](Keys& inside) {
        inside.secret(
            {"token", "What its address is sealed with; another one ends all addresses given out", true},
            settings.calendar_token);
      });
}

}  // namespace muster
