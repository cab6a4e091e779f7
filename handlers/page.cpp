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
    if (ctx.incident == nullptr)
      return refuse("role_empty", "Roles are held in incidents, and this is not an incident's room",
                    "target");
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

// People who can only be reached in the console: said aloud, a page must not be a hope.
std::string only_in_console(const Target& target, const Context& ctx) {
  std::string names;
  for (const PersonId& person : target.people) {
    const std::vector<std::string> chats = chats_of(person, ctx);
    if (chats.empty() || chats.front() == "console") names += (names.empty() ? "" : ", ") + mention(person);
  }
  if (names.empty()) return {};
  const std::string why =
      ctx.platforms.size() < 2 ? "no other chat is connected" : "no chat identity is configured";
  return " It reaches " + names + " in the console only (" + why +
         "): it wakes nobody who has no console open. Call them if you hear nothing.";
}

// Before there is an incident: the page waits on the operations log and becomes part of the incident it leads
// to.
Decision page_alone(const Target& target, const std::string& text, const Context& ctx) {
  const std::string id = "PG-" + std::to_string(ctx.operations.pages_sent + 1);
  Decision decision;
  decision.events.push_back({kOperations, PersonPaged{id, target.name, target.people, text}, std::nullopt});
  const Seq about = ctx.operations.last_seq + 1;
  std::string names;
  for (const PersonId& person : target.people) {
    names += (names.empty() ? "" : ", ") + mention(person);
    tell_outside(decision, person, "page_alone", about, ctx);
  }
  decision.reply.say =
      "Page " + id + " is on its way to " + names +
      ". There is no incident yet; once one is declared by whoever answers, the page belongs to it." +
      only_in_console(target, ctx);
  return decision;
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
  if (word.empty() && ctx.incident == nullptr)
    return refuse("target_required", "Say whom: page @bob the database is down", "target");
  if (word.empty()) return show(OpenDialog{"page", ctx.incident->number, {}});
  const auto target = read_target(word, ctx);
  if (!target) return std::unexpected(target.error());
  if (ctx.incident == nullptr) {
    if (text.empty())
      return refuse("text_required", "Say why: page " + word + " the database is down", "text");
    return page_alone(*target, text, ctx);
  }
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
                   ". You will see here when it is acknowledged." + only_in_console(*target, ctx));
}

constexpr std::array<std::string_view, 4> kAliases = {"escalate", "engage", "oncall-page", "sos"};

}  // namespace

const CommandSpec kPageCommand{"page",
                               kAliases,
                               "page @person|team|role [message]",
                               "Fetch somebody who is needed now",
                               "page @bob the primary database is down",
                               false,
                               false,
                               handle};

}  // namespace muster
