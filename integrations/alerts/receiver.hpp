// Receiver: where all sources of alerts and all heartbeats call. Checks who calls, reads the body, hands the
// alerts in and answers when they are durable; watches that jobs go on reporting.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bot/ports/integration.hpp"
#include "integrations/alerts/sns.hpp"
#include "integrations/alerts/wires.hpp"

namespace muster::alerts {

struct ReceiverSettings {
  std::vector<SourceSettings> sources;
  std::vector<HeartbeatRule> heartbeats;
  std::map<std::string, Secret> heartbeat_tokens;  // by the heartbeat's id
  Fetch fetch;                                     // how SNS's certificates are had
};

class Receiver final : public Integration {
 public:
  Receiver(ReceiverSettings settings, const IntegrationDeps& deps);
  ~Receiver() override;

  [[nodiscard]] std::vector<std::pair<std::string, HealthReport>> other_parts() override;
  [[nodiscard]] std::vector<Hook> hooks() override;
  void start() override;
  asio::awaitable<void> stop(std::chrono::steady_clock::time_point deadline) override;
  asio::awaitable<std::vector<Finding>> check() override;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

// Alerts by the kind of the source, and changes by its token: whether there is a hook at all.
[[nodiscard]] bool has_hook(const SourceSettings& source);

}  // namespace muster::alerts
