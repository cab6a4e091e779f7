// ntfy: pages as push messages. A topic is an address that whoever knows it can read, so a person's identity
// `ntfy` is kept out of logs. ntfy has no key that tells two sendings apart: after an answer that was lost
// the message is looked for among the topic's last ones before it is sent again.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "bot/base/secret.hpp"
#include "bot/net/proxy.hpp"
#include "bot/ports/integration.hpp"

namespace muster::ntfy {

struct NtfyConfig {
  std::string url = "https://ntfy.sh";
  Secret token;
  std::filesystem::path ca_file;
  std::optional<net::Proxy> proxy;
};

[[nodiscard]] Result<std::unique_ptr<Integration>> make_ntfy(NtfyConfig config, const IntegrationDeps& deps);

}  // namespace muster::ntfy
