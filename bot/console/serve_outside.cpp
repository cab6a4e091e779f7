// What is served without a session: health, metrics and the console's own files.
#include <algorithm>
#include <map>
#include <string_view>

#include "bot/base/embedded.hpp"
#include "bot/console/answer_codec.hpp"
#include "bot/console/handlers.hpp"
#include "bot/console/replies.hpp"
#include "bot/net/digest.hpp"

namespace muster::console {

namespace {

struct WebFile {
  std::string_view bytes;
  std::string tag;
};

const std::map<std::string_view, WebFile>& web_files() {
  static const auto kFiles = [] {
    std::map<std::string_view, WebFile> files;
    for (const EmbeddedFile& file : embedded_web())
      files[file.path] = {file.bytes, '"' + net::sha256_hex(file.bytes).substr(0, 32) + '"'};
    return files;
  }();
  return kFiles;
}

std::string kind_of(std::string_view path) {
  const auto dot = path.rfind('.');
  const std::string_view ending = dot == std::string_view::npos ? "" : path.substr(dot + 1);
  if (ending == "html") return "text/html";
  if (ending == "js") return "text/javascript";
  if (ending == "css") return "text/css";
  if (ending == "svg") return "image/svg+xml";
  return "application/octet-stream";
}

// The browser's own addresses ("/incidents/7") all are the one page; a name with a dot is a file.
std::string_view file_at(std::string_view path) {
  path.remove_prefix(1);
  const auto last = path.substr(path.rfind('/') + 1);
  return last.find('.') == std::string_view::npos ? "index.html" : path;
}

bool all_ready(const std::vector<HealthPart>& parts) {
  return std::ranges::all_of(parts, [](const HealthPart& part) { return part.report.ready; });
}

}  // namespace

Answered get_alive(Site& /*site*/, Visit /*visit*/) {
  co_return net::reply_with(200, "text/plain", "alive\n");
}

Answered get_ready(Site& site, Visit visit) {
  const auto parts = site.deps.health();
  const bool ready = all_ready(parts);
  std::string body;
  if (visit.visitor || visit.is_local) {
    for (const HealthPart& part : parts) {
      body += part.name + (part.report.ready ? ": ready" : ": not ready");
      if (!part.report.reason.empty()) body += ", " + part.report.reason;
      body += '\n';
    }
  } else {
    body = ready ? "ready\n" : "not ready\n";
  }
  co_return net::reply_with(ready ? 200 : 503, "text/plain", std::move(body));
}

Answered get_metrics(Site& site, Visit /*visit*/) {
  net::HttpReply reply{
      200, {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}}, site.deps.metrics()};
  co_return reply;
}

Answered get_health(Site& site, Visit /*visit*/) {
  co_return json_reply(health_json(site.deps.health()));
}

Answered get_web_file(Site& /*site*/, Visit visit) {
  const auto path = file_at(visit.call.path);
  const auto found = web_files().find(path);
  if (found == web_files().end())
    co_return fail(ErrorKind::not_found, "There is no such page. Start at / and find the way from there.");
  const WebFile& file = found->second;
  const bool known = visit.call.headers.get("If-None-Match") == file.tag;
  auto reply =
      known ? net::HttpReply{304, {}, {}} : net::reply_with(200, kind_of(path), std::string{file.bytes});
  reply.headers.set("ETag", file.tag);
  reply.headers.set("Cache-Control", "no-cache");
  co_return reply;
}

}  // namespace muster::console
