#include "bot/net/http_call.hpp"

#include <algorithm>
#include <array>

#include "bot/base/log.hpp"
#include "bot/base/utf8.hpp"
#include "bot/net/url.hpp"

namespace muster::net {

namespace {

// Everything from our own origin, nothing inline, nowhere in a frame.
constexpr const char* kContentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

bool has_dot_segment(std::string_view path) {
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const std::string_view segment = path.substr(0, path.find('/'));
    if (segment == "." || segment == "..") return true;
    path.remove_prefix(segment.size());
  }
  return false;
}

bool is_clean_path(std::string_view path) {
  return path.starts_with('/') && is_valid_utf8(path) && !has_dot_segment(path) &&
         std::ranges::none_of(path,
                              [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7F'; });
}

std::unexpected<HttpRefusal> malformed(std::string why) {
  return std::unexpected(HttpRefusal{400, std::move(why)});
}

std::string_view reason_phrase(int status) {
  struct Phrase {
    int status;
    std::string_view text;
  };
  static constexpr std::array<Phrase, 29> kPhrases{{
      {200, "OK"},
      {201, "Created"},
      {202, "Accepted"},
      {204, "No Content"},
      {301, "Moved Permanently"},
      {302, "Found"},
      {303, "See Other"},
      {304, "Not Modified"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {406, "Not Acceptable"},
      {408, "Request Timeout"},
      {409, "Conflict"},
      {410, "Gone"},
      {413, "Content Too Large"},
      {414, "URI Too Long"},
      {415, "Unsupported Media Type"},
      {417, "Expectation Failed"},
      {422, "Unprocessable Content"},
      {429, "Too Many Requests"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {501, "Not Implemented"},
      {502, "Bad Gateway"},
      {503, "Service Unavailable"},
      {505, "HTTP Version Not Supported"},
  }};
  const auto* found = std::ranges::find(kPhrases, status, &Phrase::status);
  return found == kPhrases.end() ? "Status" : found->text;
}

}  // namespace

HttpReply reply_with(int status, std::string kind, std::string body) {
  return HttpReply{status, {{"Content-Type", std::move(kind) + "; charset=utf-8"}}, std::move(body)};
}

void add_security_headers(HttpReply& reply, bool is_tls) {
  reply.headers.set_default("Content-Security-Policy", kContentSecurityPolicy);
  reply.headers.set_default("X-Content-Type-Options", "nosniff");
  reply.headers.set_default("Referrer-Policy", "no-referrer");
  reply.headers.set_default("Cross-Origin-Opener-Policy", "same-origin");
  reply.headers.set_default("Cross-Origin-Resource-Policy", "same-origin");
  reply.headers.set_default("Cache-Control", "no-store");
  if (is_tls) reply.headers.set_default("Strict-Transport-Security", "max-age=31536000");
}

Gated<HttpCall> make_call(const RequestHead& head, std::string remote_address, bool is_tls) {
  HttpCall call;
  call.method = head.method == "HEAD" ? "GET" : head.method;
  call.headers = head.headers;
  call.remote_address = std::move(remote_address);
  call.is_tls = is_tls;
  call.path = head.target;
  call.target = head.target;
  if (head.target == "*") return call;

  const auto question = std::min(head.target.find('?'), head.target.size());
  const std::string raw_path = head.target.substr(0, question);
  const auto path = percent_decode(raw_path);
  if (!path || !is_clean_path(*path)) return malformed("malformed path");
  if (std::ranges::count(*path, '/') != std::ranges::count(raw_path, '/'))
    return malformed("encoded slash in the path");
  call.path = *path;
  const auto query = form_decode(head.target.substr(std::min(question + 1, head.target.size())));
  if (!query) return malformed("malformed query");
  for (const auto& [name, value] : *query) call.query.emplace(name, value);
  return call;
}

std::string reply_bytes(HttpReply reply, bool is_tls, bool to_head, bool keep_alive) {
  add_security_headers(reply, is_tls);
  std::string out =
      "HTTP/1.1 " + std::to_string(reply.status) + " " + std::string{reason_phrase(reply.status)} + "\r\n";
  for (const auto& [name, value] : reply.headers.fields()) {
    if (same_name(name, "Content-Length") || same_name(name, "Connection") ||
        same_name(name, "Transfer-Encoding"))
      continue;
    if (is_valid_field(name, value)) {
      out += name + ": " + value + "\r\n";
    } else {
      log_error("a reply header was left out because of a control character in it",
                {{"status", std::to_string(reply.status)}});
    }
  }
  if (!keep_alive) out += "Connection: close\r\n";
  const bool never_has_body = reply.status == 204 || reply.status == 304;
  if (!never_has_body) out += "Content-Length: " + std::to_string(reply.body.size()) + "\r\n";
  out += "\r\n";
  if (!to_head && !never_has_body) out += reply.body;
  return out;
}

}  // namespace muster::net
