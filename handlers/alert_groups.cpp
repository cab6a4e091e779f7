// A source told of alerts: each goes to its group, each group to an incident, to people or to nobody.
#include "handlers/alert_groups.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <ranges>

#include "bot/base/contains.hpp"
#include "bot/base/utf8.hpp"
#include "bot/domain/alert_fold.hpp"
#include "bot/domain/routing.hpp"
#include "handlers/happenings.hpp"
#include "handlers/opening.hpp"
#include "handlers/paging.hpp"
#include "handlers/plan.hpp"
#include "handlers/tie.hpp"

namespace muster {

namespace {

constexpr std::size_t kMostGroups = 20;  // with a card of their own in one incident; the others share one
constexpr std::size_t kMostAlone = 50;   // of one source, that no incident has
constexpr std::size_t kTitleChars = 120;

// The alerts of one group that came in one call.
struct Group {
  std::string key;
  const AlertRoute* route = nullptr;
  IncidentNumber told;  // the source says whose they are
  std::vector<AlertReceived> fired;
  std::vector<AlertReceived> cleared;
  std::vector<AlertReceived> again;
  Seq about = 0;  // the event of the first that fired
};

struct Begun {
  IncidentNumber number;
  std::vector<std::string> services;
  bool is_private = false;
};

bool is_digit_more(std::int64_t before, std::int64_t after) {
  return std::to_string(after).size() > std::to_string(before).size() || before == 0;
}

class Call {
 public:
  Call(const AlertsReceived& received, const Context& ctx)
      : ctx_{ctx}, open_{ctx.incidents.open()}, outside_{Plan::outside(ctx)} {
    log_.alerts = ctx.operations.alerts;
    log_.groups = ctx.operations.groups;
    log_.groups_seen = ctx.operations.groups_seen;
    log_.silences = ctx.operations.silences;
    sort(received);
    for (Group& group : groups_) act_on(group, received.cut);
  }

  Decision take() {
    Decision all = outside_.done("");
    for (auto& [number, plan] : plans_) {
      Decision part = plan.done("");
      std::ranges::move(part.events, std::back_inserter(all.events));
      std::ranges::move(part.effects, std::back_inserter(all.effects));
    }
    return all;
  }

 private:
  // What is known already, what is late and what is news.
  void sort(const AlertsReceived& received) {
    std::map<std::string, std::size_t> at;
    std::map<AlertBook::Key, bool> firing;  // as this call leaves it
    for (const AlertReceived& alert : received.alerts) {
      const AlertReported& report = alert.report;
      const AlertBook::Key key{report.source, report.dedup_key};
      const AlertRecord* known = log_.alerts.find(key);
      const AlertRoute* route = route_of(report, ctx_.now, ctx_.policy);
      const bool has_group = known != nullptr && !known->report.group.empty();
      const std::string group_of_it = has_group ? known->report.group : group_key(report, route);
      const auto [found, is_new] = at.emplace(group_of_it, groups_.size());
      if (is_new) groups_.push_back({group_of_it, route, alert.incident, {}, {}, {}, 0});
      Group& group = groups_[found->second];
      const auto told = firing.find(key);
      const bool fires = told != firing.end() ? told->second : known != nullptr && !known->cleared_at;
      const bool clears = report.op == AlertOp::resolve;
      const bool late =
          told == firing.end() && known != nullptr && alert.at &&
          (clears ? *alert.at < known->fired_at : known->cleared_at && *alert.at < *known->cleared_at);
      if (clears && (fires || known == nullptr) && !late && told == firing.end())
        group.cleared.push_back(alert);
      else if (!clears && !fires && !late && told == firing.end())
        group.fired.push_back(alert);
      else if (!clears)
        group.again.push_back(alert);
      firing.try_emplace(key, !clears);
    }
  }

  void act_on(Group& group, std::int64_t cut) {
    wake(group);
    std::string act;
    IncidentNumber joins;
    if (!group.fired.empty()) {
      const AlertGroup known = state(group.key);
      std::tie(act, joins) = choose(group, known, living(known.incident));
      if (known.key.empty()) make_room(group, joins);
    }
    const AlertGroup before = state(group.key);
    const Incident* has = living(before.incident);
    for (AlertReceived& alert : group.fired) {
      const Seq seq = log(alert, group, act);
      if (group.about == 0) group.about = seq;
    }
    for (AlertReceived& alert : group.cleared) log(alert, group, "");
    const AlertGroup after = state(group.key);
    if (joins.exists() && after.incident != joins)
      tie(after, joins);
    else if (has != nullptr)
      tell(before, after, *has, group);
    else if (!group.fired.empty())
      start(group, after, act, before);
    count(group, after, cut, has);
  }

  // What was kept quiet and still fires is news once nothing keeps it quiet any more.
  void wake(Group& group) const {
    const AlertGroup known = state(group.key);
    const bool was_quiet = known.act == "silenced" || known.act == "maintenance";
    if (!was_quiet || !group.fired.empty() || group.again.empty() || hush(group.again.front()).quiet())
      return;
    group.fired.push_back(group.again.front());
    group.again.erase(group.again.begin());
  }

  // act, and the incident they join.
  std::pair<std::string, IncidentNumber> choose(const Group& group, const AlertGroup& before,
                                                const Incident* has) {
    const AlertReceived& first = group.fired.front();
    if (has != nullptr) return {"joined", has->number};
    if (const Incident* told = living(group.told)) return {"joined", told->number};
    if (const Hush hush = this->hush(first); hush.quiet()) return {hush.act, {}};
    const AlertAct act = group.route == nullptr ? ctx_.policy.unrouted : group.route->act;
    if (act == AlertAct::ignore) return {std::string{name_of(act)}, {}};
    if (const IncidentNumber fits = fitting(first.report, group.route); fits.exists())
      return {"joined", fits};
    if (std::ranges::all_of(group.fired, [&](const AlertReceived& alert) { return flapping(alert); }))
      return {"flapping", {}};
    const bool acted = !before.quiet && before.act == name_of(act) && before.firing > 0;
    if (act == AlertAct::declare && !acted) return {"joined", declare(group)};
    return {std::string{name_of(act)}, {}};
  }

  [[nodiscard]] bool flapping(const AlertReceived& alert) const {
    const AlertRecord* known = log_.alerts.find({alert.report.source, alert.report.dedup_key});
    return known != nullptr && flaps(*known, ctx_.now, ctx_.policy.flapping);
  }

  [[nodiscard]] Hush hush(const AlertReceived& alert) const {
    return hushed(alert.report, ctx_.now, log_, ctx_.policy);
  }

  [[nodiscard]] AlertGroup state(const std::string& key) const {
    const auto found = log_.groups.find(key);
    return found == log_.groups.end() ? AlertGroup{} : found->second;
  }

  // The incident, or the one it was merged into, as long as it is open.
  [[nodiscard]] const Incident* living(IncidentNumber number) const {
    const Incident* incident = number.exists() ? ctx_.incidents.find(number) : nullptr;
    for (int steps = 0; incident != nullptr && incident->merged_into && steps < 100; ++steps)
      incident = ctx_.incidents.find(*incident->merged_into);
    return incident != nullptr && incident->is_open() ? incident : nullptr;
  }

  // An open incident on the service, or one that depends on it or that it depends on and that is still fed.
  [[nodiscard]] IncidentNumber fitting(const AlertReported& report, const AlertRoute* route) const {
    const bool is_private = route != nullptr && route->is_private;
    const std::string& service = route == nullptr || route->service.empty() ? report.service : route->service;
    const auto near = [&](const std::string& other) { return related(service, other, ctx_.policy); };
    for (const Begun& begun : begun_) {
      if (is_private && !begun.is_private) continue;
      const bool both_unknown = service.empty() && begun.services.empty();
      if (both_unknown || std::ranges::any_of(begun.services, near)) return begun.number;
    }
    IncidentNumber by_neighbour;
    for (const Incident* incident : open_) {
      if (incident->kind != Kind::normal) continue;
      if (is_private && incident->visibility == Visibility::public_) continue;
      if (!service.empty() && contains(incident->services, service)) return incident->number;
      const bool by_same = service.empty() && incident->services.empty() &&
                           incident->declared_by == ctx_.actor && ctx_.actor.kind == ActorKind::rule;
      const bool fits = by_same || (!service.empty() && std::ranges::any_of(incident->services, near));
      if (fits && !by_neighbour.exists() && last_fed(*incident) > ctx_.now - ctx_.policy.attach_window)
        by_neighbour = incident->number;
    }
    return by_neighbour;
  }

  [[nodiscard]] Time last_fed(const Incident& incident) const {
    Time last = incident.declared_at;
    for (const AlertGroupCounted& counted : incident.alert_groups) {
      const auto group = log_.groups.find(counted.group);
      if (group != log_.groups.end()) last = std::max(last, group->second.last_at);
    }
    return last;
  }

  // A new group where there are many already joins one that all the others share.
  void make_room(Group& group, IncidentNumber joins) {
    const std::string& source = group.fired.front().report.source;
    if (!joins.exists()) {
      const auto alone =
          std::ranges::count_if(log_.groups | std::views::values, [&](const AlertGroup& other) {
            return !other.quiet && !other.incident.exists() && other.source == source;
          });
      if (static_cast<std::size_t>(alone) >= kMostAlone) group.key = std::string{kOthers} + source;
      return;
    }
    const Incident* incident = ctx_.incidents.find(joins);
    const std::size_t known = incident == nullptr ? 0 : incident->alert_groups.size();
    if (known + tied_[joins] >= kMostGroups)
      group.key = std::string{kOthers} + to_string(joins);
    else
      ++tied_[joins];
  }

  Seq log(AlertReceived& alert, const Group& group, const std::string& act) {
    AlertReported report = alert.report;
    report.group = group.key;
    report.act = act;
    report.route = group.route == nullptr ? "" : group.route->id;
    if (group.route != nullptr && !group.route->service.empty()) report.service = group.route->service;
    return record(std::move(report), std::min(alert.at.value_or(ctx_.now), ctx_.now));
  }

  // Onto the operations log, and into the copy that tells how things stand after it.
  template <class Body>
  Seq record(Body body, std::optional<Time> at = std::nullopt) {
    Event event;
    event.occurred_at = at.value_or(ctx_.now);
    event.recorded_at = ctx_.now;
    if constexpr (std::is_same_v<Body, AlertReported>)
      fold_alert(log_, event, body);
    else
      fold_alert(log_, body);
    return outside_.record(std::move(body), at);
  }

  Plan& plan(const Incident& incident) {
    return plans_.try_emplace(incident.number, ctx_, incident).first->second;
  }

  void tie(const AlertGroup& group, IncidentNumber number) {
    const Incident* incident = ctx_.incidents.find(number);
    Plan& plan = incident == nullptr ? plans_.at(number) : this->plan(*incident);
    const TiedToIncident tied{group_ref(group.key), number};
    record(tied);
    const AlertGroup now = state(group.key);
    if (const AlertRecord* first = log_.alerts.find({now.source, now.first}))
      plan.record(first->report, first->fired_at);
    plan.record(counted(now));
    plan.add_alert_card();
  }

  // What the incident that has them learns.
  void tell(const AlertGroup& before, const AlertGroup& after, const Incident& incident, const Group& group) {
    if (group.fired.empty() && group.cleared.empty()) return;
    Plan& plan = this->plan(incident);
    if (before.quiet && !after.quiet) {
      if (const AlertRecord* first = log_.alerts.find({after.source, after.first}))
        plan.tell_room("alert_joined", plan.record(first->report, first->fired_at));
    }
    const bool is_quiet = after.firing == 0 && !after.quiet;
    const bool damped = std::ranges::any_of(group.cleared, [&](const auto& a) { return flapping(a); });
    if (is_quiet && !damped)
      say_quiet(plan, after);
    else if (is_digit_more(before.total, after.total))
      plan.record(counted(after));
    refresh(plan, incident, after.key);
  }

  static void refresh(Plan& plan, const Incident& incident, const std::string& key) {
    const auto at = std::ranges::find(incident.alert_groups, key, &AlertGroupCounted::group);
    const auto n = std::to_string(at - incident.alert_groups.begin() + 1);
    if (at != incident.alert_groups.end()) plan.promise_everywhere(RefreshCard{"alerts/" + n});
  }

  void say_quiet(Plan& plan, const AlertGroup& group) {
    if (const AlertRecord* first = log_.alerts.find({group.source, group.first})) {
      AlertReported report = first->report;
      report.op = AlertOp::resolve;
      plan.record(report, first->cleared_at);
    }
    plan.tell_room("alerts_quiet", plan.record(counted(group)));
    record(counted(group));
  }

  IncidentNumber declare(const Group& group) {
    const AlertReported& report = group.fired.front().report;
    const IncidentNumber number{ctx_.next_number.value + static_cast<std::int64_t>(begun_.size())};
    const std::string& service =
        group.route != nullptr && !group.route->service.empty() ? group.route->service : report.service;
    IncidentDeclared event;
    event.title = shorten(report.title, kTitleChars);
    event.description = report.summary + (report.link.empty() ? "" : "\n" + report.link);
    event.severity = severity_of(report, group.route, ctx_.policy);
    const bool known = ctx_.policy.services.empty() || ctx_.policy.service(service) != nullptr;
    if (!service.empty() && known) event.services = {service};
    if (group.route != nullptr && group.route->is_private) event.visibility = Visibility::private_;
    Plan& plan = plans_.try_emplace(number, ctx_, number, event).first->second;
    begun_.push_back({number, event.services, event.visibility == Visibility::private_});
    static_cast<void>(open_incident(plan, number, {std::move(event), group.key, escalation_of(group)}, ctx_));
    return number;
  }

  // Nobody has them yet.
  void start(const Group& group, const AlertGroup& after, const std::string& act, const AlertGroup& before) {
    const bool said = !before.quiet && before.act == act && before.firing > 0;
    if (said || (act != "suggest" && act != "page")) return;
    const Called called =
        called_for({after.service}, severity_of(group.fired.front().report, group.route, ctx_.policy),
                   escalation_of(group), ctx_);
    const bool is_private = group.route != nullptr && group.route->is_private;
    if (act == "page" &&
        page(after, called, severity_of(group.fired.front().report, group.route, ctx_.policy)))
      return;
    if (is_private) {
      for (const PersonId& person : called.people) outside_.tell(person, "alert_suggest", group.about);
      return;
    }
    outside_.promise_everywhere(PostMessage{{To::announcements, ""}, "alert_suggest", group.about});
  }

  static std::string escalation_of(const Group& group) {
    return group.route == nullptr ? std::string{} : group.route->escalation;
  }

  // False when nobody is there to be paged.
  bool page(const AlertGroup& group, const Called& called, std::optional<Severity> severity) {
    PageBook book = *page_book(kOperations, ctx_);
    book.severity = severity;
    const std::string text = group.title + " (" + group.id + ")";
    bool is_out = true;
    if (called.escalation != nullptr)
      is_out = begin_escalation(outside_, ctx_, book, *called.escalation, text, paged_).has_value();
    else if (called.people.empty())
      is_out = false;
    else
      ring(outside_, ctx_, book, {next_page_id(book, ctx_, paged_), called.target, called.people, text});
    paged_ += is_out ? 1 : 0;
    return is_out;
  }

  // What is said again is only counted, and what is over without an incident is closed.
  void count(const Group& group, const AlertGroup& after, std::int64_t cut, const Incident* has) {
    AlertGroup now = after;
    now.repeats += static_cast<std::int64_t>(group.again.size());
    now.cut = cut;
    const bool over = has == nullptr && after.firing == 0 && !after.quiet && !after.key.empty();
    if (after.key.empty() || (group.again.empty() && now.cut == after.cut && !over)) return;
    record(counted(now));
  }

  const Context& ctx_;
  std::vector<const Incident*> open_;
  OperationsLog log_;  // alerts and groups, as this call leaves them
  std::vector<Group> groups_;
  std::vector<Begun> begun_;
  std::map<IncidentNumber, Plan> plans_;
  std::map<IncidentNumber, std::size_t> tied_;
  Plan outside_;  // the operations log
  std::size_t paged_ = 0;
};

}  // namespace

Outcome on_alerts(const AlertsReceived& received, const Context& ctx) {
  Call call{received, ctx};
  return call.take();
}

Outcome alerts_quiet(const TimerFired& fired, const Context& ctx) {
  const AlertGroup* group = ctx.operations.group(fired.subject);
  if (group == nullptr || group->quiet || group->firing > 0) return Decision{};
  Decision decision;
  if (group->last_at + ctx.policy.flapping.within > ctx.now) return decision;
  const Incident* incident = ctx.incidents.find(group->incident);
  if (incident == nullptr || !incident->is_open()) {
    decision.events.push_back({kOperations, counted(*group), std::nullopt});
    return decision;
  }
  Plan plan{ctx, *incident};
  if (const AlertRecord* first = ctx.operations.alert(group->source, group->first)) {
    AlertReported report = first->report;
    report.op = AlertOp::resolve;
    plan.record(report, first->cleared_at);
  }
  plan.tell_room("alerts_quiet", plan.record(counted(*group)));
  plan.log(counted(*group));
  return plan.done("");
}

bool may_know(const AlertGroup& group, const Context& ctx) {
  if (group.incident.exists() && ctx.incidents.find(group.incident) == nullptr) return false;
  return !is_private_route(group.route, ctx.policy) || group.incident.exists();
}

}  // namespace muster
