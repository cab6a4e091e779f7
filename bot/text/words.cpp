#include "bot/text/words.hpp"

#include <algorithm>

namespace muster {

namespace {

constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

}  // namespace

std::string say_moment(Time at, Time now) {
  const std::string clock = hour_minute(at) + " UTC";
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const auto today = std::chrono::floor<std::chrono::days>(now);
  if (day == today) return clock;
  const std::chrono::year_month_day date{day};
  std::string text = std::to_string(static_cast<unsigned>(date.day())) + " ";
  text += kMonths[(static_cast<unsigned>(date.month()) - 1) % 12];
  if (date.year() != std::chrono::year_month_day{today}.year())
    text += " " + std::to_string(static_cast<int>(date.year()));
  return text + " " + clock;
}

std::string full_moment(Time at) {
  return iso_seconds(at).substr(0, 10) + " " + hour_minute(at) + " UTC";
}

std::string spoken_within(Duration d) {
  if (d < std::chrono::minutes{1}) return spoken(std::chrono::ceil<std::chrono::seconds>(d));
  return spoken(std::chrono::ceil<std::chrono::minutes>(d));
}

Time began_at(const Incident& incident) {
  if (const auto impact = incident.impact_started_at()) return *impact;
  return incident.started_at.value_or(incident.declared_at);
}

std::string counted(std::int64_t number, std::string_view noun) {
  return std::to_string(number) + " " + std::string{noun} + (number == 1 ? "" : "s");
}

std::string in_words(const std::vector<std::string>& parts) {
  if (parts.size() < 2) return parts.empty() ? std::string{} : parts.front();
  const std::vector<std::string> most{parts.begin(), parts.end() - 1};
  return joined(most, ", ") + " and " + parts.back();
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (const std::string& part : parts) {
    if (&part != &parts.front()) out += separator;
    out += part;
  }
  return out;
}

std::string service_name(const std::string& id, const Policy& policy) {
  const Service* service = policy.service(id);
  return service == nullptr || service->name.empty() ? id : service->name;
}

std::string role_name(const std::string& id, const Policy& policy) {
  const RoleRule* role = policy.role(id);
  return role == nullptr || role->name.empty() ? id : role->name;
}

std::string audience_name(const std::string& id, const Policy& policy) {
  const AudienceRule* audience = policy.audience(id);
  return audience == nullptr || audience->name.empty() ? id : audience->name;
}

std::string actor_name(const Actor& actor, const People& people) {
  switch (actor.kind) {
    case ActorKind::person:
      return people.name_of(actor.person());
    case ActorKind::rule:
      return "rule " + actor.id;
    case ActorKind::system:
      return "muster";
  }
  return actor.id;
}

std::string target_name(const std::string& id, const Policy& policy, const People& people) {
  if (const Team* team = policy.team(id)) return team->name.empty() ? id : team->name;
  if (policy.role(id) != nullptr) return role_name(id, policy);
  return people.name_of(PersonId{id});
}

std::vector<std::string> people_names(const std::vector<PersonId>& ids, const People& people) {
  std::vector<std::string> names;
  std::ranges::transform(ids, std::back_inserter(names),
                         [&](const PersonId& id) { return people.name_of(id); });
  return names;
}

std::vector<std::string> service_names(const std::vector<std::string>& ids, const Policy& policy) {
  std::vector<std::string> names;
  std::ranges::transform(ids, std::back_inserter(names),
                         [&](const auto& id) { return service_name(id, policy); });
  return names;
}

std::string say_silenced(const AlertsSilenced& silence) {
  std::string text = silence.service.empty() ? "alerts" : "alerts of " + silence.service;
  if (!silence.title.empty()) text += " with \"" + silence.title + "\"";
  if (!silence.source.empty()) text += " from " + silence.source;
  return text;
}

std::string say_level(ImpactLevel level) {
  switch (level) {
    case ImpactLevel::none:
      return "no impact";
    case ImpactLevel::degraded:
      return "degraded";
    case ImpactLevel::partial:
      return "partial outage";
    case ImpactLevel::full:
      return "full outage";
    case ImpactLevel::confidentiality:
      return "confidentiality at risk";
  }
  return "unknown";
}

std::string say_state(PostmortemState state) {
  switch (state) {
    case PostmortemState::none:
      return "not started";
    case PostmortemState::draft:
      return "draft";
    case PostmortemState::in_review:
      return "in review";
    case PostmortemState::published:
      return "published";
    case PostmortemState::waived:
      return "waived";
  }
  return "unknown";
}

std::string kind_prefix(Kind kind) {
  switch (kind) {
    case Kind::normal:
      return "";
    case Kind::drill:
      return "[DRILL] ";
    case Kind::test:
      return "[TEST] ";
  }
  return "";
}

}  // namespace muster
