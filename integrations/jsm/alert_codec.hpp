// Alerts of Jira Service Management and Opsgenie as JSON.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/domain/inbound.hpp"
#include "bot/net/http_client.hpp"
#include "bot/ports/page_name.hpp"
#include "bot/ports/pager.hpp"
#include "integrations/jsm/jsm.hpp"

namespace muster::jsm {

// "muster/INC-42/P1/checkout": the first page of the escalation and the target it went to.
[[nodiscard]] std::string alias_of(const PageNotice& notice);
struct Alias {
  PageName page;
  std::string target;
};
[[nodiscard]] std::optional<Alias> read_alias(std::string_view alias);

[[nodiscard]] std::string alert_json(const PageNotice& notice, const Target& to);
[[nodiscard]] std::string note_json(std::string_view text);

// The id to ask after; none: not its words.
[[nodiscard]] std::optional<std::string> read_request(std::string_view body);
struct Outcome {
  bool success = false;
  std::string status;
  std::string alert;
};
[[nodiscard]] std::optional<Outcome> read_outcome(std::string_view body);
[[nodiscard]] std::string read_reason(const net::HttpResponse& refused);

// An outgoing webhook.
struct Told {
  std::string key;  // the same for the same event
  std::optional<Alias> alias;
  std::optional<Identity> by;
  std::optional<PageAnswer> answer;
  std::string progress;
  bool by_api = false;  // ours, or another program's
};
[[nodiscard]] std::optional<Told> read_webhook(std::string_view body);

}  // namespace muster::jsm
