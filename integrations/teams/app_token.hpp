// AppToken: the tokens with which muster calls the Bot Connector and Microsoft Graph, got from Microsoft
// Entra with the app's id and secret (OAuth 2.0 client credentials). One token a scope is kept until five
// minutes before its end; of several that need one, one asks.
//
// io thread only. Coroutines inside must end before it is destroyed.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "bot/base/clock.hpp"
#include "bot/net/service.hpp"
#include "integrations/teams/app_token_wire.hpp"
#include "integrations/teams/single_flight.hpp"

namespace muster::teams {

namespace asio = boost::asio;

inline constexpr const char* kConnectorScope = "https://api.botframework.com/.default";
inline constexpr const char* kGraphScope = "https://graph.microsoft.com/.default";

struct AppTokenOptions {
  std::string login_url = "https://login.microsoftonline.com";  // https, or http to loopback
  std::string tenant_id;                                        // where the app is registered
  std::string app_id;
  Secret app_secret;
  std::filesystem::path ca_file{};  // PEM; empty: the system's authorities
  std::optional<net::Proxy> proxy{};
};

class AppToken {
 public:
  static constexpr std::chrono::minutes kEarly{5};  // half its life before the end, when that is shorter
  // After a failure Entra is not asked again for so long while the old token is still good, or when it
  // refused the credentials: they do not become right by asking.
  static constexpr std::chrono::seconds kAfterFailure{30};
  static constexpr std::chrono::minutes kBetweenDrops{1};

  // invalid: login_url or ca_file cannot be used.
  [[nodiscard]] static Result<std::unique_ptr<AppToken>> create(asio::any_io_executor io, const Clock& clock,
                                                                AppTokenOptions options);

  // forbidden: id, secret or tenant are not right; the sentence says which and what to do. Else the errors of
  // net::Service. No sentence holds the secret or a token.
  asio::awaitable<Result<Secret>> get(std::string scope);

  // The API answered 401: the next get() asks for a new token. `refused` is the token that was sent: one that
  // came meanwhile stays; empty: whichever there is. Once a minute at most: a 401 to fresh tokens has another
  // reason.
  void drop(const std::string& scope, const Secret& refused = {});

  // Why the last question to Entra was not answered with a token; "" when it was.
  [[nodiscard]] const std::string& trouble() const { return trouble_; }

 private:
  struct Kept {
    explicit Kept(const asio::any_io_executor& io) : flight{io} {}
    SingleFlight<Secret> flight;
    Secret token{};
    Time renew{};    // from then on a new one is asked for
    Time expires{};  // it is good until then
    std::optional<Time> failed{};
    Error error{};
    std::optional<Time> dropped{};
  };

  AppToken(asio::any_io_executor io, const Clock& clock, AppTokenOptions options,
           std::shared_ptr<net::Service> service);
  asio::awaitable<Result<Secret>> renew(std::string scope, Kept& kept);
  asio::awaitable<Result<GrantedToken>> ask(std::string scope);

  asio::any_io_executor io_;
  const Clock& clock_;
  AppTokenOptions options_;
  std::shared_ptr<net::Service> service_;
  std::map<std::string, Kept> kept_;  // by scope
  std::string trouble_;
};

}  // namespace muster::teams
