// What `muster forget` and `muster retention` did or would do, for people and as JSON.
#pragma once

#include <string>

#include "bot/store/forget.hpp"
#include "bot/store/retention.hpp"

namespace muster::cli {

struct ForgetOutcome {
  ForgetRequest request;
  ForgetReport report;
  bool known = false;             // database or a configuration has somebody of this id
  bool still_configured = false;  // muster.yaml names them
};
[[nodiscard]] std::string forget_text(const ForgetOutcome& outcome);
[[nodiscard]] std::string forget_json(const ForgetOutcome& outcome);

[[nodiscard]] std::string retention_text(const RetentionReport& report, bool applied);
[[nodiscard]] std::string retention_json(const RetentionReport& report, bool applied);

}  // namespace muster::cli
