// Jira Service Management alerts, and Opsgenie, which speaks the same until it ends in April 2027: pages to a
// team, user, escalation or schedule there. Who acknowledges or closes the alert there does so here, through
// an outgoing webhook to /hooks/jsm.
//
// The alias is made from the first page of an escalation: creating twice is creating once. A creation is
// answered with 202 before anything has happened, so it is asked after.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bot/base/secret.hpp"
#include "bot/net/proxy.hpp"
#include "bot/ports/integration.hpp"

namespace muster::jsm {

// What "jsm:<id>" rings.
struct Target {
  std::string id;
  std::string responder;      // its id there
  std::string kind = "team";  // team, user, escalation, schedule
};

struct JsmConfig {
  std::vector<Target> targets;
  Secret api_key;        // of an API integration (GenieKey)
  Secret webhook_token;  // what the outgoing webhook proves itself with; may be empty
  std::string api_url = "https://api.atlassian.com/jsm/ops/integration/v2";
  std::filesystem::path ca_file;
  std::optional<net::Proxy> proxy;
  std::chrono::milliseconds first_look{500};  // after a creation; doubled each time
};

// invalid: say names the key.
[[nodiscard]] Result<std::unique_ptr<Integration>> make_jsm(JsmConfig config, const IntegrationDeps& deps);

}  // namespace muster::jsm
