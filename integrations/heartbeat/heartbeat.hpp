// muster's own heartbeat: an address outside that is called as long as muster can make things durable. When
// it stops, whoever watches that address raises the alarm: what cannot page cannot say so itself.
//
// io thread only.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>

#include "bot/base/secret.hpp"
#include "bot/net/proxy.hpp"
#include "bot/ports/integration.hpp"

namespace muster::heartbeat {

struct HeartbeatConfig {
  Secret url;  // often holds a token
  std::chrono::seconds every{60};
  std::filesystem::path ca_file{};
  std::optional<net::Proxy> proxy{};
};

// invalid: the address cannot be called.
[[nodiscard]] Result<std::unique_ptr<Integration>> make_heartbeat(HeartbeatConfig config,
                                                                  const IntegrationDeps& deps);

}  // namespace muster::heartbeat
