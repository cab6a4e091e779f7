// page: fetches a person, a team or whoever holds a role, by direct message and mention, until one
// acknowledges.
#include <array>

#include "bot/domain/grammar.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

struct Target {
  std::string name;
  std::vector<PersonId> people;
};

std::expected<Target, Refusal> read_target(const std::string& word, const Context& ctx) {
  const std::string plain = word.starts_with('@') ? word.substr(1) : word;
  if (const Team* team = ctx.policy.team(plain)) {
    if (team->on_call) return Target{team->id, {*team->on_call}};
    if (!team->members.empty()) return Target{team->id, team->members};
    return refuse("nobody_there",
                  "Team " + team->name + " has nobody on call and no members. Page a person: page @ann",
                  "target");
  }
  if (const RoleRule* rule = ctx.policy.role_named(plain)) {
    if (const auto holder = ctx.incident->holder(rule->id)) return Target{rule->id, {*holder}};
    return refuse("role_empty", "Nobody holds " + rule->name + " yet. Page a person: page @ann", "target");
  }
  auto person = person_named(word, ctx, "target");
  if (person) return Target{person->value, {*person}};
  std::vector<std::string> known;
  for (const Team& team : ctx.policy.teams) known.push_back(team.id);
  if (!known.empty()) person.error().say += ". Teams: " + one_of(known);
  return std::unexpected(std::move(person).error());
}

// People who can only be reached in the console although there is another chat: said aloud, a page must not
// be a hope.
std::string unreachable(const Target& target, const Context& ctx) {
  if (ctx.platforms.size() < 2) return {};
  std::string names;
  for (const PersonId& person : target.people) {
    if (chats_of(person, ctx).front() == "console") names += (names.empty() ? "" : ", ") + mention(person);
  }
  if (names.empty()) return {};
  return " " + names +
         " has no chat identity in the configuration, so the page is only in the console and the room.";
}

Outcome handle(const Request& request, const Context& ctx) {
  std::string word = request.option("target");
  std::string text = request.text;
  if (word.empty()) word = request.option("person");
  if (word.empty()) {
    const FirstWord first = first_word(text);
    word = first.word;
    text = first.rest;
  }
  if (word.empty()) return show(OpenDialog{"page", ctx.incident->number, {}});
  const auto target = read_target(word, ctx);
  if (!target) return std::unexpected(target.error());
  const std::string id = "P" + std::to_string(ctx.incident->pages.size() + 1);
  Plan plan{ctx};
  const Seq paged =
      plan.record(PersonPaged{id, target->name, target->people, text.empty() ? ctx.incident->title : text});
  for (const PersonId& person : target->people) plan.tell(person, "page", paged);
  plan.tell_room("page_room", paged);
  plan.invite(target->people);
  std::string names;
  for (const PersonId& person : target->people) names += (names.empty() ? "" : ", ") + mention(person);
  return plan.done("Page " + id + " is on its way to " + names +
                   ". You will see here when it is acknowledged." + unreachable(*target, ctx));
}

constexpr std::array<std::string_view, 4> kAliases = {"escalate", "engage", "oncall-page", "sos"};

}  // namespace

const CommandSpec kPageCommand{"page",
                               kAliases,
                               "page @person|team|role [message]",
                               "Fetch somebody who is needed now",
                               "page @bob the primary database is down",
                               true,
                               false,
                               handle};

}  // namespace muster
