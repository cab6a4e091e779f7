#include "bot/console/answer_codec.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/console/console.hpp"
#include "bot/net/json.hpp"
#include "bot/text/message_codec.hpp"

namespace muster::console {

namespace {

using nlohmann::json;

json field_json(const Field& field) {
  json options = json::array();
  for (const FieldOption& option : field.options)
    options.push_back({{"id", option.id}, {"label", option.label}, {"description", option.description}});
  return {{"id", field.id},
          {"label", field.label},
          {"kind", name_of(field.kind)},
          {"required", field.required},
          {"initial", field.initial},
          {"hint", field.hint},
          {"max_chars", field.max_chars},
          {"options", std::move(options)}};
}

json dialog_json(const Dialog& dialog, const People& people) {
  json fields = json::array();
  for (const Field& field : dialog.fields) fields.push_back(field_json(field));
  json hidden = json::object();
  for (const auto& [id, value] : dialog.hidden) hidden[id] = value;
  return {{"name", dialog.name},
          {"incident", dialog.incident.value},
          {"title", dialog.title},
          {"submit", dialog.submit},
          {"intro", blocks_json(dialog.intro, people)},
          {"hidden", std::move(hidden)},
          {"fields", std::move(fields)}};
}

json named(const std::string& id, const std::string& name) {
  return {{"id", id}, {"name", name}};
}

template <class All>
json all_named(const All& all) {
  json out = json::array();
  for (const auto& one : all) out.push_back(named(one.id, one.name));
  return out;
}

json verb_json(const CommandSpec& spec) {
  json aliases = json::array();
  for (const auto alias : spec.aliases) aliases.push_back(alias);
  return {{"verb", spec.verb}, {"aliases", std::move(aliases)}, {"usage", spec.usage},
          {"help", spec.help}, {"example", spec.example},       {"in_incident", spec.in_incident}};
}

}  // namespace

std::string answer_json(const Answer& answer, const People& people) {
  json out = {{"message", nullptr},
              {"dialog", nullptr},
              {"refused", answer.refused},
              {"refused_field", answer.refused_field},
              {"refused_say", answer.refused_say}};
  if (answer.message) out["message"] = message_json(*answer.message, people);
  if (answer.dialog) out["dialog"] = dialog_json(*answer.dialog, people);
  return net::dump_json(out);
}

std::string error_json(const std::string& code, const std::string& say, const std::string& id) {
  return net::dump_json({{"error", {{"code", code}, {"say", say}, {"id", id}}}});
}

std::string me_json(const Me& me) {
  json out = {{"person", named(me.person.value, me.name)},
              {"csrf", me.csrf},
              {"organisation", me.policy.organisation},
              {"command", me.policy.command},
              {"version", MUSTER_VERSION},
              {"roles", all_named(me.policy.roles)},
              {"services", all_named(me.policy.services)},
              {"teams", all_named(me.policy.teams)},
              {"audiences", all_named(me.policy.audiences)}};
  out["verbs"] = json::array();
  for (const CommandSpec& spec : me.commands) out["verbs"].push_back(verb_json(spec));
  out["people"] = json::array();
  for (const Person& person : me.people.all()) out["people"].push_back(named(person.id.value, person.name));
  out["severities"] = json::array();
  for (const SeverityRule& rule : me.policy.severities) {
    out["severities"].push_back(
        {{"label", rule.label}, {"level", rule.severity.level}, {"meaning", rule.meaning}});
  }
  return net::dump_json(out);
}

std::string signed_in_json(const PersonId& person, const std::string& name) {
  return net::dump_json({{"person", named(person.value, name)}});
}

std::string signin_json(bool valid, const std::string& name) {
  return net::dump_json({{"valid", valid}, {"name", name}});
}

std::string invitation_json(const std::string& url) {
  return net::dump_json({{"url", url}});
}

std::string health_json(const std::vector<HealthPart>& parts) {
  json out = {{"ready", std::ranges::all_of(parts, [](const auto& part) { return part.report.ready; })},
              {"parts", json::array()}};
  for (const HealthPart& part : parts)
    out["parts"].push_back(
        {{"name", part.name}, {"ready", part.report.ready}, {"reason", part.report.reason}});
  return net::dump_json(out);
}

std::string said_json(const std::string& say) {
  return net::dump_json({{"say", say}});
}

std::string html_json(const std::string& html) {
  return net::dump_json({{"html", html}});
}

std::string made_report_json(const std::string& report, const std::string& html) {
  return "{\"report\":" + report + ",\"html\":" + net::dump_json(html) + "}";
}

}  // namespace muster::console
