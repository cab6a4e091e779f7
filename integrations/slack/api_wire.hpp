// Answers of the Web API. Pure. Slack answers HTTP 200 to nearly everything: `ok` decides.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/domain/inbound.hpp"
#include "bot/net/http_client.hpp"
#include "integrations/slack/ids.hpp"

namespace muster::slack {

struct ApiAnswer {
  std::shared_ptr<const nlohmann::json> json;
  std::string error;           // a tolerated error word; empty: ok
  std::string granted_scopes;  // x-oauth-scopes, comma-separated
};

// tolerated: error words that are an outcome to the caller and not a failure.
[[nodiscard]] Result<ApiAnswer> read_answer(const std::string& method, const net::HttpResponse& response,
                                            const std::vector<std::string_view>& tolerated);

[[nodiscard]] std::string text_of(const ApiAnswer& answer, std::string_view key);
[[nodiscard]] std::string next_cursor(const ApiAnswer& answer);

[[nodiscard]] Self read_self(const ApiAnswer& auth_test);

struct Channel {
  std::string id;
  std::string name;
  std::string creator;
  bool is_archived = false;
  bool is_private = false;
  bool is_shared_outside = false;  // Slack Connect: another organisation reads along
};
// From `channels` of a list, or the one `channel`.
[[nodiscard]] std::vector<Channel> read_channels(const ApiAnswer& answer);

struct Refused {
  std::string user;
  std::string word;
};
// conversations.invite: who could not be invited and why.
[[nodiscard]] std::vector<Refused> read_refused(const ApiAnswer& answer);

struct Profile {
  Identity identity;  // outsider: guest, stranger or member of another team
  std::string zone;
};
[[nodiscard]] Profile read_profile(const ApiAnswer& users_info, const Self& self);

// The ts of the message whose metadata carries our key.
[[nodiscard]] std::optional<std::string> find_by_key(const ApiAnswer& history, const std::string& key);
// The ts of our message that shares a file of that name and title.
[[nodiscard]] bool shares_file(const ApiAnswer& history, const Self& self, const std::string& name,
                               const std::string& title);

struct FoundMessage {
  MessageSnapshot snapshot;
  std::string thread;  // parent's ts, empty for one that is not a reply
};
[[nodiscard]] std::optional<FoundMessage> find_message(const ApiAnswer& history, const std::string& ts);

// Messages and reactions of a page of history as Inbound, oldest first. latest: newest ts on the page.
struct PastMessages {
  std::vector<Inbound> inbound;
  std::vector<std::string> threads;  // parents with replies
};
[[nodiscard]] PastMessages read_past(const ApiAnswer& history, const std::string& channel, const Self& self,
                                     Time now);

[[nodiscard]] bool has_bookmark(const ApiAnswer& list, const std::string& title, const std::string& link);

// Message metadata that finds a post again:
// {"event_type":"muster_effect","event_payload":{"key":…,"incident":…}}.
[[nodiscard]] std::string effect_metadata(const std::string& key, IncidentNumber incident);
// [{"id":"F1","title":"…"}]
[[nodiscard]] std::string uploaded_files(const std::string& file, const std::string& title);

}  // namespace muster::slack
