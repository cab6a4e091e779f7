// One Web API call: its arguments and the checks that many methods share. Checks end the call with a
// SlackError.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/emulators/common/http_types.hpp"
#include "tests/emulators/slack/method_specs.hpp"
#include "tests/emulators/slack/slack.hpp"

namespace muster::fake::slack {

// The arguments of a request, by the rules for forms, JSON bodies and query strings.
struct Arguments {
  Json values = Json::object();
  std::vector<std::string> warnings = {};
  std::string problem = {};  // "invalid_json", "missing_post_type", …; empty if fine
  std::string token = {};
};
Arguments read_arguments(const HttpRequest& request, const MethodSpec& spec);
// The parts of a multipart/form-data body, by name.
Json parse_multipart(const std::string& body, const std::string& content_type);

struct Page {
  Json items = Json::array();
  std::string next_cursor = {};
};

class Call {
 public:
  Call(Slack& slack_in, const MethodSpec& spec_in, Json arguments)
      : slack(slack_in), spec(spec_in), args(std::move(arguments)) {}

  Slack& slack;
  const MethodSpec& spec;
  const Json args;

  bool has(const char* name) const;
  std::string str(const char* name) const;
  bool flag(const char* name, bool fallback = false) const { return get_bool(args, name, fallback); }
  // "U1,U2" or a JSON array.
  std::vector<std::string> list(const char* name) const;
  // A structured argument: JSON inside a form field, or a member of a JSON body. `error` if it does not
  // parse.
  std::optional<Json> structured(const char* name, const char* error) const;

  // The channel with that id if the bot may see it, else channel_not_found.
  Json channel(const char* argument = "channel") const;
  Json member_channel(const char* argument = "channel") const;                 // else not_in_channel
  Json message(const std::string& channel_id, const char* ts_argument) const;  // else message_not_found
  bool has_scope(const char* scope) const;

  // The part of `items` that cursor and limit ask for. Sets response_metadata in `answer`.
  void page(const std::vector<Json>& items, const char* key, std::int64_t default_limit, std::int64_t most,
            Json& answer) const;
};

[[noreturn]] void fail(const char* word, Json extra = Json::object());
// invalid_blocks, invalid_arguments …: with the reasons where Slack puts them.
[[noreturn]] void fail_with_messages(const char* word, const std::vector<std::string>& messages);

// method_not_supported_for_channel_type for a direct message.
void no_dm(const Json& channel);

bool bot_in(const Json& channel);
// A channel as the Web API shows it.
Json public_channel(const Json& channel, bool include_num_members = false);
// A message as history shows it.
Json public_message(const Json& message, bool include_metadata);

}  // namespace muster::fake::slack
