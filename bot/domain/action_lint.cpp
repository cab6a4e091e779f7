#include "bot/domain/action_lint.hpp"

#include <algorithm>

#include "bot/base/ascii.hpp"
#include "bot/base/contains.hpp"
#include "bot/domain/grammar.hpp"

namespace muster {

namespace {

constexpr std::size_t kMany = 10;

// Words by which a title says how one sees that it is done.
constexpr std::string_view kDoneTests[] = {"so that", "until", "done when", "test",
                                           "alert",   "block", "refuse"};

bool says_when_done(const std::string& title) {
  return std::ranges::any_of(kDoneTests,
                             [&](std::string_view word) { return title.find(word) != std::string::npos; });
}

}  // namespace

std::vector<ActionFinding> lint_action(const ActionItem& item, const Policy& policy) {
  std::vector<ActionFinding> found;
  const auto add = [&](const char* rule, std::string what, std::string advice) {
    found.push_back({rule, item.id, std::move(what), std::move(advice)});
  };
  const std::string title = lower(item.title);
  const std::string verb = first_word(title).word;
  if (item.owner.empty()) add("AI01", "no owner", "Give it to one person: --owner @ann");
  if (!item.due) add("AI02", "no due date", "Say until when: by 2026-12-01");
  if (contains(policy.weak_verbs, verb))
    add("AI03", "\"" + verb + "\" names no result",
        "Begin with what will be different: add, remove, block, alert, automate");
  if (!says_when_done(title)) add("AI04", "nothing says when it is done", "Add: done when …");
  if (item.priority.empty()) add("AI07", "no priority", "Say P0, P1 or P2: --priority P1");
  const auto limit = policy.action_due.find(item.priority);
  if (item.due && limit != policy.action_due.end() && *item.due - item.added_at > limit->second)
    add("AI06", "due later than " + item.priority + " allows",
        "Bring it forward to " + spoken(limit->second) + ", or lower the priority");
  return found;
}

std::vector<ActionFinding> lint_actions(const std::vector<ActionItem>& items, const Policy& policy) {
  std::vector<ActionFinding> found;
  for (const ActionItem& item : items) {
    for (ActionFinding& finding : lint_action(item, policy)) found.push_back(std::move(finding));
  }
  if (items.size() > kMany)
    found.push_back({"AI09", "", "more than " + std::to_string(kMany) + " action items",
                     "Keep those that would have changed this incident"});
  return found;
}

}  // namespace muster
