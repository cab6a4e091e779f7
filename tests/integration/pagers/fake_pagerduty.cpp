#include "tests/integration/pagers/fake_pagerduty.hpp"

#include <nlohmann/json.hpp>

#include "bot/net/json.hpp"

namespace muster::testing {

namespace {

std::string header(const Asked& asked, const std::string& name) {
  const auto found = asked.headers.find(name);
  return found == asked.headers.end() ? "" : found->second;
}

}  // namespace

Says FakePagerDuty::event(const Asked& asked) {
  const auto body = net::parse_json(asked.body);
  const std::string action = body ? net::text(*body, "event_action") : "";
  const bool known = action == "trigger" || action == "acknowledge" || action == "resolve";
  if (!body || !known || net::text(*body, "routing_key") != kRoutingKey)
    return {
        400,
        R"({"status":"invalid event","message":"Event object is invalid","errors":["Invalid routing key"]})"};
  return {202, net::dump_json({{"status", "success"},
                               {"message", "Event processed"},
                               {"dedup_key", net::text(*body, "dedup_key")}})};
}

Says FakePagerDuty::open(const Asked& asked) {
  if (header(asked, "from") != kFrom) return {400, R"({"error":{"code":2001,"message":"From"}})"};
  const auto body = net::parse_json(asked.body);
  const std::string key = body ? net::text(net::member(*body, "incident"), "incident_key") : "";
  if (key == open_key_)
    return {
        400,
        R"({"error":{"message":"Arguments Caused Error","code":2001,"errors":["Open incident with matching dedup key already exists on this service"]}})"};
  open_key_ = key;
  return {201, R"({"incident":{"id":"PINC1","incident_number":7,"status":"triggered"}})"};
}

Says FakePagerDuty::operator()(const Asked& asked) {
  if (asked.target == "/v2/enqueue") return event(asked);
  if (header(asked, "authorization") != "Token token=" + kApiToken)
    return {401, R"({"error":{"message":"Unauthorized","code":2006}})"};
  if (header(asked, "accept") != "application/vnd.pagerduty+json;version=2") return {406, "{}"};
  if (asked.target.starts_with("/users"))
    return {
        200,
        R"({"users":[{"id":"POTHER","email":"other-bot@example.org"},{"id":"PSELF","email":"Bot@example.org"}]})"};
  if (asked.method == "POST" && asked.target == "/incidents") return open(asked);
  if (asked.method == "GET" && asked.target.starts_with("/incidents?"))
    return {200, net::dump_json(
                     {{"incidents", {{{"id", "PINC1"}, {"incident_key", open_key_}}}}, {"more", false}})};
  if (asked.method == "PUT") return {200, R"({"incident":{"id":"PINC1","status":"acknowledged"}})"};
  if (asked.target.starts_with("/oncalls")) {
    const bool second = asked.target.contains("offset=100");
    return {
        200,
        second
            ? R"({"oncalls":[{"user":{"id":"PEVE","summary":"Eve"},"start":null,"end":null}],"limit":100,"offset":100,"more":false})"
            : R"({"oncalls":[{"user":{"id":"PANN","summary":"Ann"},"start":"2026-11-24T09:00:00Z","end":"2026-12-01T10:00:00+01:00"}],"limit":100,"offset":0,"more":true})"};
  }
  return {200, "{}"};
}

}  // namespace muster::testing
