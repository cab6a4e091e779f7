// An action item gets another date, another owner, or is opened again.
#include "handlers/action_change.hpp"

#include <algorithm>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/time_text.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

const ActionItem* named(const std::string& word, const Incident& incident) {
  const auto found = std::ranges::find_if(
      incident.actions, [&](const ActionItem& item) { return lower(item.id) == lower(word); });
  return found == incident.actions.end() ? nullptr : &*found;
}

std::unexpected<Refusal> unknown(const std::string& word, const Incident& incident) {
  std::vector<std::string> ids;
  for (const ActionItem& item : incident.actions) ids.push_back(item.id);
  const std::string known =
      ids.empty() ? to_string(incident.number) + " has no action items" : "Known: " + one_of(ids);
  return refuse("unknown_item", (word.empty() ? "Say which: action edit AI-1 --due 2026-12-10. "
                                              : "There is no action item \"" + word + "\" here. ") +
                                    known);
}

}  // namespace

Outcome change_action(const Request& request, bool reopen, const Context& ctx) {
  const FirstWord word = first_word(request.text);
  const ActionItem* item = named(word.word, *ctx.incident);
  if (item == nullptr) return unknown(word.word, *ctx.incident);
  ActionItemChanged changed{item->id, {}, std::nullopt, reopen, word.rest};
  if (const std::string when = request.option("due"); !when.empty()) {
    const auto due = parse_future_time(when, ctx.now, zone_of(ctx));
    if (!due) return refuse("bad_time", due.error().say, "due");
    changed.due = *due;
  }
  if (const std::string owner = request.option("owner"); !owner.empty()) {
    const auto person = person_named(owner, ctx, "owner");
    if (!person) return std::unexpected(person.error());
    changed.owner = *person;
  }
  if (reopen && !item->done_at) return refuse("not_done", item->id + " is open already");
  if (reopen && changed.reason.empty())
    return refuse("reason_required", "Say why: action reopen " + item->id + " it came back", "text");
  if (!reopen && !changed.due && changed.owner.empty()) {
    return refuse("nothing_to_change",
                  "Say what changes: action edit " + item->id + " --due 2026-12-10, or --owner @ann");
  }
  Plan plan{ctx};
  plan.tell_room("news", plan.record(changed));
  std::string say = item->id + (reopen ? " is open again" : "");
  if (!changed.owner.empty()) say += (reopen ? ", owner " : " belongs to ") + mention(changed.owner);
  if (changed.due)
    say += (say == item->id ? " is due " : ", due ") + say_time(*changed.due, zone_of(ctx), ctx.now);
  return plan.done(say + ".");
}

}  // namespace muster
