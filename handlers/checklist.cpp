// checklist: what should hold before the all-clear; a word ticks an item.
#include <algorithm>
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/domain/all_clear.hpp"
#include "bot/domain/grammar.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

Outcome handle(const Request& request, const Context& ctx) {
  FirstWord word = first_word(request.text);
  if (word.word.empty()) return show(ShowChecklist{ctx.incident->number});
  const bool undo = lower(word.word) == "undo";
  if (undo) word = first_word(word.rest);
  const std::vector<ChecklistItem> items = all_clear_checklist(*ctx.incident, ctx.policy, ctx.now);
  const auto item = std::ranges::find(items, lower(word.word), &ChecklistItem::id);
  if (item == items.end() || item->computed) {
    std::vector<std::string> known;
    for (const ChecklistItem& one : items) {
      if (!one.computed) known.push_back(one.id);
    }
    return refuse("unknown_item",
                  item == items.end() ? "Tick one of " + one_of(known)
                                      : "\"" + item->text + "\" is computed and cannot be ticked",
                  "text");
  }
  Plan plan{ctx};
  plan.record(ChecklistTicked{item->id, !undo, word.rest});
  return plan.done(undo ? "Unticked." : "Ticked: " + item->text + ".", ShowChecklist{ctx.incident->number});
}

constexpr std::array<std::string_view, 2> kAliases = {"allclear", "all-clear"};

}  // namespace

const CommandSpec kChecklistCommand{"checklist",
                                    kAliases,
                                    "checklist [[undo] item]",
                                    "What should hold before the all-clear",
                                    "checklist backlog",
                                    true,
                                    false,
                                    handle};

}  // namespace muster
