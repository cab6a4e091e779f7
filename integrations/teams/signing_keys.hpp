// SigningKeys: the keys with which the bot service signs what it posts, fetched over TLS and kept.
//
// When they are fetched: on the first need, when they are older than a day, and for a kid that is not among
// them, or whose key did not sign what it should have, when they are older than an hour, since anybody can
// invent both. After a fetch that failed not again for a minute. While one is under way nobody starts a
// second. The keys there are stay in use until better ones came: a document that is not what it should be
// changes nothing and is told in health().
//
// io thread only. Coroutines inside must end before it is destroyed.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "bot/net/http_client.hpp"
#include "bot/ports/chat_platform.hpp"
#include "integrations/teams/single_flight.hpp"
#include "integrations/teams/token_check.hpp"

namespace muster::teams {

struct SigningKeysOptions {
  // https, or http to loopback. Azure Government: login.botframework.azure.us, issuer
  // https://api.botframework.us.
  std::string metadata_url = "https://login.botframework.com/v1/.well-known/openidconfiguration";
  std::string issuer = "https://api.botframework.com";  // that the metadata must name
};

class SigningKeys {
 public:
  static constexpr std::chrono::hours kOld{24};
  static constexpr std::chrono::hours kUnknownKid{1};
  static constexpr std::chrono::minutes kAfterFailure{1};

  SigningKeys(boost::asio::any_io_executor io, std::shared_ptr<net::HttpClient> http, const Clock& clock,
              SigningKeysOptions options = {});

  // Whether this request is the bot service's (token_check.hpp). forbidden: it is not. unavailable: there are
  // no keys yet to tell; the sender hears 401 then too, because after a 5xx it would come back at once.
  asio::awaitable<Result<Done>> check(std::string authorization, SaidOfItself said, TokenRules rules);

  // Fetches when it is time, so that no message has to wait for it: call it at the start and by the hour.
  asio::awaitable<Result<Done>> refresh();

  // Not ready before the first keys came. The reason tells of a fetch that fails also while old keys still
  // serve.
  [[nodiscard]] HealthReport health() const;

 private:
  enum class Need : std::uint8_t { nothing, better, some };

  [[nodiscard]] Need need(const std::string* kid, bool is_doubted = false) const;
  asio::awaitable<Result<Done>> fetch();
  asio::awaitable<Result<KeySet>> fetch_set();
  asio::awaitable<Result<std::string>> get(std::string url, std::size_t max_bytes);

  std::shared_ptr<net::HttpClient> http_;
  const Clock& clock_;
  SigningKeysOptions options_;
  SingleFlight<Done> flight_;
  KeySet keys_;
  std::optional<Time> fetched_;  // the keys there are
  std::optional<Time> failed_;   // the last try, if it did
  std::string trouble_;          // why
};

}  // namespace muster::teams
