#include "handlers/page_book.hpp"

#include <algorithm>

#include "bot/base/contains.hpp"
#include "bot/domain/pages.hpp"

namespace muster {

namespace {

// The sends of a page that may still reach this person. Where nobody can say, it is not waited for.
bool has_hope(const PageRecord& page, const PersonId& person) {
  return std::ranges::any_of(page.sends, [&](const PageSend& send) {
    const bool hopeless = send.state == SendState::failed || send.state == SendState::unknown ||
                          send.state == SendState::canceled;
    return send.person == person && !hopeless;
  });
}

bool has_way(const PageRecord& page, const PersonId& person) {
  return std::ranges::any_of(page.sends, [&](const PageSend& send) { return send.person == person; });
}

}  // namespace

Plan plan_for(const Context& ctx, const PageBook& book) {
  return book.incident == nullptr ? Plan::outside(ctx) : Plan{ctx, *book.incident};
}

std::optional<PageBook> page_book(IncidentNumber number, const Context& ctx) {
  if (number == kOperations) return PageBook{kOperations, nullptr, &ctx.operations.pages};
  const Incident* incident = ctx.incidents.find(number);
  if (incident == nullptr) return std::nullopt;
  return PageBook{number,         incident,           &incident->pages, incident->severity,
                  incident->kind, incident->is_open()};
}

std::string next_page_id(const PageBook& book, const Context& ctx, std::size_t more) {
  if (book.incident == nullptr && book.number == kOperations)
    return "PG-" + std::to_string(ctx.operations.pages_sent + 1 + static_cast<std::int64_t>(more));
  return "P" + std::to_string(book.pages->size() + 1 + more);
}

const PageRecord* find_page(const PageBook& book, const std::string& id) {
  const auto found = std::ranges::find(*book.pages, id, &PageRecord::id);
  return found == book.pages->end() ? nullptr : &*found;
}

std::optional<FoundPage> locate(IncidentNumber number, const std::string& id, const Context& ctx) {
  if (const auto book = page_book(number, ctx)) {
    if (const PageRecord* page = find_page(*book, id)) return FoundPage{*book, page};
  }
  if (number != kOperations) return std::nullopt;
  const Incident* incident = ctx.incidents.with_page(id);
  const PageRecord* page = incident == nullptr ? nullptr : incident->page(id);
  if (page == nullptr) return std::nullopt;
  return FoundPage{*page_book(incident->number, ctx), page};
}

std::optional<FoundPage> page_for(const PersonId& person, const std::string& id, const Context& ctx) {
  std::vector<PageBook> books;
  if (ctx.incident != nullptr) {  // what is said of one incident is never about another
    books.push_back(*page_book(ctx.incident->number, ctx));
  } else {
    for (const Incident* incident : ctx.incidents.open()) {
      if (!incident->pages.empty()) books.push_back(*page_book(incident->number, ctx));
    }
  }
  if (ctx.incident == nullptr || id.starts_with("PG-")) books.push_back(*page_book(kOperations, ctx));
  std::optional<FoundPage> found;
  for (const PageBook& book : books) {
    for (const PageRecord& page : *book.pages) {
      const bool meant =
          id.empty() ? contains(page.people, person) && still_waits(book, page) : page.id == id;
      const bool newer = !found || page.sent_at > found->page->sent_at;
      if (meant && newer) found.emplace(FoundPage{book, &page});
    }
  }
  return found;
}

bool still_waits(const PageBook& book, const PageRecord& page) {
  return book.open && !page.expired_at && !answered(page, *book.pages);
}

bool is_lost(const PageRecord& page) {
  const bool systems = std::ranges::any_of(page.sends, [](const PageSend& send) {
    return send.person.empty() && send.state != SendState::failed;
  });
  return !systems && std::ranges::all_of(page.people, [&](const PersonId& person) {
    return contains(page.declined_by, person) || (has_way(page, person) && !has_hope(page, person));
  });
}

}  // namespace muster
