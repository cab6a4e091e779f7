#include <algorithm>
#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "bot/base/contains.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/time_text.hpp"
#include "bot/net/json.hpp"
#include "bot/rehearsal/script.hpp"
#include "bot/rehearsal/typed.hpp"

namespace muster {

namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 8> kKinds = {"command", "alert",   "alert_burst", "change",
                                                    "report",  "message", "reaction",    "system"};
Result<json> read_json(const std::filesystem::path& file) {
  std::ifstream in{file, std::ios::binary};
  if (!in) return fail(ErrorKind::not_found, "there is no file " + file.string());
  std::ostringstream bytes;
  bytes << in.rdbuf();
  auto parsed = net::parse_json(bytes.str(), {.max_bytes = 16UL * 1024 * 1024, .max_nodes = 1000000});
  if (!parsed) return fail(ErrorKind::invalid, file.string() + " is not JSON: " + parsed.error().detail);
  return *std::move(parsed);
}

// A scalar as text; a list of them joined by commas.
std::string scalar(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_null()) return {};
  if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
  if (!value.is_array()) return value.dump();
  std::string list;
  for (const json& element : value) list += (list.empty() ? "" : ",") + scalar(element);
  return list;
}

std::map<std::string, std::string> scalars(const json& object) {
  std::map<std::string, std::string> all;
  if (!object.is_object()) return all;
  for (const auto& [name, value] : object.items()) {
    if (!value.is_object()) all[name] = scalar(value);
  }
  return all;
}

// Every script plays before this.
constexpr Time kFarAhead{std::chrono::sys_days{std::chrono::year{2200} / 1 / 1}};

std::optional<Time> instant(const std::string& text) {
  const auto at = parse_past_time(text, kFarAhead, "UTC");
  return at ? std::optional{*at} : std::nullopt;
}

Result<Step> read_step(const json& object, const std::string& script, const std::string& where) {
  Step step;
  step.script = script;
  step.number = static_cast<int>(net::integer(object, "n").value_or(0));
  const std::string name = where + ", step " + std::to_string(step.number);
  step.kind = net::text(object, "kind");
  if (!contains(kKinds, std::string_view{step.kind}))
    return fail(ErrorKind::invalid, name + ": \"" + step.kind + "\" is no kind of step");
  const auto at = instant(net::text(object, "at"));
  if (!at) return fail(ErrorKind::invalid, name + ": it has no time `at` such as 2026-02-11T14:02:30Z");
  step.at = *at;
  step.by = net::text(object, "by");
  step.by_system = net::text(object, "origin") == "system" || step.kind == "system";
  step.incident = net::text(object, "incident");
  step.verb = net::text(object, "do");
  if (step.kind == "command" && !is_script_verb(step.verb))
    return fail(ErrorKind::invalid, name + ": there is no verb \"" + step.verb + "\"");
  step.fields = scalars(object);
  step.args = scalars(net::member(object, "args"));
  const json& expect = net::member(object, "expect");
  if (expect.is_object()) {
    step.expect = {net::text(expect, "result"), net::text(expect, "code"),
                   net::text(expect, "reason_contains")};
    if (step.expect.result.empty()) step.expect.result = "ok";
  }
  return step;
}

std::optional<Duration> seconds(const json& object, std::string_view key) {
  const auto value = net::integer(object, key);
  return value ? std::optional<Duration>{std::chrono::seconds{*value}} : std::nullopt;
}

std::optional<Severity> severity_of(const std::string& label) {
  return default_policy().severity_named(label);
}

void read_cadences(const json& cadences, Policy& policy) {
  if (!cadences.is_object()) return;
  for (const auto& [audience, levels] : cadences.items()) {
    for (const auto& [label, pair] : levels.items()) {
      const auto severity = severity_of(label);
      for (SeverityRule& rule : policy.severities) {
        if (rule.severity != severity) continue;
        rule.cadences.erase(audience);
        if (pair.is_array() && pair.size() == 2)
          rule.cadences[audience] = {std::chrono::seconds{pair[0].get<std::int64_t>()},
                                     std::chrono::seconds{pair[1].get<std::int64_t>()}};
      }
    }
  }
}

void read_postmortem_due(const json& due, Policy& policy) {
  if (!due.is_object()) return;
  for (SeverityRule& rule : policy.severities) {
    const json& own = net::member(due, rule.label);
    rule.postmortem_due = {static_cast<int>(net::integer(own, "calendar_days").value_or(0)),
                           static_cast<int>(net::integer(own, "business_days").value_or(0))};
    rule.postmortem_required = rule.postmortem_due.exists();
  }
}

void read_calendar(const json& calendar, Policy& policy) {
  if (!calendar.is_object()) return;
  static constexpr std::array<std::string_view, 7> kDays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  if (const std::string zone = net::text(calendar, "org_tz"); !zone.empty()) policy.calendar.zone = zone;
  if (const json& days = net::member(calendar, "workdays"); days.is_array()) {
    policy.calendar.workdays.clear();
    for (const json& day : days) {
      const auto found = std::ranges::find(kDays, scalar(day));
      if (found != kDays.end())
        policy.calendar.workdays.push_back(static_cast<int>(found - kDays.begin()) + 1);
    }
  }
  for (const json& holiday : net::member(calendar, "org_holidays"))
    policy.calendar.holidays.push_back(scalar(holiday));
}

void read_policies(const json& policies, Policy& policy) {
  if (!policies.is_object()) return;
  policy.page_reminder_after = seconds(policies, "ack_timeout_s").value_or(policy.page_reminder_after);
  policy.handoff_reminder_after =
      seconds(policies, "handoff_accept_timeout_s").value_or(policy.handoff_reminder_after);
  policy.change_lookback = seconds(policies, "change_lookback_s").value_or(policy.change_lookback);
  policy.stable_before_resolve =
      seconds(policies, "allclear_stable_s").value_or(policy.stable_before_resolve);
  policy.slo_window = seconds(policies, "slo_window_s").value_or(policy.slo_window);
  for (const auto& [level, weight] : scalars(net::member(policies, "impact_weights"))) {
    if (const auto known = named<ImpactLevel>(level))
      policy.impact_weights[*known] = std::strtod(weight.c_str(), nullptr);
  }
  read_cadences(net::member(policies, "cadence_s"), policy);
  read_postmortem_due(net::member(policies, "postmortem_due"), policy);
  read_calendar(net::member(policies, "business_calendar"), policy);
}

// Rates stand with the policies, or beside the figures they are to give.
void read_cost(const json& cost, Policy& policy) {
  if (!cost.is_object()) return;
  if (const std::string currency = net::text(cost, "currency"); !currency.empty())
    policy.cost.currency = currency;
  policy.cost.responder_rate_per_hour =
      net::number(cost, "responder_rate_per_hour").value_or(policy.cost.responder_rate_per_hour);
  policy.cost.loss_per_weighted_minute =
      net::number(cost, "business_loss_per_weighted_minute").value_or(policy.cost.loss_per_weighted_minute);
}

void read_catalogue(const json& scenario, Policy& policy) {
  for (const json& one : net::member(scenario, "people")) {
    const std::string id = net::text(one, "id");
    policy.people.push_back({{id}, net::text(one, "name"), net::text(one, "tz"), {{"rehearsal", id}}});
  }
  for (const json& one : net::member(scenario, "services")) {
    Service service;
    service.id = service.name = net::text(one, "id");
    service.owner = net::text(one, "owner");
    service.tier = static_cast<int>(net::integer(one, "tier").value_or(0));
    service.depends_on = split_list(scalar(net::member(one, "depends_on")));
    if (const auto slo = net::number(one, "slo")) service.slo_percent = *slo * 100.0;
    service.rto = seconds(one, "rto_s");
    service.rpo = seconds(one, "rpo_s");
    policy.services.push_back(std::move(service));
  }
}

}  // namespace

std::string Step::field(std::string_view name) const {
  const auto found = fields.find(std::string{name});
  return found == fields.end() ? std::string{} : found->second;
}

std::string Step::arg(std::string_view name) const {
  const auto found = args.find(std::string{name});
  return found == args.end() ? std::string{} : found->second;
}

Result<Script> read_script(const std::filesystem::path& file, const std::filesystem::path& definitions) {
  MUSTER_TRY(const json document, read_json(file));
  if (net::text(document, "format") != "incident-scenarios/1")
    return fail(ErrorKind::invalid, file.string() + " is no script: its format is not incident-scenarios/1");
  const json& scenario = net::member(document, "scenario");
  Script script;
  script.policy = default_policy();
  script.policy.declarer_commands = false;  // scripts say who takes command
  if (!definitions.empty()) {
    MUSTER_TRY(const json defined, read_json(definitions));
    read_policies(net::member(defined, "policies"), script.policy);
  }
  read_policies(net::member(scenario, "policies"), script.policy);
  script.id = net::text(scenario, "id");
  script.title = net::text(scenario, "title");
  read_catalogue(scenario, script.policy);
  const json& expect = net::member(scenario, "expect");
  if (expect.is_object()) script.expect = expect.dump();
  read_cost(net::member(expect, "cost"), script.policy);
  read_cost(net::member(net::member(scenario, "policies"), "cost"), script.policy);
  for (const json& object : net::member(scenario, "steps")) {
    MUSTER_TRY(Step step, read_step(object, script.id, file.string()));
    script.steps.push_back(std::move(step));
  }
  std::ranges::sort(script.steps, {}, [](const Step& step) { return std::pair{step.at, step.number}; });
  return script;
}

}  // namespace muster
