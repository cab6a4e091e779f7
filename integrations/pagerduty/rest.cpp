#include "integrations/pagerduty/rest.hpp"

#include "bot/net/url.hpp"
#include "integrations/pagerduty/events_codec.hpp"

namespace muster::pagerduty {

namespace {

constexpr int kMostPages = 20;  // of a hundred shifts
constexpr std::size_t kMostChanges = 1000;

bool is_so_already(const Error& error) {
  return error.detail.contains("(1001)") || error.detail.contains("(1002)");
}

}  // namespace

asio::awaitable<Result<net::HttpResponse>> Rest::call(std::string method, std::string target,
                                                      std::string body) {
  net::HttpRequest request;
  request.method = std::move(method);
  request.url = std::move(target);
  request.body = std::move(body);
  request.headers = {{"Accept", "application/vnd.pagerduty+json;version=2"},
                     {"Content-Type", "application/json"}};
  if (request.method != "GET") request.headers.set("From", from_);
  return service_->call(std::move(request));
}

asio::awaitable<Result<std::string>> Rest::open(PageNotice notice, std::string service_id) {
  const auto made = co_await call("POST", "/incidents", incident_json(notice, service_id));
  if (made) {
    if (const auto id = read_incident(made->body)) co_return *id;
    co_return service_->lied(*made, false);
  }
  const bool taken_key =
      made.error().kind == ErrorKind::rejected && made.error().detail.starts_with("HTTP 400");
  if (!taken_key) co_return std::unexpected(made.error());
  // The same key is open on the service: PagerDuty refuses a second incident.
  const std::string query = net::form_encode(
      {{"incident_key", key_of(notice)}, {"statuses[]", "triggered"}, {"statuses[]", "acknowledged"}});
  const auto listed = co_await call("GET", "/incidents?" + query, "");
  if (const auto id = listed ? read_incident_of(listed->body, key_of(notice)) : std::nullopt) co_return *id;
  co_return std::unexpected(made.error());
}

asio::awaitable<Result<Done>> Rest::set_status(std::string incident, std::string status) {
  const std::pair change{incident, status};
  if (changed_.size() >= kMostChanges) changed_.clear();
  changed_.insert(change);  // before: the webhook may be faster than the answer
  const auto set = co_await call("PUT", "/incidents/" + incident, status_json(status));
  if (set) co_return Done{};
  changed_.erase(change);
  if (is_so_already(set.error())) co_return Done{};
  co_return std::unexpected(set.error());
}

asio::awaitable<Result<Done>> Rest::note(std::string incident, std::string text) {
  MUSTER_CO_CHECK(co_await call("POST", "/incidents/" + incident + "/notes", note_json(text)));
  co_return Done{};
}

asio::awaitable<Result<Done>> Rest::status_update(std::string incident, std::string text) {
  MUSTER_CO_CHECK(
      co_await call("POST", "/incidents/" + incident + "/status_updates", status_update_json(text)));
  co_return Done{};
}

asio::awaitable<Result<Done>> Rest::ask_responders(std::string incident, std::vector<std::string> users,
                                                   std::string text) {
  MUSTER_CO_TRY(const std::string requester, co_await self());
  MUSTER_CO_CHECK(co_await call("POST", "/incidents/" + incident + "/responder_requests",
                                responders_json(requester, users, text)));
  co_return Done{};
}

asio::awaitable<Result<std::string>> Rest::self() {
  if (!self_.empty()) co_return self_;
  MUSTER_CO_TRY(const net::HttpResponse listed,
                co_await call("GET", "/users?" + net::form_encode({{"query", from_}}), ""));
  const auto id = read_user(listed.body, from_);
  if (!id)
    co_return fail(ErrorKind::not_found, "PagerDuty knows no user " + from_ + ": correct pagerduty.from.");
  self_ = *id;
  co_return self_;
}

asio::awaitable<Result<std::vector<OnCall>>> Rest::on_call(std::string schedule, Time since, Time until) {
  std::vector<OnCall> all;
  for (int page = 0; page < kMostPages; ++page) {
    const std::string query = net::form_encode({{"schedule_ids[]", schedule},
                                                {"since", iso_seconds(since)},
                                                {"until", iso_seconds(until)},
                                                {"time_zone", "UTC"},
                                                {"include[]", "users"},
                                                {"limit", "100"},
                                                {"offset", std::to_string(page * 100)}});
    MUSTER_CO_TRY(const net::HttpResponse response, co_await call("GET", "/oncalls?" + query, ""));
    auto read = read_oncalls(response.body);
    if (!read) co_return service_->lied(response, true);
    std::ranges::move(read->shifts, std::back_inserter(all));
    if (!read->more) co_return all;
  }
  co_return fail(ErrorKind::rejected,
                 "PagerDuty's schedule " + schedule + " has more shifts than muster reads.");
}

}  // namespace muster::pagerduty
