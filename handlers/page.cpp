// page: fetches a person, a team, whoever holds a role or is on call, by every way they chose, until one
// acknowledges; by an escalation the next are rung when nobody does.
#include <algorithm>
#include <array>

#include "bot/domain/grammar.hpp"
#include "bot/domain/oncall.hpp"
#include "handlers/commands.hpp"
#include "handlers/paging.hpp"

namespace muster {

namespace {

struct Target {
  std::string name;
  std::vector<PersonId> people;
  const EscalationPolicy* escalation = nullptr;  // climbs until somebody answers
};

std::unexpected<Refusal> nobody_there(const std::string& whom) {
  return refuse("nobody_there", whom + " has nobody on call and no members. Page a person: page @ann",
                "target");
}

std::expected<Target, Refusal> read_team(const Team& team, const Context& ctx) {
  if (const EscalationPolicy* escalation = escalation_for(team, ctx.policy))
    return Target{team.id, {}, escalation};
  std::vector<PersonId> called = on_call_for(team, ctx.policy, ctx.operations, ctx.now);
  if (called.empty()) called = team.members;
  if (called.empty()) return nobody_there("Team " + team.name);
  return Target{team.id, std::move(called)};
}

// A name of the catalogue: a team, an escalation, a schedule, a service. None: it is none of them.
std::optional<std::expected<Target, Refusal>> read_catalogue(const std::string& word, const Context& ctx) {
  if (const Team* team = ctx.policy.team(word)) return read_team(*team, ctx);
  if (const EscalationPolicy* escalation = ctx.policy.escalation_named(word))
    return Target{escalation->id, {}, escalation};
  if (const Schedule* schedule = ctx.policy.schedule(word)) {
    std::vector<PersonId> called = on_call(*schedule, ctx.operations, ctx.policy, ctx.now);
    if (called.empty()) return nobody_there(schedule->name);
    return Target{schedule->id, std::move(called)};
  }
  if (const Service* service = ctx.policy.service(word)) {
    if (const EscalationPolicy* escalation = escalation_for(std::vector{service->id}, ctx.policy))
      return Target{service->id, {}, escalation};
    if (const Team* owner = ctx.policy.team(service->owner)) return read_team(*owner, ctx);
    return nobody_there(service->name);
  }
  return std::nullopt;
}

std::expected<Target, Refusal> read_target(const std::string& word, const Context& ctx) {
  const std::string plain = word.starts_with('@') ? word.substr(1) : word;
  if (auto found = read_catalogue(plain, ctx)) return *std::move(found);
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

// What is on its way: the page's id and whom it rings first; a refusal when the whole escalation has nobody.
struct OnItsWay {
  std::string page;
  std::vector<PersonId> people;
  std::string words;
};

std::expected<OnItsWay, Refusal> send(Plan& plan, const Target& target, const std::string& text,
                                      const PageBook& book, const Context& ctx) {
  if (target.escalation != nullptr) {
    auto begun = begin_escalation(plan, ctx, book, *target.escalation, text);
    if (!begun) return nobody_there(target.escalation->name);
    return OnItsWay{begun->page, begun->rung.people, begun->rung.words};
  }
  const std::string id = next_page_id(book, ctx);
  const Seq paged = ring(plan, ctx, book, PersonPaged{id, target.name, target.people, text});
  if (book.number != kOperations) plan.tell_room("page_room", paged);
  return OnItsWay{id, target.people, target.name};
}

std::string names_of(const OnItsWay& sent) {
  std::string names;
  for (const PersonId& person : sent.people) names += (names.empty() ? "" : ", ") + mention(person);
  return names.empty() ? sent.words : names;
}

// People who can only be reached in the console: said aloud, a page must not be a hope.
std::string only_in_console(const std::vector<PersonId>& people, const Context& ctx) {
  std::string names;
  for (const PersonId& id : people) {
    const std::vector<std::string> chats = chats_of(id, ctx);
    const Person* person = ctx.people.find(id);
    const bool rings =
        person != nullptr && !ways_to(*person, std::nullopt, ctx.policy, ctx.operations, ctx.now).empty();
    if (!rings && (chats.empty() || chats.front() == "console"))
      names += (names.empty() ? "" : ", ") + mention(id);
  }
  if (names.empty()) return {};
  const std::string why =
      ctx.platforms.size() < 2 ? "no other chat is connected" : "no chat identity is configured";
  return " It reaches " + names + " in the console only (" + why +
         "): it wakes nobody who has no console open. Call them if you hear nothing.";
}

// Somebody's script, or somebody beside themselves, must not make every phone ring until nobody listens. Who
// commands is asked nothing.
std::optional<Refusal> too_many(const Context& ctx) {
  const PersonId sender = ctx.actor.person();
  const bool commands = ctx.incident != nullptr && ctx.incident->commander() == sender;
  if (sender.empty() || commands) return std::nullopt;
  const Time since = ctx.now - kPageCapWindow;
  std::vector<Time> sent;
  const auto look = [&](const std::vector<PageRecord>& pages) {
    for (const PageRecord& page : pages) {
      if (page.by == ctx.actor && page.escalated_from.empty() && page.sent_at > since)
        sent.push_back(page.sent_at);
    }
  };
  // Of the open ones only: whoever pages without end must not make muster go through years of incidents each
  // time.
  for (const Incident* incident : ctx.incidents.open()) look(incident->pages);
  if (ctx.incident != nullptr && !ctx.incident->is_open()) look(ctx.incident->pages);
  look(ctx.operations.pages);
  const auto most = static_cast<std::size_t>(ctx.policy.pages_per_person);
  if (sent.size() < most) return std::nullopt;
  std::ranges::sort(sent);
  const Duration wait = sent[sent.size() - most] - since;
  return Refusal{
      "too_many_pages",
      "You have sent " + std::to_string(sent.size()) +
          " pages in ten minutes, and whoever they ring is still being rung. You can page again in " +
          spoken(std::chrono::ceil<std::chrono::minutes>(wait)) +
          "; the incident's commander can at once: ask them, or take command with claim",
      "", std::nullopt};
}

// Before there is an incident: the page waits on the operations log and becomes part of the incident it leads
// to.
Outcome page_alone(const Target& target, const std::string& text, const Context& ctx) {
  Plan plan = Plan::outside(ctx);
  const auto sent = send(plan, target, text, *page_book(kOperations, ctx), ctx);
  if (!sent) return std::unexpected(sent.error());
  return plan.done("Page " + sent->page + " is on its way to " + names_of(*sent) +
                   ". There is no incident yet; once one is declared by whoever answers, the page belongs to "
                   "it." +
                   only_in_console(sent->people, ctx));
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
  if (auto capped = too_many(ctx)) return std::unexpected(*std::move(capped));
  if (ctx.incident == nullptr) {
    if (text.empty())
      return refuse("text_required", "Say why: page " + word + " the database is down", "text");
    return page_alone(*target, text, ctx);
  }
  Plan plan{ctx};
  const auto sent = send(plan, *target, text.empty() ? ctx.incident->title : text,
                         *page_book(ctx.incident->number, ctx), ctx);
  if (!sent) return std::unexpected(sent.error());
  plan.invite(sent->people);
  return plan.done("Page " + sent->page + " is on its way to " + names_of(*sent) +
                   ". You will see here when it is acknowledged." + only_in_console(sent->people, ctx));
}

constexpr std::array<std::string_view, 4> kAliases = {"escalate", "engage", "oncall-page", "sos"};

}  // namespace

const CommandSpec kPageCommand{"page",
                               kAliases,
                               "page @person|team|role|schedule|service [message]",
                               "Fetch somebody who is needed now",
                               "page @bob the primary database is down",
                               false,
                               false,
                               handle};

}  // namespace muster
