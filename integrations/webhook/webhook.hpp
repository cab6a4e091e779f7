// Webhook: pages to addresses of the organisation's own, signed by Standard Webhooks 1.0.0. The id of a
// message is made from the effect, so that whoever gets it twice can tell. An address that answers 410 is
// not called any more until the next start, and `muster check` and the health page say so.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bot/base/secret.hpp"
#include "bot/net/proxy.hpp"
#include "bot/ports/integration.hpp"

namespace muster::webhook {

struct Endpoint {
  std::string id;
  std::string url;
  std::vector<Secret> secrets;  // whsec_…: the current one, and while rotating the one before
};

struct WebhookConfig {
  std::vector<Endpoint> endpoints;
  std::filesystem::path ca_file;
  std::optional<net::Proxy> proxy;
};

// invalid: an address or a secret cannot be used; say names the key.
[[nodiscard]] Result<std::unique_ptr<Integration>> make_webhook(WebhookConfig config,
                                                                const IntegrationDeps& deps);

// The value of webhook-signature. invalid: a secret is not whsec_ and base64 of 24 to 64 bytes.
[[nodiscard]] Result<std::string> signature_of(const std::vector<Secret>& secrets, const std::string& id,
                                               std::int64_t timestamp, const std::string& body);

}  // namespace muster::webhook
