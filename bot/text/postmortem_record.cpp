#include "bot/text/postmortem_record.hpp"
#include "bot/base/contains.hpp"

#include <algorithm>
#include <set>

namespace muster {

namespace {

constexpr auto kSoonAfter = std::chrono::minutes{30};

// Reads the events in the order they were recorded, beside the incident as it was before each.
class Reader {
 public:
  Reader(PostmortemRecord& record, const std::vector<Event>& events) : record_{record}, events_{events} {
    for (const Event& event : events) {
      if (const auto* gone = std::get_if<EntryWithdrawn>(&event.body)) withdrawn_.insert(gone->entry);
    }
  }

  void read() {
    for (const Event& event : events_) {
      if (!withdrawn_.contains(event.seq))
        std::visit([&](const auto& body) { note(event, body); }, event.body);
      evolve(before_, event);
    }
    close_spans();
    impact();
  }

 private:
  // Most events say nothing that the postmortem counts; the timeline shows them.
  template <class Body>
  void note(const Event& /*event*/, const Body& /*body*/) {}

  void note(const Event& event, const IncidentDeclared& body) {
    record_.declared = {event.occurred_at, {event.seq}};
    enter(body.severity ? State::investigating : State::triage, event, false);
    set_severity(body.severity, event);
  }
  void note(const Event& event, const SeverityChanged& body) { set_severity(body.to, event); }
  void note(const Event& event, const StateChanged& body) {
    const bool works =
        body.to == State::investigating || body.to == State::identified || body.to == State::fixing;
    if (body.from == State::monitoring && works) record_.regressions.push_back(event.seq);
    if (body.to == State::identified && !record_.identified) {
      record_.identified = event.seq;
      record_.identified_note = body.note;
    }
    if (body.to == State::monitoring) record_.mitigated = Known{event.occurred_at, {event.seq}};
    if (body.to == State::resolved) {
      record_.resolved = Known{event.occurred_at, {event.seq}};
      if (!record_.mitigated) record_.mitigated = record_.resolved;
      for (const auto& [audience, promise] : before_.promises) {
        if (promise.due && *promise.due < event.occurred_at) {
          record_.missed.push_back({audience, *promise.due, event.seq});
        }
      }
    }
    if (!record_.decisions.empty()) {
      DecisionFinding& last = record_.decisions.back();
      if (last.next_state == 0 && event.occurred_at - last.at <= kSoonAfter) {
        last.next_state = event.seq;
        last.then = body.to;
      }
    }
    if (body.to != State::closed) enter(body.to, event, body.to == State::resolved);
  }
  void note(const Event& event, const Reopened& body) {
    record_.reopens.push_back(event.seq);
    record_.mitigated.reset();
    record_.resolved.reset();
    enter(body.to, event, false);
  }
  void note(const Event& event, const PersonPaged& body) {
    if (!record_.first_page) record_.first_page = Known{event.occurred_at, {event.seq}};
    if (const PageRecord* page = record_.incident.page(body.page))
      record_.pages.push_back({*page, event.seq, 0});
  }
  void note(const Event& event, const PageAcknowledged& body) {
    if (!record_.first_ack) record_.first_ack = Known{event.occurred_at, {event.seq}};
    for (PageFinding& finding : record_.pages) {
      if (finding.page.id == body.page && finding.acknowledged == 0) finding.acknowledged = event.seq;
    }
  }
  void note(const Event& event, const RoleAssigned& body) {
    if (body.role == kIncidentCommander && !record_.engaged)
      record_.engaged = Known{event.occurred_at, {event.seq}};
  }
  void note(const Event& event, const UpdatePosted& body) {
    UpdateFinding finding;
    finding.update = {event.seq, event.occurred_at, event.actor, body.audiences,
                      body.text, body.state,        body.next_at};
    finding.unheard = body.unheard;
    for (const std::string& audience : body.audiences) {
      const bool heard = !contains(body.unheard, audience);
      if (audience == kPublic && heard && !record_.first_public)
        record_.first_public = Known{event.occurred_at, {event.seq}};
      const auto promise = before_.promises.find(audience);
      if (promise == before_.promises.end() || !promise->second.due) continue;
      const Duration late = event.occurred_at - *promise->second.due;
      if (late > Duration::zero()) finding.late = std::max(finding.late.value_or(late), late);
    }
    record_.updates.push_back(std::move(finding));
  }
  void note(const Event& event, const DecisionMade& body) {
    record_.decisions.push_back({body, event.occurred_at, event.seq, 0, State::triage});
  }
  void note(const Event& event, const HandoffRequested& body) {
    record_.handoffs.push_back({body, event.occurred_at, event.seq, 0, false, {}});
  }
  void note(const Event& event, const HandoffAnswered& body) {
    for (HandoffFinding& finding : record_.handoffs) {
      if (finding.asked.role != body.role || finding.answered != 0) continue;
      finding.answered = event.seq;
      finding.accepted = body.accepted;
      finding.waited = event.occurred_at - finding.at;
    }
  }
  void note(const Event& event, const LinkAdded& body) { record_.links.push_back({body, event.seq}); }
  void note(const Event& event, const AlertReported& body) {
    if (body.op == AlertOp::fire)
      record_.alerts.push_back({body.title, body.source, event.occurred_at, 0, event.seq});
  }
  void note(const Event& event, const AlertGroupCounted& body) {
    record_.alert_groups[body.group] = {body.title, "", event.occurred_at, body.total, event.seq};
  }
  void note(const Event& event, const CommandRefused& /*body*/) { record_.refused.push_back(event.seq); }
  void note(const Event& event, const EffectFailed& /*body*/) { record_.failed.push_back(event.seq); }

  void enter(State state, const Event& event, bool after_resolve) {
    if (!record_.states.empty()) record_.states.back().end = event.occurred_at;
    record_.states.push_back({state, event.occurred_at, std::nullopt, event.seq, after_resolve});
  }

  void set_severity(std::optional<Severity> severity, const Event& event) {
    if (!record_.severities.empty()) record_.severities.back().end = event.occurred_at;
    record_.severities.push_back({severity, event.occurred_at, std::nullopt, event.seq});
  }

  // Spans are told from the declaration to the last resolve.
  void close_spans() {
    if (!record_.resolved) return;
    const Time end = record_.resolved->at;
    if (!record_.states.empty() && record_.states.back().after_resolve) record_.states.pop_back();
    std::erase_if(record_.severities, [&](const SeverityFinding& span) { return span.start > end; });
    if (!record_.severities.empty()) record_.severities.back().end = end;
  }

  void impact() {
    const auto start = record_.incident.impact_started_at();
    if (!start) return;
    std::optional<Time> end;
    for (const ImpactInterval& interval : record_.incident.impact()) {
      if (interval.end && (!end || *interval.end > *end)) end = interval.end;
    }
    record_.impact_start = Known{*start, entries_at(*start)};
    if (end && !record_.incident.impact_open()) record_.impact_end = Known{*end, entries_at(*end)};
  }

  [[nodiscard]] std::vector<Seq> entries_at(Time effective) const {
    std::vector<Seq> found;
    for (const ImpactEntry& entry : record_.incident.impact_entries) {
      if (entry.effective_at == effective) found.push_back(entry.seq);
    }
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  }

  PostmortemRecord& record_;
  const std::vector<Event>& events_;
  std::set<Seq> withdrawn_;
  Incident before_;
};

}  // namespace

PostmortemRecord read_record(const PostmortemRequest& request, const People& people) {
  PostmortemRecord record{request.incident, request.policy, people, request.people, request.now};
  record.entries = timeline(request.events, request.policy, people);
  std::erase_if(record.entries, &TimelineEntry::housekeeping);
  Reader{record, request.events}.read();
  return record;
}

Duration impact_union(const Incident& incident, Time now) {
  std::vector<std::pair<Time, Time>> spans;
  for (const ImpactInterval& interval : incident.impact()) {
    spans.emplace_back(interval.start, std::max(interval.start, interval.end.value_or(now)));
  }
  std::ranges::sort(spans);
  Duration total{};
  Time covered{Duration::min()};
  for (const auto& [start, end] : spans) {
    const Time from = std::max(start, covered);
    if (end > from) total += end - from;
    covered = std::max(covered, end);
  }
  return total;
}

}  // namespace muster
