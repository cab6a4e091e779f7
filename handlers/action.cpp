// action: what other tools call tasks and action items. "action add …" and "action done AI-1" are the
// written-out forms; an action item is moved and opened again here too.
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"
#include "handlers/action_change.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

Outcome handle(const Request& request, const Context& ctx) {
  const FirstWord first = first_word(request.text);
  const std::string word = lower(first.word);
  Request inner = request;
  inner.text = first.rest;
  if (word == "add") return kFollowupCommand.handle(inner, ctx);
  if (word == "done") return kDoneCommand.handle(inner, ctx);
  if (word == "edit" || word == "reopen") return change_action(inner, word == "reopen", ctx);
  if (!ctx.incident->is_open()) return kFollowupCommand.handle(request, ctx);
  return kTaskCommand.handle(request, ctx);
}

constexpr std::array<std::string_view, 1> kAliases = {"actions"};

}  // namespace

const CommandSpec kActionCommand{"action",
                                 kAliases,
                                 "action <text> | action add <text> | action done AI-1 | action edit AI-1 "
                                 "[--due DATE] [--owner @x] [why] | "
                                 "action reopen AI-1 why",
                                 "A task now, or (add) an action item for later",
                                 "action add alert on certificate age @ann",
                                 true,
                                 true,
                                 handle};

}  // namespace muster
