#include "bot/rehearsal/typed.hpp"

#include <algorithm>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"

namespace muster {

namespace {

std::string declare_text(const Step& step) {
  std::string text = "declare --anyway";
  if (const std::string severity = step.arg("severity"); !severity.empty())
    text += " --severity " + lower(severity);
  if (const std::string services = step.arg("services"); !services.empty()) text += " --service " + services;
  if (step.arg("kind") == "drill") text += " --drill";
  if (step.arg("kind") == "test") text += " --test";
  if (step.arg("visibility") == "private") text += " --private";
  return text + " -- " + step.arg("title");
}

std::string postmortem_text(const Step& step) {
  const std::string op = step.arg("op");
  if (op == "submit_for_review") return "postmortem submit";
  if (op == "waive") return "postmortem waive " + step.arg("reason");
  return "postmortem " + op;
}

std::string at_option(const std::string& at) {
  return at.empty() ? "" : " --at " + at;
}

std::string recovery_text(const Step& step) {
  const std::string at = step.arg("data_point_at").empty() ? step.arg("at_time") : step.arg("data_point_at");
  std::string text = "dr " + step.arg("op") + " " + step.arg("service") + at_option(at);
  if (!step.arg("outcome").empty()) text += " --outcome " + step.arg("outcome");
  if (!step.arg("name").empty()) text += " --name=\"" + step.arg("name") + "\"";
  return text + " -- " + step.arg("note");
}

std::string vendor_text(const Step& step) {
  std::string text = "vendor " + step.arg("op") + " " + step.arg("vendor") + " " + step.arg("case");
  if (!step.arg("priority").empty()) text += " " + step.arg("priority");
  if (!step.arg("sla_response_s").empty()) text += " --sla " + step.arg("sla_response_s") + "s";
  return text + " " + step.arg("note");
}

std::string action_text(const Step& step) {
  std::string text = "followup";
  for (const auto& [option, arg] :
       {std::pair{"owner", "owner"}, {"due", "due"}, {"priority", "priority"}, {"type", "type"}}) {
    if (!step.arg(arg).empty()) text += std::string{" --"} + option + " " + step.arg(arg);
  }
  return text + " -- " + step.arg("title");
}

std::string state_text(const Step& step) {
  const std::string despite = step.arg("override").empty() ? step.arg("despite") : step.arg("override");
  return "status --state " + step.arg("state") + (despite.empty() ? "" : " --despite=\"" + despite + "\"") +
         " -- " + step.arg("note");
}

struct Verb {
  std::string_view name;
  std::string (*text)(const Step&, const OurNames&);
};

constexpr Verb kVerbs[] = {
    {"declare", [](const Step& s, const OurNames&) { return declare_text(s); }},
    {"page", [](const Step& s, const OurNames&) { return "page @" + s.arg("to") + " " + s.arg("message"); }},
    {"ack", [](const Step& s, const OurNames& ours) { return "ack " + ours.id(s.arg("page")); }},
    {"assign_role",
     [](const Step& s, const OurNames&) { return "role " + s.arg("role") + " @" + s.arg("person"); }},
    {"handoff_request",
     [](const Step& s, const OurNames&) {
       return "handoff " + s.arg("role") + " @" + s.arg("to") + " " + s.arg("briefing");
     }},
    {"handoff_accept", [](const Step&, const OurNames&) { return std::string{"accept"}; }},
    {"handoff_decline", [](const Step& s, const OurNames&) { return "decline " + s.arg("reason"); }},
    {"set_severity",
     [](const Step& s, const OurNames&) {
       return "severity " + lower(s.arg("severity")) + " " + s.arg("reason");
     }},
    {"set_state", [](const Step& s, const OurNames&) { return state_text(s); }},
    {"impact",
     [](const Step& s, const OurNames&) {
       return "impact " + s.arg("services") + " " + s.arg("level") + at_option(s.arg("effective_at")) + " " +
              s.arg("note");
     }},
    {"update", [](const Step& s,
                  const OurNames&) { return "update --to " + s.arg("audience") + " -- " + s.arg("text"); }},
    {"set_cadence",
     [](const Step& s, const OurNames&) {
       return "cadence " + s.arg("audience") + " " + s.arg("every_s") + "s " + s.arg("reason");
     }},
    {"note", [](const Step& s, const OurNames&) { return "note -- " + s.arg("text"); }},
    {"fact", [](const Step& s, const OurNames&) { return "fact " + s.arg("key") + "=" + s.arg("value"); }},
    {"decision",
     [](const Step& s, const OurNames&) {
       return "decide --objections=\"" + s.arg("objections") + "\" -- " + s.arg("text");
     }},
    {"link", [](const Step& s,
                const OurNames& ours) { return "link " + ours.id(s.arg("ref")) + " " + s.arg("relation"); }},
    {"freeze",
     [](const Step& s, const OurNames&) { return "freeze " + s.arg("op") + " --scope " + s.arg("scope"); }},
    {"vendor", [](const Step& s, const OurNames&) { return vendor_text(s); }},
    {"hold", [](const Step& s, const OurNames&) { return "hold " + s.arg("op") + " " + s.arg("reason"); }},
    {"dr", [](const Step& s, const OurNames&) { return recovery_text(s); }},
    {"merge",
     [](const Step& s, const OurNames& ours) {
       return "merge " + ours.incident(s.arg("source")) + " into " + ours.incident(s.arg("into"));
     }},
    {"reopen", [](const Step& s,
                  const OurNames&) { return "reopen --state " + s.arg("state") + " -- " + s.arg("reason"); }},
    {"cancel", [](const Step& s, const OurNames&) { return "cancel " + s.arg("reason"); }},
    {"clock",
     [](const Step& s, const OurNames&) { return "clock " + s.arg("regime") + " " + s.arg("event"); }},
    {"action_add", [](const Step& s, const OurNames&) { return action_text(s); }},
    {"action_done", [](const Step& s, const OurNames& ours) { return "done " + ours.id(s.arg("action")); }},
    {"postmortem", [](const Step& s, const OurNames&) { return postmortem_text(s); }},
    {"show", [](const Step& s, const OurNames&) { return s.arg("what"); }},
};

}  // namespace

bool is_script_verb(std::string_view verb) {
  return std::ranges::find(kVerbs, verb, &Verb::name) != std::end(kVerbs);
}

std::string typed_text(const Step& step, const OurNames& ours) {
  const auto verb = std::ranges::find(kVerbs, step.verb, &Verb::name);
  return verb == std::end(kVerbs) ? std::string{} : verb->text(step, ours);
}

}  // namespace muster
