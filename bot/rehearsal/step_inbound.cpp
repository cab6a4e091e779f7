#include "bot/rehearsal/step_inbound.hpp"

#include <algorithm>
#include <cstdlib>

#include "bot/rehearsal/typed.hpp"
#include "bot/text/message_codec.hpp"

namespace muster {

std::vector<HandedIn> StepInbound::of(const Step& step) {
  newest_before_ = board_.incidents.empty() ? IncidentNumber{0} : board_.incidents.rbegin()->first;
  pages_before_ = board_.operations->pages.size();
  std::vector<HandedIn> handed;
  if (step.by_system) return handed;
  if (step.kind == "change") return {change(step)};
  if (step.kind == "report") return {report(step)};
  if (step.kind == "message") return {message(step)};
  if (step.kind == "reaction") return {reaction(step)};
  if (step.kind != "command") return alerts(step);
  // Scripts publish what they never drafted; muster publishes nothing that is not written.
  const auto incident = board_.find(number_of(step));
  const bool unwritten = incident && incident->postmortem == PostmortemState::none;
  if (step.verb == "postmortem" && unwritten && step.arg("op") != "draft" && step.arg("op") != "waive")
    handed.push_back(typed(step, incident->number, "postmortem draft"));
  const bool about_none = step.verb == "declare" || step.verb == "merge";
  handed.push_back(typed(step, about_none ? IncidentNumber{} : number_of(step), text_of(step)));
  return handed;
}

std::string StepInbound::text_of(const Step& step) const {
  return typed_text(step,
                    {[&](const std::string& id) {
                       const auto found = ids_.find(key(step, id));
                       return found == ids_.end() ? id : found->second;
                     },
                     [&](const std::string& local) { return to_string(number_of(step.script, local)); }});
}

Identity StepInbound::who(const Step& step) const {
  const Person* known = board_.people.find_identity(lobby_.platform, step.by);
  return {lobby_.platform, step.by, known == nullptr ? step.by : known->name, false};
}

PersonId StepInbound::person(const Step& step) const {
  const Person* known = board_.people.find_identity(lobby_.platform, step.by);
  return known == nullptr ? PersonId{lobby_.platform + ":" + step.by} : known->id;
}

HandedIn StepInbound::typed(const Step& step, IncidentNumber about, const std::string& text) const {
  HandedIn handed;
  handed.inbound.from = who(step);
  handed.inbound.place = lobby_;
  handed.inbound.what = CommandTyped{about.exists() ? to_string(about) + " " + text : text, {}};
  return handed;
}

HandedIn StepInbound::change(const Step& step) const {
  HandedIn handed;
  handed.inbound.from = who(step);
  ChangeReported report;
  report.change = step.field("id");
  report.op = step.field("op") == "complete" ? ChangeOp::complete : ChangeOp::start;
  report.type = named<ChangeType>(step.field("type")).value_or(ChangeType::standard);
  report.service = step.field("service");
  report.title = step.field("title");
  report.risk = step.field("risk");
  report.result = step.field("result");
  report.incident = number_of(step);
  handed.inbound.what = ChangeReceived{std::move(report)};
  return handed;
}

HandedIn StepInbound::report(const Step& step) {
  HandedIn handed;
  const IncidentNumber number = number_of(step);
  handed.inbound.what = ReportArrived{{step.field("id"), step.field("source"), step.field("service"),
                                       step.field("text"), step.field("relation")},
                                      number};
  if (!number.exists() && !step.incident.empty())
    pending_.emplace(key(step, step.incident), std::pair{step.field("id"), std::string{"evidence"}});
  return handed;
}

std::vector<HandedIn> StepInbound::alerts(const Step& step) {
  const IncidentNumber number = number_of(step);
  AlertReported report;
  report.alert = step.field("id");
  report.op = step.field("op") == "resolve" ? AlertOp::resolve : AlertOp::fire;
  report.source = step.field("source");
  report.service = step.field("service");
  report.dedup_key = step.field("dedup_key");
  report.title = step.field("title");
  report.severity = step.field("severity");
  report.role = named<AlertRole>(step.field("role")).value_or(AlertRole::signal);
  if (!number.exists() && !step.incident.empty() && report.op == AlertOp::fire)
    pending_.emplace(key(step, step.incident), std::pair{report.alert, std::string{"alert"}});
  HandedIn handed;
  handed.inbound.what = AlertReceived{std::move(report), number};
  const int count = std::max(1, std::atoi(step.field("count").c_str()));
  return {static_cast<std::size_t>(count), handed};
}

HandedIn StepInbound::message(const Step& step) {
  HandedIn handed;
  handed.inbound.from = who(step);
  Place place = lobby_;
  if (const auto incident = board_.find(number_of(step))) {
    const auto room = incident->rooms.find(lobby_.platform);
    if (room != incident->rooms.end()) place = room->second.place;
  }
  place.message = step.script + "-" + step.field("id");
  said_[key(step, step.field("id"))] = place;
  handed.inbound.what = MessagePosted{step.field("text"), {}};
  handed.writes.emplace_back(ChatMessageWritten{
      place.room, place.message, {}, person(step), step.at, chat_content(step.field("text"))});
  handed.inbound.place = std::move(place);
  return handed;
}

HandedIn StepInbound::reaction(const Step& step) const {
  HandedIn handed;
  handed.inbound.from = who(step);
  const auto on = said_.find(key(step, step.field("message")));
  handed.inbound.place = on == said_.end() ? lobby_ : on->second;
  const bool added = step.field("op") != "remove";
  handed.inbound.what = ReactionChanged{step.field("emoji"), added};
  if (on != said_.end()) {
    handed.writes.emplace_back(
        ChatReaction{on->second.room, on->second.message, step.field("emoji"), person(step), added});
  }
  return handed;
}

// The incident of this title that was not there before: somebody else may declare one at the same moment.
IncidentNumber StepInbound::declared(const Step& step) const {
  IncidentNumber found;
  for (auto one = board_.incidents.upper_bound(newest_before_); one != board_.incidents.end(); ++one) {
    if (!found.exists() || one->second->title == step.arg("title")) found = one->first;
  }
  return found;
}

void StepInbound::done(const Step& step) {
  if (step.kind != "command") return;
  if (step.verb == "declare") {
    const IncidentNumber number = declared(step);
    if (number.exists()) numbers_[key(step, step.incident)] = number;
  }
  const std::string id = step.arg("id");
  const IncidentNumber number = number_of(step);
  const auto incident = board_.find(number);
  if (step.verb == "page" && !id.empty()) {
    const auto& pages = board_.operations->pages;
    if (pages.size() > pages_before_) {
      ids_[key(step, id)] = pages.back().id;
      pending_.emplace(key(step, step.incident), std::pair{pages.back().id, std::string{}});
    } else if (incident && !incident->pages.empty()) {
      ids_[key(step, id)] = incident->pages.back().id;
    }
  }
  if (!incident) return;
  if (step.verb == "update" && !incident->updates.empty())
    updates_[{number, incident->updates.back().seq}] = id;
  if (step.verb == "action_add" && !incident->actions.empty())
    ids_[key(step, id)] = incident->actions.back().id;
}

std::vector<HandedIn> StepInbound::ties(const Step& step) {
  std::vector<HandedIn> links;
  const auto incident = board_.find(number_of(step));
  if (step.verb != "declare" || !incident) return links;
  const auto [first, last] = pending_.equal_range(key(step, step.incident));
  for (auto one = first; one != last; ++one) {
    const auto& [ref, relation] = one->second;
    const bool tied =
        incident->page(ref) != nullptr ||
        std::ranges::find(incident->alerts, ref, &IncidentAlert::alert) != incident->alerts.end();
    if (tied) continue;
    links.push_back(typed(step, incident->number, "link " + ref + " " + relation));
  }
  pending_.erase(first, last);
  return links;
}

IncidentNumber StepInbound::number_of(const std::string& script, const std::string& local) const {
  const auto found = numbers_.find(script + "/" + local);
  return found == numbers_.end() ? IncidentNumber{0} : found->second;
}

std::string StepInbound::script_update(IncidentNumber incident, Seq seq) const {
  const auto found = updates_.find({incident, seq});
  return found == updates_.end() ? "#" + std::to_string(seq) : found->second;
}

}  // namespace muster
