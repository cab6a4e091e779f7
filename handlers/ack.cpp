// ack: "I am on it." The first to acknowledge an incident without a commander takes command when they were on
// call for it.
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/base/contains.hpp"
#include "bot/domain/grammar.hpp"
#include "handlers/commands.hpp"
#include "handlers/paging.hpp"

namespace muster {

namespace {

// Pages are P1 and PG-1, however they are typed.
std::string page_word(const Request& request) {
  return upper(first_word(request.text).word);
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

Outcome handle(const Request& request, const Context& ctx) {
  const std::string word = page_word(request);
  const PersonId me = ctx.actor.person();
  if (ctx.incident != nullptr) {
    if (const PageRecord* page = meant(ctx.incident->pages, word, me))
      return acknowledge_page(*page_book(ctx.incident->number, ctx), *page, me, ctx);
  }
  if (const PageRecord* page = meant(ctx.operations.pages, word, me))
    return acknowledge_page(*page_book(kOperations, ctx), *page, me, ctx);
  const auto led_to = word.starts_with("PG-") ? locate(kOperations, word, ctx) : std::nullopt;
  if (led_to) return acknowledge_page(led_to->book, *led_to->page, me, ctx);
  if (word.empty()) return refuse("unknown_page", "No page waits for you here. In an incident: INC-7 ack P1");
  return refuse("unknown_page", "There is no page \"" + word + "\" here");
}

constexpr std::array<std::string_view, 1> kAliases = {"acknowledge"};

}  // namespace

const CommandSpec kAckCommand{"ack",    kAliases, "ack [P1]", "Acknowledge a page",
                              "ack P1", false,    true,       handle};

}  // namespace muster
