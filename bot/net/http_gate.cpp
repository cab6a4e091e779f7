#include "bot/net/http_gate.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "bot/base/ascii.hpp"

namespace muster::net {

namespace {

constexpr std::size_t kMaxChunkSizeDigits = 16;
constexpr std::size_t kMaxChunkExtensionBytes = 64;

std::unexpected<HttpRefusal> refuse(int status, std::string why) {
  return std::unexpected(HttpRefusal{status, std::move(why)});
}

bool is_visible(char c) {
  return c > ' ' && c < '\x7F';
}

// The method must be one we know; its case matters (RFC 9110 section 9.1).
std::optional<HttpRefusal> check_method(std::string_view method) {
  static constexpr std::array<std::string_view, 7> kServed{"GET",   "HEAD",   "POST",   "PUT",
                                                           "PATCH", "DELETE", "OPTIONS"};
  if (std::ranges::find(kServed, method) != kServed.end()) return std::nullopt;
  if (method == "TRACE" || method == "CONNECT") return HttpRefusal{405, "method not served"};
  if (!is_valid_field(method, "")) return HttpRefusal{400, "malformed method"};
  return HttpRefusal{501, "unknown method"};
}

std::optional<HttpRefusal> check_version(std::string_view version, RequestHead& head) {
  const bool shaped = version.size() == 8 && version.starts_with("HTTP/") && is_digit(version[5]) &&
                      version[6] == '.' && is_digit(version[7]);
  if (!shaped) return HttpRefusal{400, "malformed version"};
  if (version != "HTTP/1.1" && version != "HTTP/1.0")
    return HttpRefusal{505, "only HTTP/1.1 and HTTP/1.0 are served"};
  head.minor = version[7] - '0';
  return std::nullopt;
}

std::optional<HttpRefusal> take_request_line(std::string_view line, const HttpLimits& limits,
                                             RequestHead& head) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return HttpRefusal{400, "malformed request line"};
  head.method = line.substr(0, first);
  head.target = line.substr(first + 1, last - first - 1);
  if (auto wrong = check_version(line.substr(last + 1), head)) return wrong;
  if (auto wrong = check_method(head.method)) return wrong;
  if (head.target.size() > limits.target_bytes) return HttpRefusal{414, "target too long"};
  if (head.target.empty() || !std::ranges::all_of(head.target, is_visible) ||
      head.target.find('#') != std::string::npos) {
    return HttpRefusal{400, "malformed target"};
  }
  return std::nullopt;
}

std::optional<HttpRefusal> take_field(std::string_view line, RequestHead& head) {
  if (line.starts_with(' ') || line.starts_with('\t')) return HttpRefusal{400, "folded field"};
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return HttpRefusal{400, "field without a colon"};
  const std::string_view value = trim(line.substr(colon + 1));
  // A blank before the colon is not a token character, so "Content-Length : 5" ends here too.
  if (!is_valid_field(line.substr(0, colon), value)) return HttpRefusal{400, "malformed field"};
  head.headers.add(std::string{line.substr(0, colon)}, std::string{value});
  return std::nullopt;
}

std::optional<HttpRefusal> check_host(RequestHead& head) {
  if (head.headers.count("Host") != 1) return HttpRefusal{400, "not exactly one Host"};
  const std::string host = head.headers.get("Host");
  const auto fits = [](char c) {
    return is_alnum(c) || c == '-' || c == '.' || c == '_' || c == ':' || c == '[' || c == ']';
  };
  if (host.empty() || !std::ranges::all_of(host, fits)) return HttpRefusal{400, "malformed Host"};
  return std::nullopt;
}

// Brings an absolute target to origin form; the host it names must be the one in Host.
std::optional<HttpRefusal> settle_target(RequestHead& head) {
  if (head.target.starts_with('/')) return std::nullopt;
  if (head.target == "*") {
    return head.method == "OPTIONS" ? std::nullopt
                                    : std::optional{HttpRefusal{400, "target * is for OPTIONS"}};
  }
  const auto scheme_end = head.target.find("://");
  if (scheme_end == std::string::npos) return HttpRefusal{400, "malformed target"};
  const std::string_view scheme = std::string_view{head.target}.substr(0, scheme_end);
  if (!same_name(scheme, "http") && !same_name(scheme, "https")) return HttpRefusal{400, "malformed target"};
  const std::string rest = head.target.substr(scheme_end + 3);
  const auto path = std::min(rest.find_first_of("/?"), rest.size());
  if (!same_name(rest.substr(0, path), head.headers.get("Host"))) {
    return HttpRefusal{400, "target and Host name different hosts"};
  }
  head.target = rest.substr(path);
  if (!head.target.starts_with('/')) head.target.insert(0, "/");
  return std::nullopt;
}

std::optional<HttpRefusal> take_content_length(RequestHead& head) {
  const auto count = head.headers.count("Content-Length");
  if (count == 0) return std::nullopt;
  const std::string text = head.headers.get("Content-Length");
  std::uint64_t length = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  const bool leading_zero = text.size() > 1 && text[0] == '0';
  if (count > 1 || error != std::errc{} || end != text.data() + text.size() || leading_zero) {
    return HttpRefusal{400, "Content-Length is not one plain number"};
  }
  head.content_length = length;
  return std::nullopt;
}

std::optional<HttpRefusal> take_framing(RequestHead& head) {
  if (auto wrong = take_content_length(head)) return wrong;
  const auto codings = head.headers.count("Transfer-Encoding");
  if (codings == 0) return std::nullopt;
  if (head.minor == 0) return HttpRefusal{400, "Transfer-Encoding on HTTP/1.0"};
  if (head.content_length) return HttpRefusal{400, "Transfer-Encoding beside Content-Length"};
  if (codings > 1 || !same_name(head.headers.get("Transfer-Encoding"), "chunked")) {
    return HttpRefusal{400, "Transfer-Encoding is not a single chunked"};
  }
  head.chunked = true;
  return std::nullopt;
}

// Connection is a list of tokens; what else is in it may hide a token from one of two readers.
bool is_token_list(std::string_view list) {
  while (true) {
    const std::string_view piece = list.substr(0, list.find(','));
    if (!is_valid_field(trim(piece), "")) return false;
    if (piece.size() == list.size()) return true;
    list.remove_prefix(piece.size() + 1);
  }
}

std::optional<HttpRefusal> take_options(RequestHead& head) {
  const HttpHeaders& headers = head.headers;
  for (const auto& [name, value] : headers.fields()) {
    if (same_name(name, "Connection") && !is_token_list(value))
      return HttpRefusal{400, "malformed Connection"};
  }
  head.keep_alive = head.minor == 1 && !headers.has_token("Connection", "close");
  if (head.minor == 1 && headers.has("Expect")) {
    if (headers.count("Expect") != 1 || !same_name(headers.get("Expect"), "100-continue")) {
      return HttpRefusal{417, "unknown expectation"};
    }
    head.expects_continue = true;
  }
  head.wants_websocket = head.method == "GET" && head.minor == 1 &&
                         headers.has_token("Upgrade", "websocket") &&
                         headers.has_token("Connection", "upgrade");
  const bool has_body = head.chunked || head.content_length.value_or(0) > 0;
  if (head.wants_websocket && has_body) return HttpRefusal{400, "a WebSocket request with a body"};
  return std::nullopt;
}

// ";name" or ";name=value" any number of times, tokens only: nobody needs the quoted form, and it hides
// things.
bool is_plain_extension(std::string_view extension) {
  while (!extension.empty()) {
    extension.remove_prefix(1);  // the semicolon
    const std::string_view piece = extension.substr(0, extension.find(';'));
    const auto equals = std::min(piece.find('='), piece.size());
    if (!is_valid_field(piece.substr(0, equals), "")) return false;
    if (equals < piece.size() && !is_valid_field(piece.substr(equals + 1), "")) return false;
    extension.remove_prefix(piece.size());
  }
  return true;
}

}  // namespace

Gated<std::size_t> find_head(std::string_view received, const HttpLimits& limits) {
  bool first_line = true;
  std::size_t line_start = 0;
  const std::size_t end = std::min(received.size(), limits.head_bytes);
  for (std::size_t i = 0; i < end; ++i) {
    const bool after_cr = i > line_start && received[i - 1] == '\r';
    if (received[i] != '\n') {
      if (after_cr) return refuse(400, "bare CR");
      continue;
    }
    if (!after_cr) return refuse(400, "bare LF");
    if (i - line_start == 1) {
      if (first_line) return refuse(400, "empty request line");
      return i + 1;
    }
    first_line = false;
    line_start = i + 1;
  }
  if (received.size() < limits.head_bytes) return std::size_t{0};
  if (first_line) return refuse(414, "request line too long");
  return refuse(431, "head too long");
}

Gated<RequestHead> parse_head(std::string_view block, const HttpLimits& limits) {
  RequestHead head;
  std::size_t fields = 0;
  for (bool first_line = true;; first_line = false) {
    const auto end = block.find("\r\n");
    if (end == std::string_view::npos) return refuse(400, "head without an end");
    const std::string_view line = block.substr(0, end);
    block.remove_prefix(end + 2);
    if (line.empty()) break;
    if (!first_line && ++fields > limits.fields) return refuse(431, "too many fields");
    auto wrong = first_line ? take_request_line(line, limits, head) : take_field(line, head);
    if (wrong) return std::unexpected(*std::move(wrong));
  }
  if (!block.empty()) return refuse(400, "bytes after the head");
  for (const auto step : {check_host, settle_target, take_framing, take_options}) {
    if (auto wrong = step(head)) return std::unexpected(*std::move(wrong));
  }
  return head;
}

Gated<std::size_t> ChunkDecoder::feed(std::string_view received) {
  std::size_t taken = 0;
  while (taken < received.size() && !done()) {
    const std::string_view rest = received.substr(taken);
    const auto step = state_ == State::data ? feed_data(rest) : feed_line(rest);
    if (!step) return step;
    taken += *step;
  }
  return taken;
}

Gated<std::size_t> ChunkDecoder::feed_data(std::string_view received) {
  const std::size_t count = std::min<std::uint64_t>(left_, received.size());
  body_ += received.substr(0, count);
  left_ -= count;
  if (left_ == 0) state_ = State::data_end;
  return count;
}

Gated<std::size_t> ChunkDecoder::feed_line(std::string_view received) {
  for (std::size_t i = 0; i < received.size(); ++i) {
    const char c = received[i];
    const bool after_cr = line_.ends_with('\r');
    if (after_cr != (c == '\n')) return refuse(400, "bare CR or LF in the chunked body");
    if (after_cr) {
      line_.pop_back();
      if (auto wrong = end_line()) return std::unexpected(*std::move(wrong));
      line_.clear();
      return i + 1;
    }
    if (c != '\r' && !is_visible(c)) return refuse(400, "malformed chunk line");
    line_ += c;
    if (line_.size() > kMaxChunkSizeDigits + kMaxChunkExtensionBytes + 1)
      return refuse(400, "chunk line too long");
  }
  return received.size();
}

std::optional<HttpRefusal> ChunkDecoder::end_line() {
  if (state_ == State::size_line) return take_size_line();
  if (!line_.empty())
    return HttpRefusal{400, state_ == State::last_line ? "trailer" : "chunk longer than its size"};
  state_ = state_ == State::last_line ? State::done : State::size_line;
  return std::nullopt;
}

std::optional<HttpRefusal> ChunkDecoder::take_size_line() {
  const auto digits = std::min(line_.find(';'), line_.size());
  if (digits == 0 || digits > kMaxChunkSizeDigits) return HttpRefusal{400, "malformed chunk size"};
  if (line_.size() - digits > kMaxChunkExtensionBytes) return HttpRefusal{400, "chunk extension too long"};
  if (!is_plain_extension(std::string_view{line_}.substr(digits)))
    return HttpRefusal{400, "malformed chunk extension"};
  const auto [end, error] = std::from_chars(line_.data(), line_.data() + digits, left_, 16);
  if (error != std::errc{} || end != line_.data() + digits) return HttpRefusal{400, "malformed chunk size"};
  if (left_ > max_body_bytes_ - body_.size()) return HttpRefusal{413, "body too large"};
  state_ = left_ == 0 ? State::last_line : State::data;
  return std::nullopt;
}

}  // namespace muster::net
