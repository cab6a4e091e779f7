// Pages that go out by something other than chat.
#include <algorithm>

#include "bot/domain/pages.hpp"
#include "bot/runtime/deliver_attempt.hpp"

namespace muster {

namespace {

// "pagerduty:checkout" is the system's own name for whom it rings; people are rung at an identity.
std::string address_of(const std::string& method, const Person& person, const Policy& policy) {
  if (person.id.empty()) return method.substr(method.find(':') + 1);
  const PagerMethod* known = policy.pager_method(method);
  if (known == nullptr) return {};
  const auto found = person.identities.find(known->identity);
  return found == person.identities.end() ? std::string{} : found->second;
}

std::string title_of(const Incident& incident, const Policy& policy) {
  if (!incident.number.exists()) return "Page from " + policy.organisation;
  std::string title;
  if (incident.kind == Kind::drill) title += "[DRILL] ";
  if (incident.severity) title += policy.label(incident.severity) + " ";
  return title + to_string(incident.number) + ": " + incident.title;
}

std::string page_name(IncidentNumber incident, const std::string& page) {
  return to_string(incident) + "/" + page;
}

}  // namespace

asio::awaitable<Result<Delivered>> Deliverer::send(Attempt a, SendPage effect) {
  // It became part of an incident meanwhile, and goes out as a page of that one.
  const bool moved = a.row.incident == kOperations && a.incident->page(effect.page) == nullptr;
  if (moved) a.incident = deps_.board.with_page(effect.page);
  if (!a.incident) co_return fail(ErrorKind::internal, "a page is unknown", a.row.key);
  const PageRecord* page = a.incident->page(effect.page);
  if (page == nullptr) co_return a.unsaid();
  if (answered(*page, a.incident->pages) || page->expired_at || !a.incident->is_open()) co_return a.unsaid();
  MUSTER_CO_TRY(PageNotice notice, notice_of(a, *page, effect.person, effect.method));
  MUSTER_CO_TRY(PageReceipt receipt, co_await a.pager->send(a.delivery, std::move(notice)));
  Delivered delivered = a.done();
  delivered.receipt.state = receipt.state;
  delivered.receipt.detail = std::move(receipt.detail);
  delivered.receipt.ref = std::move(receipt.ref);
  co_return delivered;
}

asio::awaitable<Result<Delivered>> Deliverer::send(Attempt a, SettlePage effect) {
  const PageRecord* page = a.incident->page(effect.page);
  if (page == nullptr) co_return a.unsaid();
  MUSTER_CO_TRY(PageNotice notice, notice_of(a, *page, effect.person, effect.method));
  MUSTER_CO_CHECK(co_await a.pager->settle(a.delivery, std::move(notice), effect.how, effect.ref));
  co_return a.done();
}

Result<PageNotice> Deliverer::notice_of(const Attempt& a, const PageRecord& page, const PersonId& person,
                                        const std::string& method) const {
  const Policy& policy = *deps_.board.policy;
  PageNotice notice;
  notice.incident = a.incident->number;
  notice.page = page.id;
  notice.name = page_name(a.incident->number, page.id);
  notice.method = method;
  if (!person.empty()) {
    const Person* known = deps_.board.people.find(person);
    if (known == nullptr) return fail(ErrorKind::not_found, person.value + " is not known any more");
    notice.person = *known;
  }
  notice.address = address_of(method, notice.person, policy);
  if (notice.address.empty())
    return fail(ErrorKind::not_found, deps_.board.people.name_of(person) + " has no address for " + method);
  notice.title = title_of(*a.incident, policy);
  notice.text = page.text;
  notice.severity = a.incident->severity ? a.incident->severity->level : 0;
  if (!a.incident->services.empty()) notice.service = a.incident->services.front();
  if (!policy.console_url.empty() && a.incident->number.exists())
    notice.link = policy.console_url + "/incidents/" + std::to_string(a.incident->number.value);
  if (deps_.page_links) {
    notice.ack_link = deps_.page_links(a.incident->number, page.id, person, PageAnswer::acknowledge);
    notice.decline_link = deps_.page_links(a.incident->number, page.id, person, PageAnswer::decline);
  }
  notice.first_page = page_name(a.incident->number, first_of(page, a.incident->pages).id);
  notice.sent_at = page.sent_at;
  notice.test = !page.purpose.empty() || a.incident->kind == Kind::test;
  return notice;
}

}  // namespace muster
