// A page answered by its link, without signing in: what it is about, and two buttons. Opening it changes
// nothing, since mail scanners open every link.
#include <algorithm>

#include "bot/base/html.hpp"
#include "bot/console/access.hpp"
#include "bot/console/exchange.hpp"
#include "bot/domain/pages.hpp"
#include "bot/net/digest.hpp"

namespace muster::console {

namespace {

constexpr std::string_view kPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors "
    "'none'";
constexpr std::string_view kStyle =
    "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:10vh auto;padding:0 1rem;"
    "color-scheme:light dark}button{font:inherit;padding:.7em 1.4em;margin:.3em .6em .3em "
    "0;border-radius:.4em;"
    "border:1px solid}button.main{background:#0b6e4f;color:#fff;border-color:#0b6e4f}";

net::HttpReply page_reply(int status, const std::string& title, const std::string& body) {
  auto reply =
      net::reply_with(status, "text/html",
                      "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" "
                      "content=\"width=device-width\"><title>" +
                          html_escaped(title) + "</title><style>" + std::string{kStyle} +
                          "</style><main><h1>" + html_escaped(title) + "</h1>" + body + "</main></html>\n");
  reply.headers.set("Content-Security-Policy", std::string{kPolicy});
  return reply;
}

net::HttpReply not_ours(const Site& site, const Visit& visit) {
  note(site, asked_by(visit), AccessKind::request_refused, "bad_link");
  return page_reply(404, "This link is not valid",
                    "<p>Copy it whole, or answer in chat: <code>ack</code>. No page was answered.</p>");
}

// The page's timeline: an incident's, or the pages before any.
struct Found {
  std::vector<PageRecord> pages;
  std::string title;
  bool open = true;
};

std::shared_ptr<const Incident> incident_of(const Site& site, const PageAnswered& meant) {
  return meant.incident.exists() ? site.board().find(meant.incident) : site.board().with_page(meant.page);
}

// Who was taken off a private incident is told nothing of it by an old link.
bool is_hidden(const Site& site, const Visit& visit, const PageAnswered& meant) {
  const auto incident = incident_of(site, meant);
  if (!incident || may_see(*incident, meant.person, site.policy().auditors)) return false;
  note(site, asked_by(site, visit, meant.person), AccessKind::request_refused, "private_incident",
       incident->number);
  return true;
}

Found find_pages(const Site& site, const Visit& visit, const PageAnswered& meant) {
  const bool alone = !meant.incident.exists() && site.board().operations->page(meant.page) != nullptr;
  if (alone) return {site.board().operations->pages, "Page from " + site.policy().organisation};
  const auto incident = incident_of(site, meant);
  if (!incident || is_hidden(site, visit, meant)) return {};
  note_read(site, asked_by(site, visit, meant.person), *incident);
  return {
      incident->pages,
      site.policy().label(incident->severity) + " " + to_string(incident->number) + ": " + incident->title,
      incident->is_open()};
}

std::string buttons(const std::string& token) {
  const auto button = [&](const std::string& answer, const std::string& words, const std::string& look) {
    return "<form method=\"post\" action=\"/p/" + html_escaped(token) + "?answer=" + answer + "\"><button" +
           look + ">" + words + "</button></form>";
  };
  return button("acknowledge", "I am on it", " class=\"main\"") + button("decline", "I cannot", "");
}

std::string answered_by(const PageRecord& page, const std::vector<PageRecord>& pages, const People& people) {
  const std::string& chain = first_of(page, pages).id;
  for (const PageRecord& other : pages) {
    if (other.acknowledged_at && first_of(other, pages).id == chain)
      return people.name_of(other.acknowledged_by.front()) + " acknowledged it at " +
             hour_minute(*other.acknowledged_at) + "Z.";
  }
  return {};
}

}  // namespace

Answered get_page(Site& site, Visit visit) {
  const std::string token = visit.param("token");
  const auto meant = site.deps.page_links ? site.deps.page_links->read(token) : std::nullopt;
  if (!meant) co_return not_ours(site, visit);
  const Found found = find_pages(site, visit, *meant);
  const auto page = std::ranges::find(found.pages, meant->page, &PageRecord::id);
  if (page == found.pages.end())
    co_return page_reply(200, "Page " + meant->page + " is over", "<p>Nothing waits for you.</p>");
  std::string body = "<p>" + html_escaped(page->text) + "</p><p>Page " + html_escaped(page->id) + " for " +
                     html_escaped(site.people().name_of(meant->person)) + ", sent at " +
                     hour_minute(page->sent_at) + "Z.</p>";
  const std::string by = answered_by(*page, found.pages, site.people());
  if (!by.empty()) body += "<p>" + html_escaped(by) + "</p>";
  body += found.open ? buttons(token) : "<p>It is over; you are not needed any more.</p>";
  co_return page_reply(200, found.title, body);
}

Answered post_page(Site& site, Visit visit) {
  const std::string token = visit.param("token");
  auto meant = site.deps.page_links ? site.deps.page_links->read(token) : std::nullopt;
  if (!meant) co_return not_ours(site, visit);
  static_cast<void>(is_hidden(site, visit, *meant));  // the rules refuse it
  const auto answer = visit.call.query.find("answer");
  if (answer != visit.call.query.end())
    meant->answer = answer->second == "decline" ? PageAnswer::decline : PageAnswer::acknowledge;
  Inbound inbound;
  // Pressed twice it is answered as before.
  inbound.origin_key = "page/" + net::sha256_hex(token + "/" + std::string{name_of(meant->answer)});
  inbound.occurred_at = site.now();
  inbound.from = any_identity_of(meant->person, site.people());
  inbound.what = *meant;
  MUSTER_CO_TRY(const ::muster::Answer said, co_await site.deps.intake.submit(std::move(inbound)));
  const std::string words = said.message ? plain_text(*said.message) : std::string{"Thank you."};
  co_return page_reply(
      said.refused ? 409 : 200, said.refused ? "That is over" : "Thank you",
      "<p>" + html_escaped(said.refused && !said.refused_say.empty() ? said.refused_say : words) + "</p>");
}

}  // namespace muster::console
