// Replies of the console: JSON, and errors with an id that finds the log line.
#pragma once

#include <string>
#include <string_view>

#include "bot/base/result.hpp"
#include "bot/net/http_call.hpp"

namespace muster::console {

[[nodiscard]] net::HttpReply json_reply(std::string body);

// The policy of a page that stands alone, as reports and postmortems do: nothing in it runs or is loaded.
inline constexpr const char* kPageSecurityPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";

// Logs the error under a new id and says it. where: method and path, without the query.
struct Trouble {
  int status = 500;
  std::string code;
  std::string say;
  std::string detail = {};  // for the log
};
[[nodiscard]] net::HttpReply error_reply(const Trouble& trouble, const std::string& where);

// What a handler's error means to the browser.
[[nodiscard]] Trouble trouble_of(const Error& error);

// The one way to say that a thing is not there, or not for this person: the two are never told apart.
[[nodiscard]] std::unexpected<Error> no_such_incident();
[[nodiscard]] std::unexpected<Error> no_such_room();
[[nodiscard]] std::unexpected<Error> no_such_message();

}  // namespace muster::console
