// ack: "I am on it." The first to acknowledge an incident without a commander takes command when they were on
// call for it.
#include <array>

#include "bot/base/contains.hpp"
#include "bot/domain/grammar.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

// Pages are P1 and PG-1, however they are typed.
std::string page_word(const Request& request) {
  std::string word = first_word(request.text).word;
  for (char& c : word) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return word;
}

// The page of that name, or without one the newest that this person was asked for and nobody acknowledged.
const PageRecord* meant(const std::vector<PageRecord>& pages, const std::string& word, const PersonId& me) {
  const PageRecord* found = nullptr;
  for (const PageRecord& page : pages) {
    const bool waits = word.empty() && !page.acknowledged_at && contains(page.people, me);
    if (page.id == word || waits) found = &page;
  }
  return found;
}

Outcome acknowledge_alone(const PageRecord& page, const Context& ctx) {
  if (contains(page.acknowledged_by, ctx.actor.person()))
    return show(ShowHelp{"declare"}, "You acknowledged it already.");
  Decision decision;
  decision.events.push_back({kOperations, PageAcknowledged{page.id, ctx.actor.person()}, std::nullopt});
  tell_outside(decision, page.by.person(), "page_acknowledged", ctx.operations.last_seq + 1, ctx);
  decision.reply.say =
      "Thank you. If it is an incident: declare <what is broken>. The page then belongs to it.";
  return decision;
}

// The incident that a page sent before it belongs to now.
const Incident* led_to(const std::string& word, const Context& ctx) {
  if (!word.starts_with("PG-")) return nullptr;
  for (const Incident* incident : ctx.incidents.all()) {
    if (incident->page(word) != nullptr) return incident;
  }
  return nullptr;
}

Outcome acknowledge(const PageRecord& page, const Context& ctx, const Incident& incident) {
  const PersonId me = ctx.actor.person();
  if (!incident.is_open()) {
    return refuse("incident_ended", to_string(incident.number) + " is " +
                                        std::string{name_of(incident.state)} +
                                        " by now; thank you, you are not needed any more");
  }
  if (contains(page.acknowledged_by, me))
    return show(ShowIncident{incident.number}, "You acknowledged it already.");
  Plan plan{ctx, incident};
  const Seq acknowledged = plan.record(PageAcknowledged{page.id, me});
  plan.tell_room("page_acknowledged", acknowledged);
  std::string say = "Thank you. You are on " + to_string(incident.number) + ".";
  const bool paged_at_declare = page.sent_at == incident.declared_at && contains(page.people, me);
  if (!incident.commander() && paged_at_declare) {
    plan_role(plan, ctx, std::string{kIncidentCommander}, me);
    say += " You are the incident commander.";
  }
  return plan.done(say, ShowCatchup{incident.number});
}

Outcome handle(const Request& request, const Context& ctx) {
  const std::string word = page_word(request);
  const PersonId me = ctx.actor.person();
  if (ctx.incident != nullptr) {
    if (const PageRecord* page = meant(ctx.incident->pages, word, me))
      return acknowledge(*page, ctx, *ctx.incident);
  }
  if (const PageRecord* page = meant(ctx.operations.pages, word, me)) return acknowledge_alone(*page, ctx);
  if (const Incident* incident = led_to(word, ctx)) return acknowledge(*incident->page(word), ctx, *incident);
  if (word.empty()) return refuse("unknown_page", "No page waits for you here. In an incident: INC-7 ack P1");
  return refuse("unknown_page", "There is no page \"" + word + "\" here");
}

constexpr std::array<std::string_view, 1> kAliases = {"acknowledge"};

}  // namespace

const CommandSpec kAckCommand{"ack",    kAliases, "ack [P1]", "Acknowledge a page",
                              "ack P1", false,    true,       handle};

}  // namespace muster
