// ack: "I am on it." The first to acknowledge an incident without a commander takes command when they were on
// call for it.
#include <array>

#include "bot/base/contains.hpp"
#include "bot/domain/grammar.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

// The page meant: the one named, else the newest one this person was asked for and nobody has acknowledged.
const PageRecord* meant(const std::string& word, const Context& ctx) {
  if (!word.empty()) {
    std::string id = word;
    if (id[0] == 'p') id[0] = 'P';
    return ctx.incident->page(id);
  }
  const PageRecord* found = nullptr;
  for (const PageRecord& page : ctx.incident->pages) {
    if (!page.acknowledged_at && contains(page.people, ctx.actor.person())) found = &page;
  }
  return found;
}

// A page that was sent before there was an incident.
const PageRecord* before_any_incident(const std::string& word, const Context& ctx) {
  const PageRecord* found = nullptr;
  for (const PageRecord& page : ctx.operations.pages) {
    const bool named = lower(page.id) == lower(word);
    const bool mine = word.empty() && !page.acknowledged_at && contains(page.people, ctx.actor.person());
    if (named || mine) found = &page;
  }
  return found;
}

Outcome acknowledge_alone(const PageRecord& page, const Context& ctx) {
  if (contains(page.acknowledged_by, ctx.actor.person()))
    return show(ShowHelp{"declare"}, "You acknowledged it already.");
  Decision decision;
  decision.events.push_back({kOperations, PageAcknowledged{page.id, ctx.actor.person()}, std::nullopt});
  decision.reply.say =
      "Thank you. If it is an incident: declare <what is broken>. The page then belongs to it.";
  return decision;
}

Outcome handle(const Request& request, const Context& ctx) {
  const std::string word = first_word(request.text).word;
  if (ctx.incident == nullptr || (!word.empty() && ctx.incident->page(word) == nullptr)) {
    if (const PageRecord* page = before_any_incident(word, ctx)) return acknowledge_alone(*page, ctx);
    if (ctx.incident == nullptr)
      return refuse("unknown_page", "No page waits for you. In an incident: INC-7 ack P1");
  }
  const PageRecord* page = meant(word, ctx);
  if (page == nullptr) {
    return refuse("unknown_page",
                  word.empty() ? "No page waits for you here" : "There is no page \"" + word + "\" here");
  }
  const PersonId me = ctx.actor.person();
  if (contains(page->acknowledged_by, me))
    return show(ShowIncident{ctx.incident->number}, "You acknowledged it already.");
  Plan plan{ctx};
  const Seq acknowledged = plan.record(PageAcknowledged{page->id, me});
  plan.tell_room("page_acknowledged", acknowledged);
  std::string say = "Thank you. You are on " + to_string(ctx.incident->number) + ".";
  const bool paged_at_declare = page->sent_at == ctx.incident->declared_at && contains(page->people, me);
  if (!ctx.incident->commander() && paged_at_declare) {
    plan_role(plan, ctx, std::string{kIncidentCommander}, me);
    say += " You are the incident commander.";
  }
  return plan.done(say, ShowCatchup{ctx.incident->number});
}

constexpr std::array<std::string_view, 1> kAliases = {"acknowledge"};

}  // namespace

const CommandSpec kAckCommand{"ack",    kAliases, "ack [P1]", "Acknowledge a page",
                              "ack P1", false,    false,      handle};

}  // namespace muster
