// The manifest a Slack app is made from, and the scopes it asks for: those of the calls muster makes, no
// more.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace muster::slack {

struct ManifestOptions {
  std::string name = "muster";
  std::string command = "/inc";  // the alias /incident is registered beside it
  bool alias = true;
};

// YAML; pasted into "Create an app from a manifest" it installs in one step.
[[nodiscard]] std::string slack_manifest(const ManifestOptions& options);

[[nodiscard]] std::span<const std::string_view> bot_scopes();

// Of `granted` (comma-separated, as in x-oauth-scopes) those that are missing, comma-separated; empty: none.
[[nodiscard]] std::string missing_scopes(std::string_view granted);

}  // namespace muster::slack
