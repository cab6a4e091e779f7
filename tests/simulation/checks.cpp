// What is true of muster after every input.
#include <algorithm>

#include "bot/base/contains.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/runtime/staleness.hpp"
#include "bot/store/sqlite.hpp"
#include "bot/text/message.hpp"
#include "bot/text/speaker.hpp"
#include "tests/simulation/cast.hpp"
#include "tests/simulation/world.hpp"

namespace muster::simulation {

namespace {

constexpr std::size_t kPastKept = 100;

std::string say_input(const Inbound& inbound) {
  return std::visit(
      Overloaded{
          [&](const CommandTyped& e) {
            return inbound.from->user + " types in " + inbound.place.room + ": " + e.text;
          },
          [&](const TimerFired& e) { return "timer " + e.key; },
          [&](const EffectDelivered& e) {
            return "delivered " + e.key + " " + std::string{type_of(e.effect)};
          },
          [&](const EffectGivenUp& e) { return "given up " + e.key + " " + std::string{type_of(e.effect)}; },
          [&](const AlertReceived& e) {
            return std::string{name_of(e.report.op)} + " " + e.report.alert + " on " + e.report.service;
          },
          [&](const ChangeReceived& e) { return "change " + e.report.change; },
          [&](const ReportArrived& e) { return "report " + e.report.report; },
          [&](const auto&) {
            return inbound.from->user + " in " + inbound.place.room + " " + inbound.place.message;
          }},
      inbound.what);
}

// One for all worlds: they share a policy.
const Speaker& speaker() {
  static const Speaker kSpeaker = *Speaker::create(cast_policy());
  return kSpeaker;
}

std::string said_of(const JobAnswer& answer) {
  return answer.refusal ? answer.refusal->say : answer.reply.say;
}
std::string code_of(const JobAnswer& answer) {
  return answer.refusal ? answer.refusal->code : answer.reply.refused;
}

std::vector<IncidentNumber> shown_in(const View& view) {
  return std::visit(Overloaded{[](const ShowList& v) { return v.numbers; },
                               [](const ChooseIncident& v) { return v.numbers; },
                               [](const ShowLookalikes& v) { return v.numbers; },
                               [](const ShowHelp&) { return std::vector<IncidentNumber>{}; },
                               [](const ShowReport&) { return std::vector<IncidentNumber>{}; },
                               [](const ShowAlerts&) { return std::vector<IncidentNumber>{}; },
                               [](const OpenDialog& v) { return std::vector{v.incident}; },
                               [](const auto& v) { return std::vector{v.number}; }},
                    view);
}

}  // namespace

void World::submit(std::vector<Job> jobs) {
  std::vector<Inbound> inputs;
  for (const Job& job : jobs) {
    if (const auto* submitted = std::get_if<Submit>(&job)) inputs.push_back(submitted->inbound);
  }
  std::vector<bool> is_input;
  for (const Job& job : jobs) is_input.push_back(std::holds_alternative<Submit>(job));
  const Engine::BatchResult result = engine_->run(std::move(jobs), now_);
  const bool alone = is_input.size() == 1 && !inputs.empty();
  if (alone && result.answers[0]) look_at_single(inputs[0], *result.answers[0], result.changes);
  before_.clear();
  take(result.changes);
  look_at_effects(result.changes);
  std::size_t input = 0;
  for (std::size_t i = 0; i < is_input.size(); ++i) {
    const JobResult& answer = result.answers[i];
    expect(answer.has_value(),
           "nothing fails on our side: " + (answer ? "" : answer.error().say + " " + answer.error().detail) +
               (is_input[i] ? " at: " + say_input(inputs[input]) : ""));
    if (is_input[i]) {
      if (answer) look_at(inputs[input], *answer);
      ++input;
    }
  }
  for (const auto& incident : result.changes.incidents)
    note("  " + to_string(incident->number) + " " + std::to_string(incident->last_seq) + " " +
         incident->head_hash);
  if (result.changes.operations) note("  log " + result.changes.operations->head_hash);
}

void World::take(const Changes& changes) {
  for (const auto& incident : changes.incidents) {
    const bool is_new = !incidents_.contains(incident->number);
    if (is_new)
      expect(incident->number.value == static_cast<std::int64_t>(incidents_.size()) + 1, "numbers are dense");
    else
      expect(incident->last_seq > incidents_.at(incident->number)->last_seq,
             "a changed incident has new events");
    incidents_[incident->number] = incident;
    const auto was = hidden_from_.find(incident->number);
    before_[incident->number] = was == hidden_from_.end() ? std::nullopt : std::optional{was->second};
    if (incident->visibility == Visibility::private_)
      hidden_from_[incident->number] = incident->members;
    else
      hidden_from_.erase(incident->number);
  }
  if (changes.operations) operations_ = changes.operations;
  if (changes.people) people_ = changes.people;
}

// A single input is compared with everything it changed.
void World::look_at_single(const Inbound& inbound, const JobAnswer& answer, const Changes& changes) {
  if (answer.repeated) {
    expect(changes.incidents.empty() && changes.outbox.empty() && !changes.operations,
           "what comes again changes nothing: " + say_input(inbound));
  }
  if (!answer.refusal || answer.repeated) return;
  expect(changes.outbox.empty() && !changes.operations, "a refusal promises nothing: " + say_input(inbound));
  expect(changes.incidents.size() <= 1, "a refusal is on the record of one incident at most");
  for (const auto& incident : changes.incidents) {
    Incident same = *incident;
    const Incident* was = find(incident->number);
    expect(was != nullptr && answer.refusal->on_record && same.last_seq == was->last_seq + 1,
           "a refusal adds nothing but itself: " + say_input(inbound));
    if (was == nullptr) continue;
    same.last_seq = was->last_seq;
    same.head_hash = was->head_hash;
    expect(same == *was, "a refusal changes nothing: " + say_input(inbound));
  }
}

void World::look_at(const Inbound& inbound, const JobAnswer& answer) {
  ++tally_.inputs;
  const std::string said = said_of(answer);
  const std::string code = code_of(answer);
  note(say_input(inbound) + " -> " + (answer.repeated ? "again " : "") + (code.empty() ? "ok" : code) + " " +
       said);
  const auto known = past_.find(inbound.origin_key);
  const bool is_timer = std::holds_alternative<TimerFired>(inbound.what);
  if (answer.repeated) {
    expect(known != past_.end() || is_timer, "only what came before is a repetition: " + say_input(inbound));
    if (known != past_.end())
      expect(known->second.reply == said && known->second.refused == code,
             "a repetition is answered as before: " + say_input(inbound));
    return;
  }
  expect(known == past_.end(), "the same origin key is decided once: " + say_input(inbound));
  if (is_timer)
    expect(fired_.insert(std::get<TimerFired>(inbound.what).key).second, "no timer is decided twice");
  if (!is_timer) {
    past_[inbound.origin_key] = {inbound, now_, said, code};
    past_keys_.push_back(inbound.origin_key);
    if (past_keys_.size() > kPastKept) {
      past_.erase(past_keys_.front());
      past_keys_.pop_front();
    }
  }
  if (!code.empty()) ++tally_.refusals;
  if (const auto* typed = std::get_if<CommandTyped>(&inbound.what)) {
    const ParsedCommand parsed = parse_command(typed->text);
    ++tally_.verbs[(code.empty() ? "" : "!") + parsed.verb];
    if (inbound.from->outsider) expect(code == "outsider", "guests give no commands: " + typed->text);
    if (!code.empty()) expect(!said.empty(), "a refusal says why: " + typed->text);
    look_at_words(answer.asker, inbound.place, answer);
  }
}

// Nobody is told a word of a private incident they are not on, neither before nor after this input.
void World::look_at_words(const PersonId& asker, const Place& place, const JobAnswer& answer) {
  const auto& view = answer.refusal ? answer.refusal->view : answer.reply.view;
  const std::vector<IncidentNumber> shown = view ? shown_in(*view) : std::vector<IncidentNumber>{};
  if (shown.empty() && said_of(answer).find(kCanaryBegin) == std::string::npos) return;
  for (const auto& [number, members] : hidden_from_) {
    const auto changed = before_.find(number);
    const bool was_seen = changed != before_.end() && (!changed->second || contains(*changed->second, asker));
    if (was_seen || sees(asker, *find(number)) || is_its_room(*find(number), place)) continue;
    expect(!contains(shown, number), asker.value + " is not shown the private " + to_string(number));
    expect(said_of(answer).find(canary(number)) == std::string::npos,
           asker.value + " hears nothing of the private " + to_string(number));
  }
}

void World::look_at_effects(const Changes& changes) {
  for (const OutboxRow& row : changes.outbox) {
    expect(effect_keys_.insert(row.key).second, "each promise is made once: " + row.key);
    waiting_[row.key] = {row, false};
    // A chat that is away takes nothing for the time being.
    if (std::holds_alternative<OpenRoom>(row.effect.body) || dice_.chance(90)) to_settle_.push_back(row.key);
  }
}

bool World::look_at_message(const OutboxRow& row) {
  const Incident* incident = find(row.incident);
  if (incident == nullptr) return true;
  const bool is_hidden = incident->visibility == Visibility::private_;
  if (const auto* open = std::get_if<OpenRoom>(&row.effect.body)) return open->is_private || !is_hidden;
  const Scene scene{now_, policy_, *people_};
  Destination to;
  Result<Message> message = fail(ErrorKind::not_found, "");
  if (const auto* post = std::get_if<PostMessage>(&row.effect.body)) {
    if (!is_hidden && !dice_.chance(3)) return true;
    to = post->to;
    const auto about = reader_->event(row.incident, post->about);
    expect(about && about->has_value(), "the event of a message is stored: " + row.key);
    if (!about || !*about) return false;
    if (is_stale(post->wording, **about, *incident) || !may_be_said(to, *incident, policy_)) return false;
    message = speaker().speak(post->wording, *incident, **about, scene);
  } else if (const auto* edit = std::get_if<EditMessage>(&row.effect.body)) {
    if (is_hidden && !is_its_room(*incident, edit->message)) return false;
    const auto about = reader_->event(row.incident, edit->about);
    expect(about && about->has_value(), "the event of a message is stored: " + row.key);
    if (!about || !*about) return false;
    message = speaker().speak(edit->wording, *incident, **about, scene);
  } else if (const auto* card = std::get_if<PostCard>(&row.effect.body)) {
    if (!is_hidden && !dice_.chance(3)) return true;
    to = card->to;
    if (!may_be_said(to, *incident, policy_)) return false;
    message = speaker().card(card->card, *incident, scene);
  } else if (const auto* again = std::get_if<RefreshCard>(&row.effect.body)) {
    const auto at = incident->cards.find(row.effect.platform + "/" + again->card);
    if (at == incident->cards.end() || (!is_hidden && !dice_.chance(3))) return true;
    if (again->card != "room") to.to = To::announcements;
    message = speaker().card(again->card, *incident, scene);
  } else {
    return true;
  }
  expect(message.has_value(), "every message finds its words: " + row.key);
  if (!message) return true;
  const std::string text = plain_text(*message);
  if (text.find(kCanaryBegin) == std::string::npos) return true;
  for (const auto& [number, members] : hidden_from_) {
    const bool own = number == incident->number;
    if (to.to == To::incident_room && (own || is_hidden)) continue;
    if (to.to == To::audience && own && policy_.audience(to.id)->for_private) continue;
    if (to.to == To::person && sees(PersonId{to.id}, *find(number))) continue;
    expect(text.find(canary(number)) == std::string::npos, row.key + " tells of the private " +
                                                               to_string(number) + " to " +
                                                               std::string{name_of(to.to)} + " " + to.id);
  }
  return true;
}

}  // namespace muster::simulation
