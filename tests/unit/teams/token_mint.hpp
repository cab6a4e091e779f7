// Signs tokens as the bot service does, with a key of its own.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "integrations/teams/token_check.hpp"

namespace muster::teams::testing {

[[nodiscard]] std::string base64url(std::string_view bytes);

class TokenMint {
 public:
  explicit TokenMint(std::string kid);

  // "Bearer ..." over the two objects as they are written here.
  [[nodiscard]] std::string bearer(const std::string& header, const std::string& claims) const;
  // A good header, and claims that begin at `now` and end an hour later.
  [[nodiscard]] std::string bearer(const std::string& claims) const;
  [[nodiscard]] std::string good(Time now) const;

  [[nodiscard]] const std::string& kid() const { return kid_; }
  [[nodiscard]] SigningKey key() const;
  // The key as one of a JSON Web Key Set.
  [[nodiscard]] std::string jwk(const std::string& endorsements = R"(["msteams"])") const;

 private:
  std::string kid_;
  std::shared_ptr<void> key_;
};

inline constexpr std::string_view kApp = "11111111-2222-3333-4444-555555555555";
inline constexpr std::string_view kServiceUrl = "https://smba.trafficmanager.net/emea/";
// 2026-11-24T10:00:00Z
inline constexpr Time kNow{std::chrono::microseconds{1795514400LL * 1000000}};

[[nodiscard]] SaidOfItself said();
[[nodiscard]] TokenRules rules();
// {"iss":…,"aud":…,"serviceurl":…,"nbf":…,"exp":…}; `exp` as it is to be written.
[[nodiscard]] std::string claims(const std::string& exp);

}  // namespace muster::teams::testing
