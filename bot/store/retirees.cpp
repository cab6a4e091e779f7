#include "bot/store/retirees.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "bot/domain/event_record.hpp"

namespace muster::store {

namespace {

using Numbers = std::set<IncidentNumber>;

Result<Numbers> numbers_of(Result<Rows> asked) {
  MUSTER_TRY(Rows rows, std::move(asked));
  Numbers found;
  for (;;) {
    MUSTER_TRY(const bool more, rows.next());
    if (!more) return found;
    found.insert({rows.integer(0)});
  }
}

bool owes_postmortem(const Retiree& one, State state, PostmortemState postmortem,
                     std::optional<Severity> peak, const Policy& policy) {
  if (postmortem == PostmortemState::published || postmortem == PostmortemState::waived) return false;
  if (state != State::resolved && state != State::closed) return false;
  const SeverityRule* rule = peak ? policy.severity(*peak) : nullptr;
  const bool required = rule != nullptr && rule->postmortem_required && one.kind == Kind::normal;
  return required || postmortem != PostmortemState::none;
}

// With what its own row says is still owed.
Result<Retiree> retiree_at(const Rows& rows, const Policy& policy) {
  Retiree one;
  one.number = {rows.integer(0)};
  MUSTER_TRY(one.kind, rows.name<Kind>(1));
  MUSTER_TRY(const State state, rows.name<State>(2));
  one.ended_at = rows.time(3);
  MUSTER_TRY(const PostmortemState postmortem, rows.name<PostmortemState>(4));
  const auto peak =
      rows.is_null(5) ? std::nullopt : std::optional{Severity{static_cast<int>(rows.integer(5))}};
  if (!rows.is_null(6))
    one.why = "action item " + rows.text(6) + " is open";
  else if (owes_postmortem(one, state, postmortem, peak, policy))
    one.why = "its postmortem is not published";
  return one;
}

Result<std::vector<Retiree>> ended_long_ago(Connection& db, const Policy& policy, const Retention& retention,
                                            Time now) {
  const auto before = [&](std::optional<Duration> kept) { return kept ? now - *kept : Time{}; };
  MUSTER_TRY(Rows rows, db.query(R"sql(
    SELECT number, kind, state, state_since, postmortem, peak_severity,
           (SELECT id FROM action_item WHERE incident = number AND done_at IS NULL LIMIT 1)
    FROM incident
    WHERE state IN ('resolved', 'closed', 'canceled', 'merged')
      AND state_since < CASE kind WHEN 'normal' THEN ? ELSE ? END
    ORDER BY number)sql",
                                 before(retention.incidents), before(retention.drills)));
  std::vector<Retiree> found;
  for (;;) {
    MUSTER_TRY(const bool more, rows.next());
    if (!more) return found;
    MUSTER_TRY(Retiree one, retiree_at(rows, policy));
    found.push_back(std::move(one));
  }
}

Result<Done> add_families(Connection& db, std::vector<Retiree>& retirees) {
  std::map<IncidentNumber, std::vector<IncidentNumber>> families;
  MUSTER_TRY(Rows rows, db.query("SELECT i.number, s.number FROM incident i JOIN incident s ON s.number = "
                                 "i.merged_into"));
  for (;;) {
    MUSTER_TRY(const bool more, rows.next());
    if (!more) break;
    const IncidentNumber merged{rows.integer(0)};
    const IncidentNumber survivor{rows.integer(1)};
    families[merged].push_back(survivor);
    families[survivor].push_back(merged);
  }
  for (Retiree& one : retirees) {
    if (const auto family = families.find(one.number); family != families.end()) one.family = family->second;
  }
  return Done{};
}

// Incidents that were merged are measured together.
void keep_families(std::vector<Retiree>& retirees) {
  Numbers going;
  for (const Retiree& one : retirees) {
    if (one.why.empty()) going.insert(one.number);
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (Retiree& one : retirees) {
      if (!one.why.empty()) continue;
      const auto stays =
          std::ranges::find_if(one.family, [&](IncidentNumber other) { return !going.contains(other); });
      if (stays == one.family.end()) continue;
      one.why = "merged with " + to_string(*stays) + ", which stays";
      going.erase(one.number);
      changed = true;
    }
  }
}

}  // namespace

Result<std::vector<Retiree>> find_retirees(Connection& db, const Policy& policy, const Retention& retention,
                                           Time now, const std::map<IncidentNumber, std::string>& holds) {
  MUSTER_TRY(std::vector<Retiree> retirees, ended_long_ago(db, policy, retention, now));
  MUSTER_TRY(const Numbers told,
             numbers_of(db.query("SELECT incident FROM outbox WHERE state IN ('waiting', 'running')")));
  MUSTER_TRY(const Numbers reminded, numbers_of(db.query("SELECT incident FROM timer")));
  for (Retiree& one : retirees) {
    if (const auto hold = holds.find(one.number); hold != holds.end())
      one.why = "under legal hold: " + hold->second;
    else if (one.why.empty() && told.contains(one.number))
      one.why = "a chat is still to be told of it";
    else if (one.why.empty() && reminded.contains(one.number))
      one.why = "it is still to be reminded of";
  }
  MUSTER_CHECK(add_families(db, retirees));
  keep_families(retirees);
  return retirees;
}

}  // namespace muster::store
