// The table of integrations: a new one is a new folder and a row in catalog.cpp.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "bot/ports/integration.hpp"
#include "bot/runtime/settings.hpp"

namespace muster {

struct IntegrationSpec {
  std::string_view name;  // of the platform, as in Place::platform and muster.yaml
  std::string_view what;  // one line
  bool is_chat = false;   // people talk there, and incidents get rooms
  bool (*wanted)(const Settings&);
  // invalid: the settings cannot be used; say names the key.
  Result<std::unique_ptr<Integration>> (*make)(const Settings&, const IntegrationDeps&);
};

// Outside chats first, the console last: people are told where they are, the console is always there.
[[nodiscard]] std::span<const IntegrationSpec> all_integrations();

}  // namespace muster
