#include "tests/emulators/slack/response_urls.hpp"

#include "tests/emulators/slack/chat_args.hpp"
#include "tests/emulators/slack/conversations.hpp"
#include "tests/emulators/slack/faults.hpp"

namespace muster::fake::slack {
namespace {

constexpr std::int64_t kLifeUs = 30LL * 60 * 1'000'000;
constexpr int kUses = 5;
constexpr const char* kPrefix = "/response/";

HttpReply refuse(int status, const char* word) {
  return {.status = status, .body = dump({{"ok", false}, {"error", word}})};
}

Json reply_message(Slack& slack, const Json& reply) {
  static const MethodSpec kSpec{"response_url", 0, true, "", "", "", ""};
  const Content content = read_content(Call(slack, kSpec, reply));
  Json message = bot_message("");
  put_content(content, message);
  return message;
}

// Rewrites or deletes the message whose control was used.
void change_original(Slack& slack, const Json& url, const Json& reply) {
  const std::string channel = url["channel"];
  const std::string ts = get_string(url, "message_ts");
  const bool ephemeral = get_bool(url, "ephemeral");
  const Json* original =
      ephemeral ? slack.workspace.find(kind::kEphemerals, ts) : slack.workspace.message(channel, ts);
  if (!original) fail("message_not_found");
  if (get_bool(reply, "delete_original")) {
    if (ephemeral) return slack.workspace.erase(kind::kEphemerals, ts);
    return delete_message(slack, channel, ts);
  }
  Json message = reply_message(slack, reply);
  for (const char* key : {"ts", "thread_ts", "channel", "ephemeral_user", "is_ephemeral", "metadata"}) {
    if (original->contains(key)) message[key] = (*original)[key];
  }
  record_post(slack, "response_url", channel, message);
  if (ephemeral) {
    slack.workspace.put(kind::kEphemerals, ts, std::move(message));
  } else {
    replace_message(slack, channel, std::move(message));
  }
}

}  // namespace

std::string make_response_url(Slack& slack, const std::string& user, const std::string& channel,
                              const std::string& message_ts, bool ephemeral) {
  const std::string id = random_hex(16);
  slack.workspace.put(kind::kResponseUrls, id,
                      {{"user", user},
                       {"channel", channel},
                       {"expires_us", slack.clock.now_us() + kLifeUs},
                       {"uses", 0},
                       {"message_ts", message_ts},
                       {"ephemeral", ephemeral}});
  return slack.http_url + kPrefix + id;
}

Json post_reply(Slack& slack, const char* via, const std::string& user, const std::string& channel,
                const Json& reply) {
  Json message = reply_message(slack, reply);
  if (reply.contains("thread_ts")) message["thread_ts"] = reply["thread_ts"];
  if (get_string(reply, "response_type") == "in_channel") {
    message = post_message(slack, channel, std::move(message));
  } else {
    message["ts"] = post_ephemeral(slack, channel, user, message);
  }
  record_post(slack, via, channel, message);
  return message;
}

HttpReply handle_response_url(Slack& slack, const HttpRequest& request) {
  const std::string id = request.path.substr(std::string(kPrefix).size());
  const auto fault = slack.injections.take("response_url", "");
  HttpReply reply = {.body = "ok", .content_type = "text/plain"};
  if (fault && !takes_effect(*fault)) {
    apply_fault(*fault, reply);
    return reply;
  }
  const Json* known = slack.workspace.find(kind::kResponseUrls, id);
  if (!known || get_int(*known, "expires_us") < slack.clock.now_us()) return refuse(404, "expired_url");
  if (get_int(*known, "uses") >= kUses) return refuse(404, "used_url");
  const Json body = Json::parse(request.body, nullptr, false);
  if (!body.is_object()) return refuse(400, "invalid_payload");
  Json url = *known;
  url["uses"] = get_int(url, "uses") + 1;
  slack.workspace.put(kind::kResponseUrls, id, url);
  const bool changes = get_bool(body, "replace_original") || get_bool(body, "delete_original");
  try {
    if (changes && !get_string(url, "message_ts").empty()) {
      change_original(slack, url, body);
    } else {
      post_reply(slack, "response_url", url["user"], url["channel"], body);
    }
  } catch (const SlackError& error) {
    reply = refuse(error.word == "no_text" ? 500 : 400, error.word.c_str());
  }
  if (fault) apply_fault(*fault, reply);
  return reply;
}

}  // namespace muster::fake::slack
