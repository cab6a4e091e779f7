#include "bot/net/url.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "bot/base/ascii.hpp"

namespace muster::net {

namespace {

constexpr std::size_t kMaxUrlBytes = 4096;
constexpr std::size_t kMaxFormFields = 1000;

struct Scheme {
  std::string_view name;
  std::uint16_t port;
  bool secure;
};
constexpr std::array<Scheme, 4> kSchemes{
    {{"http", 80, false}, {"https", 443, true}, {"ws", 80, false}, {"wss", 443, true}}};

const Scheme* find_scheme(std::string_view name) {
  const auto* found = std::ranges::find(kSchemes, name, &Scheme::name);
  return found == kSchemes.end() ? nullptr : found;
}

std::optional<unsigned> hex_value(char c) {
  if (is_digit(c)) return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

std::optional<unsigned> small_number(std::string_view digits, unsigned max) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size() || value > max) return std::nullopt;
  return value;
}

std::unexpected<Error> not_a_url(std::string why) {
  return fail(ErrorKind::invalid, "That is not a usable URL: " + why + ".");
}

bool is_host_name(std::string_view host) {
  return !host.empty() && host.size() <= 253 &&
         std::ranges::all_of(host, [](char c) { return is_alnum(c) || c == '-' || c == '.' || c == '_'; });
}

bool is_bracketed_address(std::string_view inside) {
  return inside.find(':') != std::string_view::npos && inside.size() <= 45 &&
         std::ranges::all_of(inside, [](char c) { return hex_value(c).has_value() || c == ':' || c == '.'; });
}

// "host", "host:port" or "[v6]:port" into url; "" or what is wrong.
std::string read_authority(std::string_view authority, Url& url) {
  if (authority.find('@') != std::string_view::npos) return "it must not carry a user name or password";
  std::string_view rest;
  if (authority.starts_with('[')) {
    const auto end = authority.find(']');
    if (end == std::string_view::npos || !is_bracketed_address(authority.substr(1, end - 1)))
      return "bad IPv6 address";
    url.host = lower(authority.substr(1, end - 1));
    rest = authority.substr(end + 1);
  } else {
    const auto colon = std::min(authority.find(':'), authority.size());
    url.host = lower(authority.substr(0, colon));
    rest = authority.substr(colon);
    if (!is_host_name(url.host)) return "bad host name";
  }
  if (rest.empty()) return "";
  const auto port = small_number(rest.substr(1), 65535);
  if (rest[0] != ':' || !port || *port == 0) return "the port must be a number from 1 to 65535";
  url.port = static_cast<std::uint16_t>(*port);
  return "";
}

}  // namespace

bool Url::secure() const {
  const Scheme* known = find_scheme(scheme);
  return known != nullptr && known->secure;
}

std::string Url::authority() const {
  std::string out = host.find(':') == std::string::npos ? host : "[" + host + "]";
  const Scheme* known = find_scheme(scheme);
  if (known == nullptr || known->port != port) out += ":" + std::to_string(port);
  return out;
}

std::string Url::text() const {
  return scheme + "://" + authority() + target;
}

Result<Url> parse_url(std::string_view text) {
  if (text.size() > kMaxUrlBytes) return not_a_url("it is longer than 4 KiB");
  if (!std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7F'; })) {
    return not_a_url("white space, control and non-ASCII characters must be percent-encoded");
  }
  const auto colon = text.find("://");
  if (colon == std::string_view::npos) return not_a_url("it must start with https:// or wss://");
  Url url;
  url.scheme = lower(text.substr(0, colon));
  const Scheme* known = find_scheme(url.scheme);
  if (known == nullptr) return not_a_url("its scheme must be http, https, ws or wss");
  url.port = known->port;

  std::string_view rest = text.substr(colon + 3);
  rest = rest.substr(0, rest.find('#'));
  if (rest.find('\\') != std::string_view::npos) return not_a_url("it must not contain a backslash");
  const auto path = std::min(rest.find_first_of("/?"), rest.size());
  if (const std::string wrong = read_authority(rest.substr(0, path), url); !wrong.empty())
    return not_a_url(wrong);
  url.target = rest.substr(path);
  if (!url.target.starts_with('/')) url.target.insert(0, "/");
  return url;
}

Result<Url> parse_service_url(std::string_view text) {
  MUSTER_TRY(auto url, parse_url(text));
  MUSTER_CHECK(check_transport(url));
  return url;
}

Result<Done> check_transport(const Url& url) {
  if (url.secure() || is_loopback_host(url.host)) return Done{};
  return fail(ErrorKind::invalid, "The URL of " + url.host + " uses " + url.scheme +
                                      "://, which anybody on the way can read. Write " + url.scheme +
                                      "s:// instead; plain " + url.scheme +
                                      ":// is only for localhost, 127.0.0.1 and [::1].");
}

bool is_loopback_host(std::string_view host) {
  if (host == "::1" || lower(host) == "localhost") return true;
  if (!host.starts_with("127.") || !std::ranges::all_of(host, [](char c) { return is_digit(c) || c == '.'; }))
    return false;
  int parts = 0;
  for (std::string_view rest = host;; rest.remove_prefix(rest.find('.') + 1)) {
    const std::string_view part = rest.substr(0, rest.find('.'));
    const bool leading_zero = part.size() > 1 && part[0] == '0';  // would be octal to some resolvers
    if (leading_zero || !small_number(part, 255)) return false;
    ++parts;
    if (part.size() == rest.size()) break;
  }
  return parts == 4;
}

std::string percent_encode(std::string_view raw) {
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  out.reserve(raw.size());
  for (const char c : raw) {
    if (is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', kDigits[byte >> 4U], kDigits[byte & 0x0FU]};
    }
  }
  return out;
}

Result<std::string> percent_decode(std::string_view encoded) {
  std::string out;
  out.reserve(encoded.size());
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    if (encoded[i] != '%') {
      out += encoded[i];
      continue;
    }
    const auto high = i + 2 < encoded.size() ? hex_value(encoded[i + 1]) : std::nullopt;
    const auto low = high ? hex_value(encoded[i + 2]) : std::nullopt;
    if (!low)
      return fail(ErrorKind::invalid, "A percent sign must be followed by two hex digits.",
                  "byte " + std::to_string(i + 1));
    out += static_cast<char>(*high << 4U | *low);
    i += 2;
  }
  return out;
}

std::string form_encode(const FormFields& fields) {
  const auto encode = [](std::string_view text) {
    std::string out = percent_encode(text);
    for (auto at = out.find("%20"); at != std::string::npos; at = out.find("%20", at + 1))
      out.replace(at, 3, "+");
    return out;
  };
  std::string out;
  for (const auto& [name, value] : fields) {
    if (!out.empty()) out += '&';
    out += encode(name) + "=" + encode(value);
  }
  return out;
}

Result<FormFields> form_decode(std::string_view encoded) {
  const auto decode = [](std::string_view text) {
    std::string spaced{text};
    std::ranges::replace(spaced, '+', ' ');
    return percent_decode(spaced);
  };
  FormFields fields;
  while (!encoded.empty()) {
    const std::string_view field = encoded.substr(0, encoded.find('&'));
    encoded.remove_prefix(std::min(field.size() + 1, encoded.size()));
    if (field.empty()) continue;
    if (fields.size() == kMaxFormFields)
      return fail(ErrorKind::invalid, "The form has more than 1000 fields.");
    const auto equals = std::min(field.find('='), field.size());
    MUSTER_TRY(auto name, decode(field.substr(0, equals)));
    MUSTER_TRY(auto value, decode(field.substr(std::min(equals + 1, field.size()))));
    fields.emplace_back(std::move(name), std::move(value));
  }
  return fields;
}

}  // namespace muster::net
