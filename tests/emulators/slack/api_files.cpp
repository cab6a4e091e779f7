// Files: the three-step upload, and what stands behind the upload and download URLs.
#include "tests/emulators/slack/conversations.hpp"
#include "tests/emulators/slack/files.hpp"
#include "tests/emulators/slack/web_api.hpp"

namespace muster::fake::slack {
namespace {

const char* mime_type(const std::string& name) {
  if (name.ends_with(".md")) return "text/markdown";
  if (name.ends_with(".png")) return "image/png";
  if (name.ends_with(".json")) return "application/json";
  return name.ends_with(".pdf") ? "application/pdf" : "text/plain";
}

Json file_object(const Slack& slack, const std::string& id, const std::string& name, std::int64_t size,
                 const std::string& user) {
  const std::int64_t now = slack.clock.now_ms() / 1000;
  const std::string url = slack.http_url + "/files/" + id + "/" + name;
  return {{"id", id},
          {"name", name},
          {"title", name},
          {"size", size},
          {"mimetype", mime_type(name)},
          {"filetype", name.substr(name.rfind('.') + 1)},
          {"created", now},
          {"timestamp", now},
          {"user", user},
          {"mode", "hosted"},
          {"is_external", false},
          {"is_public", false},
          {"url_private", url},
          {"url_private_download", url},
          {"permalink",
           std::string("https://") + kTeamDomain + ".slack.com/files/" + user + "/" + id + "/" + name},
          {"channels", Json::array()},
          {"groups", Json::array()},
          {"ims", Json::array()},
          {"shares", Json::object()}};
}

}  // namespace

Json share_file(Slack& slack, const std::string& file_id, const std::string& channel_id, Json message) {
  Json document = *slack.workspace.find(kind::kFiles, file_id);
  const Json channel = *slack.workspace.channel(channel_id);
  message["subtype"] = "file_share";
  message["files"] = Json::array({document["file"]});
  message = post_message(slack, channel_id, std::move(message));
  const char* list = get_bool(channel, "is_im")        ? "ims"
                     : get_bool(channel, "is_private") ? "groups"
                                                       : "channels";
  const char* shares = get_bool(channel, "is_private") ? "private" : "public";
  document["file"][list].push_back(channel_id);
  document["file"]["shares"][shares][channel_id].push_back({{"ts", message["ts"]}});
  slack.workspace.put(kind::kFiles, file_id, std::move(document));
  return message;
}

std::string add_file(Slack& slack, const std::string& name, const std::string& content,
                     const std::string& user) {
  const std::string id = slack.workspace.next_id("F");
  slack.workspace.put(
      kind::kFiles, id,
      {{"file", file_object(slack, id, name, static_cast<std::int64_t>(content.size()), user)},
       {"content", content},
       {"uploaded", true},
       {"completed", true}});
  return id;
}

HttpReply handle_upload(Slack& slack, const HttpRequest& request) {
  const std::string id = request.path.substr(std::string("/upload/v1/").size());
  const Json* known = slack.workspace.find(kind::kFiles, id);
  if (!known || get_bool(*known, "completed"))
    return {.status = 404, .body = "no such upload", .content_type = "text/plain"};
  Json document = *known;
  const auto expected = static_cast<std::size_t>(get_int(document["file"], "size"));
  std::string content = request.body;
  if (request.content_type.starts_with("multipart/form-data")) {
    const Json parts = parse_multipart(request.body, request.content_type);
    content = parts.empty() ? "" : parts.begin()->get<std::string>();
  }
  if (content.size() != expected) {
    return {.status = 400, .body = "length is not as announced", .content_type = "text/plain"};
  }
  document["uploaded"] = true;
  document["content"] = content;
  slack.workspace.put(kind::kFiles, id, std::move(document));
  slack.ledger.add("upload", {{"file", id}, {"bytes", content.size()}});
  return {.body = "OK - " + std::to_string(content.size()), .content_type = "text/plain"};
}

HttpReply handle_download(Slack& slack, const HttpRequest& request) {
  const std::string rest = request.path.substr(std::string("/files/").size());
  const Json* document = slack.workspace.find(kind::kFiles, rest.substr(0, rest.find('/')));
  const std::string bearer = "Bearer " + get_string(slack.workspace.config(), "bot_token");
  // Without the token Slack shows its sign-in page.
  if (request.authorization != bearer) {
    return {.body = "<!DOCTYPE html><html><body>Sign in to Slack</body></html>", .content_type = "text/html"};
  }
  if (!document) return {.status = 404, .body = "not found", .content_type = "text/plain"};
  return {.body = get_string(*document, "content"),
          .content_type = get_string((*document)["file"], "mimetype")};
}

namespace api {

Json files_get_upload_url_external(Call& call) {
  const std::string name = call.str("filename");
  const std::int64_t length = get_int(call.args, "length", 0);
  if (length < 1) fail("missing_argument");
  if (call.str("alt_txt").size() > 1000) fail("alt_txt_too_large");
  const std::string id = call.slack.workspace.next_id("F");
  call.slack.workspace.put(kind::kFiles, id,
                           {{"file", file_object(call.slack, id, name, length, kBotUser)},
                            {"content", ""},
                            {"uploaded", false},
                            {"completed", false}});
  return {{"upload_url", call.slack.http_url + "/upload/v1/" + id}, {"file_id", id}};
}

Json files_complete_upload_external(Call& call) {
  const auto files = call.structured("files", "invalid_arguments");
  if (!files || !files->is_array() || files->empty()) fail("invalid_arguments");
  std::string channel_id;
  if (call.has("channel_id")) {
    const Json channel = call.channel("channel_id");
    if (!bot_in(channel)) fail("not_in_channel");
    channel_id = channel["id"];
  }
  Json done = Json::array();
  for (const Json& wanted : *files) {
    const std::string id = get_string(wanted, "id");
    const Json* known = call.slack.workspace.find(kind::kFiles, id);
    if (!known || !get_bool(*known, "uploaded") || get_bool(*known, "completed")) fail("file_not_found");
    Json document = *known;
    document["completed"] = true;
    document["file"]["title"] = get_string(wanted, "title", get_string(document["file"], "name"));
    done.push_back(document["file"]);
    call.slack.workspace.put(kind::kFiles, id, std::move(document));
    if (channel_id.empty()) continue;
    Json message = bot_message(call.str("initial_comment"));
    if (call.has("thread_ts")) message["thread_ts"] = call.str("thread_ts");
    share_file(call.slack, id, channel_id, std::move(message));
  }
  return {{"files", done}};
}

Json files_info(Call& call) {
  const Json* document = call.slack.workspace.find(kind::kFiles, call.str("file"));
  if (!document || !get_bool(*document, "completed")) fail("file_not_found");
  return {{"file", (*document)["file"]}, {"comments", Json::array()}};
}

}  // namespace api
}  // namespace muster::fake::slack
