// URLs of the services we call and the forms that travel in them. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/base/result.hpp"

namespace muster::net {

// http, https, ws or wss. No user information, no fragment.
struct Url {
  std::string scheme;      // lower case
  std::string host;        // lower case; an IPv6 address without its brackets
  std::uint16_t port = 0;  // the scheme's own when none was written
  std::string target;      // path and query as sent on the wire, "/" at least

  [[nodiscard]] bool secure() const;
  // What the Host header says: IPv6 in brackets, the port only when it is not the scheme's own.
  [[nodiscard]] std::string authority() const;
  [[nodiscard]] std::string text() const;

  friend bool operator==(const Url&, const Url&) = default;
};

// invalid: unknown scheme, user information, white space, control or non-ASCII characters, a bad port, more
// than 4 KiB. A fragment is dropped. The errors never quote the URL, because it may carry a ticket.
[[nodiscard]] Result<Url> parse_url(std::string_view text);

// The same for a URL somebody configured: http and ws are refused unless the host is loopback, and the error
// says what to write instead.
[[nodiscard]] Result<Url> parse_service_url(std::string_view text);

// The rule itself, for a URL from elsewhere: invalid for http or ws to anything but loopback. HttpClient and
// WebSocket obey it too.
[[nodiscard]] Result<Done> check_transport(const Url& url);

// "localhost", 127.0.0.0/8 as a plain dotted quad, and "::1". A name that merely resolves there is not.
[[nodiscard]] bool is_loopback_host(std::string_view host);

// Everything but A-Z a-z 0-9 - . _ ~ becomes %XX.
[[nodiscard]] std::string percent_encode(std::string_view raw);
// invalid for a cut or non-hex escape. '+' stays '+'.
[[nodiscard]] Result<std::string> percent_decode(std::string_view encoded);

using FormFields = std::vector<std::pair<std::string, std::string>>;

// application/x-www-form-urlencoded; also the query of a URL. Order is kept, a space is '+'.
[[nodiscard]] std::string form_encode(const FormFields& fields);
// invalid for a bad escape or more than 1000 fields. A field without '=' has an empty value.
[[nodiscard]] Result<FormFields> form_decode(std::string_view encoded);

}  // namespace muster::net
