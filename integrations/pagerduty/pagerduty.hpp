// PagerDuty: pages to a service there, by its events (Events API v2), or as incidents (REST) for those
// integrations that name a service. Who acknowledges or resolves it there does so here, through v3 webhooks
// at /hooks/pagerduty. Schedules whose source is pagerduty are read every five minutes.
//
// dedup_key and incident_key are made from the first page of an escalation: sending twice is sending once.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bot/base/secret.hpp"
#include "bot/net/proxy.hpp"
#include "bot/ports/integration.hpp"

namespace muster::pagerduty {

// What "pagerduty:<id>" rings.
struct Target {
  std::string id;
  Secret routing_key;                // of an Events API v2 integration
  std::string service;               // or PagerDuty's id of a service: an incident by REST
  std::vector<PersonId> responders;  // asked to join, by their identity pagerduty (REST only)
};

struct PagerDutyConfig {
  std::vector<Target> targets;
  Secret api_token;  // REST; may be empty
  std::string from;  // mail address of the PagerDuty user in whose name REST is called
  Secret webhook_secret;
  Secret previous_webhook_secret;
  std::string events_url = "https://events.pagerduty.com/v2";
  std::string api_url = "https://api.pagerduty.com";
  std::filesystem::path ca_file;
  std::optional<net::Proxy> proxy;
};

// invalid: say names the key.
[[nodiscard]] Result<std::unique_ptr<Integration>> make_pagerduty(PagerDutyConfig config,
                                                                  const IntegrationDeps& deps);

}  // namespace muster::pagerduty
