// Where pages stand and which one is meant. A page is on the timeline of an incident or, before there is one,
// on the operations log; both go the same way.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/domain/command.hpp"
#include "handlers/plan.hpp"

namespace muster {

// Where pages stand: an incident, or the operations log.
struct PageBook {
  IncidentNumber number;  // kOperations: no incident
  const Incident* incident = nullptr;
  const std::vector<PageRecord>* pages = nullptr;  // never null
  std::optional<Severity> severity{};
  Kind kind = Kind::normal;
  bool open = true;
};
// None: no such incident, or one the asker may not see.
[[nodiscard]] std::optional<PageBook> page_book(IncidentNumber number, const Context& ctx);

// The id a new page of the book gets: P3, PG-7. `more`: how many are added before it in the same decision.
[[nodiscard]] std::string next_page_id(const PageBook& book, const Context& ctx, std::size_t more = 0);

// Of ctx.incident when it is set, else of any or before one; the newest of those that wait for this person
// when `id` is empty.
struct FoundPage {
  PageBook book;
  const PageRecord* page = nullptr;
};
[[nodiscard]] std::optional<FoundPage> page_for(const PersonId& person, const std::string& id,
                                                const Context& ctx);

// The page of that id; one that was sent before an incident may belong to it by now. Null: no such page.
[[nodiscard]] std::optional<FoundPage> locate(IncidentNumber number, const std::string& id,
                                              const Context& ctx);

// Null: the book has none of that id.
[[nodiscard]] const PageRecord* find_page(const PageBook& book, const std::string& id);

// Somebody is still to answer it.
[[nodiscard]] bool still_waits(const PageBook& book, const PageRecord& page);

// Everybody of the page has declined, or cannot be reached by any way they have.
[[nodiscard]] bool is_lost(const PageRecord& page);

// What is decided about a page of the book is recorded there.
[[nodiscard]] Plan plan_for(const Context& ctx, const PageBook& book);

}  // namespace muster
