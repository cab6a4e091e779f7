// What comes from around: chats that answer or fail, people who talk in rooms, alerts, changes and reports.
#include <algorithm>

#include "bot/runtime/staleness.hpp"
#include "tests/simulation/world.hpp"

namespace muster::simulation {

namespace {

const std::vector<std::string> kReported = {"checkout", "search",      "orders-db",
                                            "mail",     "vendor:acme", "unheard-of"};

}  // namespace

void World::outside() {
  Inbound inbound;
  inbound.origin_key = "outside/" + std::to_string(++count_);
  inbound.occurred_at = now_;
  const IncidentNumber claimed{
      dice_.chance(15) ? dice_.between(0, static_cast<std::int64_t>(incidents_.size()) + 1) : 0};
  const std::size_t what = dice_.below(10);
  if (what < 6) {
    const std::string name = std::to_string(dice_.below(12));
    AlertReported report;
    report.alert = "AL-" + name;
    report.op = dice_.chance(40) ? AlertOp::resolve : AlertOp::fire;
    report.source = "prometheus";
    report.service = kReported[dice_.below(kReported.size())];
    report.dedup_key = "rule-" + name;
    report.title = "error rate of rule " + name;
    report.role = dice_.chance(20) ? AlertRole::precursor : AlertRole::signal;
    inbound.what = AlertReceived{report, claimed};
  } else if (what < 9) {
    ChangeReported report;
    report.change = "CHG-" + std::to_string(dice_.below(operations_->changes.size() + 2));
    report.op = dice_.chance(50) ? ChangeOp::complete : ChangeOp::start;
    report.type = dice_.chance(20) ? ChangeType::rollback : ChangeType::standard;
    report.service = dice_.pick(kReported);
    report.title = "a change";
    report.incident = claimed;
    ChangeReceived told{report};
    if (dice_.chance(60)) {
      inbound.rule = "pipeline";  // a system told it over HTTP, sometimes late
      if (dice_.chance(50)) told.at = now_ - std::chrono::minutes{dice_.between(0, 600)};
    } else {
      inbound.from = somebody();
    }
    inbound.what = std::move(told);
  } else {
    inbound.what =
        ReportArrived{{"RPT-" + std::to_string(dice_.below(4)), dice_.chance(50) ? "customer" : "partner",
                       dice_.pick(kReported), "it does not work", dice_.chance(50) ? "detection" : ""},
                      claimed};
  }
  std::vector<Job> jobs;
  jobs.emplace_back(Submit{std::move(inbound), {}});
  submit(std::move(jobs));
}

// Messages, pins, edits and deletions in an incident's room, by whoever is there.
void World::chatter(IncidentNumber number) {
  const Identity& who = somebody();
  const std::string room = room_of(number, who.platform);
  if (room.empty()) return;
  const Incident& incident = *find(number);
  Inbound inbound;
  inbound.origin_key = who.platform + "/" + std::to_string(++count_);
  inbound.occurred_at = now_;
  inbound.from = who;
  inbound.place = {who.platform, room, std::to_string(1000 + dice_.below(6)), ""};
  if (!incident.captured.empty() && dice_.chance(50)) {
    const Place& at = incident.captured.begin()->first;
    if (at.platform == who.platform) inbound.place = at;
  }
  switch (dice_.below(8)) {
    case 0:
    case 1:
      inbound.what = MessagePosted{canary(number) + " anybody there?", {}};
      break;
    case 2:
    case 3:
      inbound.what = ReactionChanged{"pushpin", true};
      break;
    case 4:
      inbound.what = ReactionChanged{"pushpin", false};
      break;
    case 5:
      inbound.what = MessageEdited{canary(number) + " what I meant"};
      break;
    case 6:
      inbound.what = MessageDeleted{};
      break;
    default:
      if (dice_.chance(70))
        inbound.what = RoomJoined{};
      else
        inbound.what = RoomRenamed{"inc-renamed"};
  }
  // Whoever is outside a private incident is not in its room.
  if (!sees(person_of(who), incident)) return;
  std::vector<Job> jobs;
  jobs.emplace_back(Submit{std::move(inbound), {}});
  submit(std::move(jobs));
}

// With the version they read or an older one, by whoever sees it, now and then blaming somebody.
void World::write_up(IncidentNumber number) {
  const Identity& who = somebody();
  const Incident& incident = *find(number);
  if (!sees(person_of(who), incident)) return;
  const Seq version = dice_.chance(80) ? incident.postmortem_version : dice_.between(0, 3);
  const std::string blame = dice_.chance(20) ? "bob forgot to look" : "nothing told us";
  Inbound inbound;
  inbound.origin_key = who.platform + "/" + std::to_string(++count_);
  inbound.occurred_at = now_;
  inbound.from = who;
  inbound.place = {who.platform, "lobby", "", ""};
  inbound.what =
      DialogSubmitted{"postmortem_text",
                      number,
                      {{"text", "## Contributing factors\n- " + canary(number) + " " + blame + "\n"},
                       {"version", std::to_string(version)}},
                      {}};
  std::vector<Job> jobs;
  jobs.emplace_back(Submit{std::move(inbound), {}});
  submit(std::move(jobs));
}

Inbound World::receipt(const OutboxRow& row) {
  Inbound inbound;
  inbound.origin_key = "outbox/" + row.key;
  inbound.occurred_at = now_;
  if (dice_.chance(6)) {
    inbound.what = EffectGivenUp{
        row.key, row.incident, row.effect.body, row.effect.platform, "channel_not_found", dice_.chance(30)};
    return inbound;
  }
  EffectDelivered done{row.key, row.incident, row.effect.body, row.effect.platform, {}, "", "", {}, 0};
  done.at = {row.effect.platform, "room-" + row.key.substr(0, row.key.find('/')), row.key, ""};
  if (std::holds_alternative<OpenRoom>(row.effect.body)) {
    done.at = {row.effect.platform, "room-" + row.key, "", ""};
    done.name = std::get<OpenRoom>(row.effect.body).name;
  }
  if (const Incident* incident = find(row.incident)) done.rendered_at = incident->last_seq;
  if (const auto* fetch = std::get_if<FetchMessage>(&row.effect.body)) {
    done.fetched = {canary(row.incident) + " said in " + fetch->message.message,
                    somebody(),
                    {},
                    "",
                    now_ - std::chrono::minutes{dice_.between(0, 300)}};
  }
  inbound.what = std::move(done);
  return inbound;
}

// The chats take some of what waits: deliver it, fail, or leave it unclear whether it went out. What a
// receipt would change nothing of is mostly settled without one, to be quick.
void World::settle_some(std::size_t most) {
  std::vector<Job> jobs;
  std::vector<std::string> settled;
  for (std::size_t i = 0; i < most && !to_settle_.empty(); ++i) {
    const std::string key = to_settle_.front();
    to_settle_.pop_front();
    const auto found = waiting_.find(key);
    if (found == waiting_.end()) continue;
    Waiting& waiting = found->second;
    const std::size_t luck = dice_.below(100);
    if (luck < 4 && !waiting.running) {  // claimed, and then nothing is heard for a while
      waiting.running = true;
      jobs.emplace_back(UpdateOutbox{{key, OutboxState::running, 1, now_, ""}});
      to_settle_.push_back(key);
      continue;
    }
    const bool matters = std::holds_alternative<OpenRoom>(waiting.row.effect.body) ||
                         std::holds_alternative<FetchMessage>(waiting.row.effect.body) || dice_.chance(12);
    if (look_at_message(waiting.row) && matters) {
      jobs.emplace_back(Submit{receipt(waiting.row), {}});
      ++tally_.receipts;
    } else {
      jobs.emplace_back(UpdateOutbox{{key, OutboxState::superseded, 1, now_, ""}});
    }
    settled.push_back(key);
  }
  for (const std::string& key : settled) waiting_.erase(key);
  if (!jobs.empty()) submit(std::move(jobs));
}

}  // namespace muster::simulation
