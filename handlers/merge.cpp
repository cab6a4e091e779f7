// merge: this incident is the same as another; it ends here and lives on there.
#include <algorithm>
#include <array>
#include <iterator>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/lifecycle.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

struct Pair {
  const Incident* source = nullptr;
  const Incident* into = nullptr;
};

// "merge INC-1" in a room: the room's incident into INC-1. "merge INC-2 into INC-1": as it says.
std::expected<Pair, Refusal> read_pair(const Request& request, const Context& ctx) {
  std::string text = request.option("into").empty() ? request.text : request.option("into");
  std::vector<IncidentNumber> numbers;
  for (FirstWord word = first_word(text); !word.word.empty(); word = first_word(word.rest)) {
    if (lower(word.word) == "into") continue;
    const auto number = parse_incident_number(word.word);
    if (!number) return refuse("unknown_incident", "Say which one: merge INC-1", "into");
    numbers.push_back(*number);
  }
  if (numbers.empty() || numbers.size() > 2)
    return refuse("unknown_incident", "Say which one: merge INC-1", "into");
  Pair pair;
  pair.source = numbers.size() == 2 ? ctx.incidents.find(numbers[0]) : ctx.incident;
  pair.into = ctx.incidents.find(numbers.back());
  if (pair.source == nullptr || pair.into == nullptr) {
    const IncidentNumber unknown = pair.into == nullptr ? numbers.back() : numbers.front();
    return refuse_unseen(unknown, "I know no " + to_string(unknown) + " that you may see", "into");
  }
  return pair;
}

std::optional<Refusal> check(const Pair& pair, const Context& ctx) {
  // The record of a refusal names both, so it is kept only where everybody may know of both.
  const bool known =
      pair.source->visibility == Visibility::public_ && pair.into->visibility == Visibility::public_;
  const auto no = [known](std::string code, std::string say) {
    return Refusal{std::move(code), std::move(say), "into", std::nullopt, known};
  };
  if (pair.source->number == pair.into->number)
    return no("merge_into_itself", "An incident cannot be merged into itself");
  if (pair.source->visibility != pair.into->visibility) {
    return no("merge_private",
              "A private and a public incident cannot be merged: it would tell what is private");
  }
  if (!pair.into->is_open()) {
    return no("invalid_transition", to_string(pair.into->number) + " is " +
                                        std::string{name_of(pair.into->state)} +
                                        ". Reopen it first, or merge the other way round");
  }
  auto refusal = check_transition(*pair.source, State::merged, ctx.policy);
  if (refusal) refusal->on_record = known;
  return refusal;
}

Outcome handle(const Request& request, const Context& ctx) {
  if (request.text.empty() && request.option("into").empty())
    return show(OpenDialog{"merge", ctx.incident->number, {}});
  const auto pair = read_pair(request, ctx);
  if (!pair) return std::unexpected(pair.error());
  if (auto refusal = check(*pair, ctx)) return std::unexpected(std::move(*refusal));
  Plan ends{ctx, *pair->source};
  const Seq merged = ends.record(Merged{pair->into->number, pair->source->state, request.option("reason")});
  ends.tell_room("merged", merged);
  Plan survives{ctx, *pair->into};
  const Seq received = survives.record(MergeReceived{pair->source->number, pair->source->declared_at});
  for (const PersonId& person : pair->source->members) {
    if (!pair->into->has_member(person)) survives.record(PersonAdded{person, "invited"});
  }
  survives.tell_room("merge_received", received);
  survives.invite(pair->source->members);
  Decision decision = ends.done("");
  Decision other = survives.done(to_string(pair->source->number) + " is merged into " +
                                 to_string(pair->into->number) + ".");
  std::ranges::move(other.events, std::back_inserter(decision.events));
  std::ranges::move(other.effects, std::back_inserter(decision.effects));
  decision.reply = std::move(other.reply);
  return decision;
}

constexpr std::array<std::string_view, 2> kAliases = {"dup", "duplicate"};

}  // namespace

const CommandSpec kMergeCommand{"merge",
                                kAliases,
                                "merge INC-1 | merge INC-2 into INC-1",
                                "End this incident in favour of another that is the same",
                                "merge INC-1",
                                true,
                                false,
                                handle};

}  // namespace muster
