// Files in channels, and the URLs their bytes travel through.
#pragma once

#include <string>

#include "tests/emulators/common/http_types.hpp"
#include "tests/emulators/slack/slack.hpp"

namespace muster::fake::slack {

// Shares a complete file with that message (text, user, thread). The message as posted.
Json share_file(Slack& slack, const std::string& file_id, const std::string& channel_id, Json message);
// A complete file of a person; its id.
std::string add_file(Slack& slack, const std::string& name, const std::string& content,
                     const std::string& user);

HttpReply handle_upload(Slack& slack, const HttpRequest& request);    // POST /upload/v1/<id>
HttpReply handle_download(Slack& slack, const HttpRequest& request);  // GET /files/<id>/<name>

}  // namespace muster::fake::slack
