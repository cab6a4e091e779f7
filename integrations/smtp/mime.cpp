#include "integrations/smtp/mime.hpp"

#include <algorithm>

#include "bot/base/ascii.hpp"
#include "bot/base/utf8.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/net/signature.hpp"

namespace muster::smtp {

namespace {

constexpr int kDeepest = 4;
constexpr std::size_t kMostHeader = 10000;

// A line without its end; what is left begins after it.
std::string_view take_line(std::string_view& left) {
  const auto end = left.find('\n');
  std::string_view line = left.substr(0, end);
  left.remove_prefix(end == std::string_view::npos ? left.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

std::string quoted_printable(std::string_view text) {
  std::string decoded;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '=') {
      decoded += text[at];
      continue;
    }
    const std::string_view next = text.substr(at + 1);
    if (next.starts_with("\r\n")) {
      at += 2;
    } else if (next.starts_with('\n')) {
      at += 1;
    } else if (next.size() >= 2 && hex_digit(next[0]) >= 0 && hex_digit(next[1]) >= 0) {
      decoded += static_cast<char>(hex_digit(next[0]) * 16 + hex_digit(next[1]));
      at += 2;
    } else {
      decoded += '=';
    }
  }
  return decoded;
}

std::string decoded(const MimePart& part) {
  const std::string how = lower(part.header("content-transfer-encoding"));
  if (how == "quoted-printable") return quoted_printable(part.body);
  if (how != "base64") return std::string{part.body};
  std::string packed;
  std::ranges::copy_if(part.body, std::back_inserter(packed),
                       [](char c) { return c != '\r' && c != '\n' && c != ' '; });
  return net::base64_decoded(packed).value_or("");
}

std::string without_tags(const std::string& html) {
  std::string text;
  bool inside = false;
  for (const char c : html) {
    if (c == '<') inside = true;
    if (!inside) text += c;
    if (c != '>') continue;
    inside = false;
    text += '\n';
  }
  return text;
}

// "boundary=abc" or "boundary=\"abc\"" of a Content-Type.
std::string boundary_of(const std::string& type) {
  const auto at = lower(type).find("boundary=");
  if (at == std::string::npos) return "";
  std::string value = type.substr(at + 9);
  if (value.starts_with('"')) return value.substr(1, value.find('"', 1) - 1);
  return value.substr(0, value.find_first_of("; \t"));
}

std::string words_of(const MimePart& part, std::string_view wanted, int depth) {
  const std::string type = part.headers.contains("content-type") ? part.header("content-type") : "text/plain";
  const std::string kind = lower(type.substr(0, type.find_first_of("; ")));
  if (kind == wanted) return decoded(part);
  const std::string boundary = kind.starts_with("multipart/") ? boundary_of(type) : "";
  if (boundary.empty() || depth == kDeepest) return "";
  const std::string mark = "--" + boundary;
  std::string_view left = part.body;
  for (auto at = left.find(mark); at != std::string_view::npos; at = left.find(mark)) {
    left.remove_prefix(at + mark.size());
    if (left.starts_with("--")) break;
    (void)take_line(left);
    std::string found = words_of(read_mail(left.substr(0, left.find("\n" + mark))), wanted, depth + 1);
    if (!found.empty()) return found;
  }
  return "";
}

}  // namespace

std::string MimePart::header(std::string_view name) const {
  const auto found = headers.find(std::string{name});
  return found == headers.end() ? std::string{} : found->second;
}

MimePart read_mail(std::string_view raw) {
  MimePart part;
  std::string* last = nullptr;
  while (!raw.empty()) {
    const std::string_view line = take_line(raw);
    if (line.empty()) break;
    if (line.front() == ' ' || line.front() == '\t') {
      if (last != nullptr && last->size() < kMostHeader) *last += " " + clean_text(line, false);
      continue;
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) continue;  // the "From " line of a mailbox
    last = &part.headers[lower(line.substr(0, colon))];
    if (last->size() < kMostHeader)
      *last += (last->empty() ? "" : " ") + clean_text(line.substr(colon + 1, kMostHeader), false);
  }
  part.body = raw;
  return part;
}

std::string plain_words(const MimePart& part) {
  std::string words = words_of(part, "text/plain", 0);
  return words.empty() ? without_tags(words_of(part, "text/html", 0)) : words;
}

}  // namespace muster::smtp
