#include "tests/simulation/deeds.hpp"

#include <array>

namespace muster::simulation {

namespace {

using Words = std::vector<std::string>;
using std::chrono::minutes;
using std::chrono::seconds;

const Words kServices = {"checkout", "search",         "orders-db", "mail", "checkout,search",
                         "mail",     "orders-db,mail", "chekcout",  ""};
const Words kLevels = {"full", "partial", "degraded", "none", "none", "confidentiality", "terrible"};
const Words kStates = {"investigating", "identified", "fixing", "monitoring", "monitoring",
                       "resolved",      "closed",     "triage", "nowhere"};
const Words kSeverities = {"sev1", "sev2", "sev3", "sev4", "sev9"};
const Words kRoles = {"ic", "deputy", "comms", "scribe", "responder", "ops", "emperor"};
const Words kAudiences = {"internal", "public", "exec", "restricted", "internal,public", "everybody"};
const Words kLengths = {"30m", "15m", "2h", "1 h 30 min", "0m", "none", "soon"};

// A time in the past as people type it, and sometimes one that must be refused.
std::string past_time(Dice& dice, Time now) {
  switch (dice.below(8)) {
    case 0:
      return std::to_string(dice.between(1, 90)) + "m ago";
    case 1:
      return iso_seconds(now + minutes{dice.between(2, 600)});  // still to come
    case 2:
      return hour_minute(now -
                         minutes{dice.between(0, 600)});  // in the person's own zone, whatever that makes it
    case 3:
      return hour_minute(now - minutes{dice.between(0, 300)}) + " UTC";
    case 4:
      return "25:99";
    default:
      return iso_seconds(now - seconds{dice.between(0, 30000)});
  }
}

std::string at_option(Dice& dice, Time now) {
  return dice.chance(50) ? " --at \"" + past_time(dice, now) + "\"" : std::string{};
}

std::string other(Dice& dice, const Scenery& s) {
  if (s.others.empty() || dice.chance(10)) return "INC-" + std::to_string(dice.below(9) * 100);
  if (dice.chance(10)) return to_string(s.incident.number);
  return to_string(dice.pick(s.others));
}

std::string words(Dice& dice, const Scenery& s) {
  static const Words kTexts = {"rolled back",
                               "error rate is 12%",
                               "no idea yet",
                               "",
                               "the night shift \"knows\" why",
                               "see https://wiki.example/x",
                               "--",
                               "naïve ünïcode ☂",
                               "@ann looks"};
  return s.canary + " " + dice.pick(kTexts);
}

std::string course(Dice& dice, const Scenery& s) {
  switch (dice.below(6)) {
    case 0:
      return "severity " + dice.pick(kSeverities) + (dice.chance(60) ? " " + words(dice, s) : "");
    case 1:
    case 2:
      return "status " + dice.pick(kStates) + " " + words(dice, s);
    case 3:
      return "hold " + std::string{dice.chance(60) ? "on awaiting_vendor" : "off"};
    case 4:
      return "reopen " + words(dice, s);
    default:
      return dice.chance(70)
                 ? "impact " + dice.pick(kServices) + " " + dice.pick(kLevels) + at_option(dice, s.now)
                 : "detected " + past_time(dice, s.now) + " --by monitoring";
  }
}

std::string people(Dice& dice, const Scenery& s) {
  const std::string who = "@" + dice.pick(s.people);
  switch (dice.below(10)) {
    case 0:
      return "role " + dice.pick(kRoles) + " " + (dice.chance(15) ? std::string{"none"} : who);
    case 1:
      return "claim " + dice.pick(kRoles);
    case 2:
      return "handoff " + who + " " + words(dice, s);
    case 3:
    case 4:
      return "accept";
    case 5:
      return "decline " + words(dice, s);
    case 6:
      return "page " + (dice.chance(30) ? dice.pick(Words{"payments", "storage", "empty", "ic"}) : who) +
             " " + words(dice, s);
    case 7:
      return s.incident.pages.empty() || dice.chance(10) ? "ack" : "ack " + dice.pick(s.incident.pages).id;
    case 8:
      return dice.chance(50) ? "join" : "follow";
    default:
      return "release " + who + " " + words(dice, s);
  }
}

std::string said(Dice& dice, const Scenery& s) {
  switch (dice.below(7)) {
    case 0:
    case 1:
    case 2:
      return "update --to " + dice.pick(kAudiences) +
             (dice.chance(40) ? " --next \"" + dice.pick(kLengths) + "\"" : "") + " " + words(dice, s);
    case 3:
      return "snooze " + dice.pick(kLengths) + " " + dice.pick(kAudiences);
    case 4:
      return "cadence " + dice.pick(kAudiences) + " " + dice.pick(kLengths) + " " + words(dice, s);
    case 5:
      return "decide " + words(dice, s) + " --objections \"" + words(dice, s) + "\"";
    default:
      return "note " + (dice.chance(40) ? past_time(dice, s.now) + " " : "") + words(dice, s);
  }
}

std::string record(Dice& dice, const Scenery& s) {
  const std::string entry = std::to_string(dice.between(0, s.incident.last_seq + 1));
  switch (dice.below(9)) {
    case 0:
      return "edit --entry " + entry + at_option(dice, s.now) + " " + words(dice, s);
    case 1:
      return "withdraw " + entry + " " + words(dice, s);
    case 2:
      return "edit title " + s.canary + " is down again";
    case 3:
      return "edit started " + past_time(dice, s.now);
    case 4:
      return "edit services " + dice.pick(kServices);
    case 5:
      return "fact orders_failed=" + std::to_string(dice.below(5000));
    case 6:
      return "cause config";
    case 7:
      return "checklist " + dice.pick(Words{"monitoring stable", "undo impact", "backlog drained"});
    default:
      return "link " +
             (dice.chance(40) ? other(dice, s)
              : dice.chance(50)
                  ? "CHG-" + std::to_string(dice.below(static_cast<std::size_t>(s.changes + 2)))
                  : "RPT-" + std::to_string(dice.below(static_cast<std::size_t>(s.reports + 2)))) +
             " " +
             dice.pick(
                 Words{"cause", "remediation", "detection", "evidence", "related", "repeats", "friend"});
  }
}

std::string work(Dice& dice, const Scenery& s) {
  const std::string who = "@" + dice.pick(s.people);
  const std::string ours = std::to_string(dice.between(1, 3));
  switch (dice.below(5)) {
    case 0:
      return "task " + s.canary + " roll back " + who + " in " + dice.pick(kLengths);
    case 1:
      return "done T" + ours;
    case 2:
      return "followup " + s.canary + " alert earlier " + who + " by 2027-01-0" + ours + " --priority P1";
    case 3:
      return "action add " + s.canary + " write it down";
    default:
      return "done AI-" + ours;
  }
}

std::string around(Dice& dice, const Scenery& s) {
  switch (dice.below(8)) {
    case 0:
      return "freeze " +
             (dice.chance(60) ? "on --scope " + dice.pick(kServices) + " " + s.canary : std::string{"off"});
    case 1:
      return "vendor " + dice.pick(Words{"open", "response", "promise", "fixed", "closed"}) + " Acme C-" +
             std::to_string(dice.below(3)) + " P1 " + s.canary;
    case 2:
      return "clock " +
             dice.pick(Words{"GDPR aware", "GDPR submitted", "NIS2 aware", "DORA classified", "DORA aware",
                             "SEC determined", "MOON aware"}) +
             at_option(dice, s.now);
    case 3:
      return "dr " + dice.pick(Words{"simulated_failure", "data_point", "check", "restored", "hope"}) +
             " orders-db" + at_option(dice, s.now);
    case 4:
      return "change start CHG-" + std::to_string(dice.below(static_cast<std::size_t>(s.changes + 3))) +
             " --service " + dice.pick(kServices) + " mend";
    case 5:
      return "change done CHG-" + std::to_string(dice.below(static_cast<std::size_t>(s.changes + 3)));
    case 6:
      return dice.pick(Words{"private now", "private now", "public", "private --remove @bob"});
    default:
      return "postmortem " +
             dice.pick(Words{"draft", "draft security", "submit", "publish", "waive no need", ""});
  }
}

std::string afterwards(Dice& dice, const Scenery& s) {
  const Words steps = {"close",
                       "reopen " + s.canary,
                       "postmortem draft",
                       "postmortem publish",
                       "status closed",
                       "postmortem waive " + s.canary,
                       "note " + s.canary,
                       "impact mail none",
                       "done AI-1",
                       "edit title " + s.canary,
                       "postmortem submit",
                       "postmortem submit @" + dice.pick(s.people),
                       "postmortem owner @" + dice.pick(s.people),
                       "postmortem approve " + s.canary,
                       "postmortem publish --despite \"" + s.canary + "\""};
  return dice.pick(steps);
}

std::string looking(Dice& dice) {
  return dice.pick(Words{"list", "list all", "timeline", "catchup", "tasks", "role", "change", "checklist",
                         "help sev", "", "frobnicate", "sevrity sev1", "postmortem"});
}

}  // namespace

std::string deed(Dice& dice, const Scenery& s) {
  if (!s.incident.is_open() && dice.chance(60)) return afterwards(dice, s);
  static constexpr std::array kDeeds = {course, course, people, people, said, said, record, work, around};
  const std::size_t which = dice.below(kDeeds.size() + 1);
  return which == kDeeds.size() ? looking(dice) : kDeeds[which](dice, s);
}

std::string ending(Dice& dice, const Scenery& s) {
  switch (dice.below(10)) {
    case 0:
      return "cancel " + words(dice, s);
    case 1:
    case 2:
      return "merge " + other(dice, s);
    case 3:
      return "merge " + other(dice, s) + " into " + other(dice, s);
    case 4:
      return "close";
    case 5:
      return "resolve " + words(dice, s);
    default:
      return "resolve --end-impact --despite \"" + s.canary + " noise\" " + s.canary + " is over";
  }
}

std::string declaration(Dice& dice, const std::string& title, Time now) {
  std::string text = "declare ";
  if (dice.chance(75)) text += dice.pick(kSeverities) + " ";
  if (dice.chance(60)) text += "--service \"" + dice.pick(kServices) + "\" ";
  if (dice.chance(20)) text += "--private ";
  if (dice.chance(8)) text += "--drill ";
  if (dice.chance(4)) text += "--test ";
  if (dice.chance(15)) text += "--started \"" + past_time(dice, now) + "\" ";
  if (dice.chance(92)) text += "--anyway ";
  return text + "-- " + title;
}

}  // namespace muster::simulation
