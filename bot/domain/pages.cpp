#include "bot/domain/pages.hpp"

#include <algorithm>

#include "bot/base/contains.hpp"

namespace muster {

namespace {

PageRecord* find_page(std::vector<PageRecord>& pages, const std::string& id) {
  const auto page = std::ranges::find(pages, id, &PageRecord::id);
  return page == pages.end() ? nullptr : &*page;
}

// How much a state says: a later word of the same weight changes nothing.
int weight(SendState state) {
  switch (state) {
    case SendState::planned:
      return 0;
    case SendState::queued:
      return 1;
    case SendState::accepted:
    case SendState::unknown:
      return 2;
    case SendState::delivered:
    case SendState::failed:
    case SendState::canceled:
      return 3;
  }
  return 0;
}

}  // namespace

void fold_page(std::vector<PageRecord>& pages, const Event& event, const PersonPaged& e) {
  PageRecord page;
  page.id = e.page;
  page.target = e.target;
  page.people = e.people;
  page.text = e.text;
  page.sent_at = event.occurred_at;
  page.by = event.actor;
  page.escalated_from = e.escalated_from;
  page.escalation = e.escalation;
  page.step = e.step;
  page.round = e.round;
  page.purpose = e.purpose;
  page.seq = event.seq;
  pages.push_back(std::move(page));
}

void fold_page(std::vector<PageRecord>& pages, const Event& event, const PageAcknowledged& e) {
  PageRecord* page = find_page(pages, e.page);
  if (page == nullptr) return;
  if (!page->acknowledged_at) page->acknowledged_at = event.occurred_at;
  if (contains(page->acknowledged_by, e.person)) return;
  page->acknowledged_by.push_back(e.person);
  page->acknowledged_times.push_back(event.occurred_at);
}

void fold_page(std::vector<PageRecord>& pages, const Event& event, const PageSent& e) {
  PageRecord* page = find_page(pages, e.page);
  if (page == nullptr) return;
  const auto known = std::ranges::find_if(
      page->sends, [&](const PageSend& send) { return send.person == e.person && send.method == e.method; });
  if (known == page->sends.end()) {
    page->sends.push_back({e.person, e.method, e.platform, e.state, e.detail, e.ref, event.occurred_at,
                           event.occurred_at, e.due});
    return;
  }
  if (!advances(known->state, e.state)) return;
  known->state = e.state;
  known->detail = e.detail;
  known->due = e.due;
  if (!e.ref.empty()) known->ref = e.ref;
  known->changed_at = event.occurred_at;
}

void fold_page(std::vector<PageRecord>& pages, const Event& /*event*/, const PageDeclined& e) {
  PageRecord* page = find_page(pages, e.page);
  if (page != nullptr && !contains(page->declined_by, e.person)) page->declined_by.push_back(e.person);
}

void fold_page(std::vector<PageRecord>& pages, const Event& event, const PageExpired& e) {
  if (PageRecord* page = find_page(pages, e.page)) page->expired_at = event.occurred_at;
}

bool advances(SendState from, SendState to) {
  return weight(to) > weight(from) || (from == SendState::unknown && to == SendState::accepted);
}

const PageRecord& first_of(const PageRecord& page, const std::vector<PageRecord>& pages) {
  const PageRecord* first = &page;
  while (!first->escalated_from.empty()) {
    const auto before = std::ranges::find(pages, first->escalated_from, &PageRecord::id);
    // A page only follows one that is older: the record cannot lead round in a circle.
    if (before == pages.end() || before->seq >= first->seq) break;
    first = &*before;
  }
  return *first;
}

bool answered(const PageRecord& page, const std::vector<PageRecord>& pages) {
  const std::string& chain = first_of(page, pages).id;
  return std::ranges::any_of(pages, [&](const PageRecord& other) {
    return other.acknowledged_at && first_of(other, pages).id == chain;
  });
}

// A page follows an older one, so the first of that one is known when its turn comes.
PageChains::PageChains(const std::vector<PageRecord>& pages) {
  for (const PageRecord& page : pages) {
    const auto before = first_.find(page.escalated_from);
    first_[page.id] = before == first_.end() ? std::string_view{page.id} : before->second;
    if (!page.escalated_from.empty()) followed_.insert(page.escalated_from);
  }
  for (const PageRecord& page : pages) {
    if (page.acknowledged_at) answered_.insert(first_[page.id]);
  }
}

bool PageChains::answered(const PageRecord& page) const {
  return answered_.contains(first_.at(page.id));
}

bool PageChains::is_last(const PageRecord& page) const {
  return !followed_.contains(page.id);
}

std::string way_subject(const PageRecord& page, const PageSend& send) {
  return page.id + "/" + send.person.value + "/" + send.method;
}

bool is_last(const PageRecord& page, const std::vector<PageRecord>& pages) {
  return std::ranges::none_of(pages,
                              [&](const PageRecord& other) { return other.escalated_from == page.id; });
}

}  // namespace muster
