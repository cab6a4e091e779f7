// RSA signatures (PKCS#1 v1.5): with a certificate's key, as Amazon's SNS makes them, and with a bare one, as
// the tokens of Microsoft's bot service (RS256). Safe from every thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "bot/base/clock.hpp"
#include "bot/base/result.hpp"

namespace muster::net {

enum class RsaDigest : std::uint8_t { sha1, sha256 };

// Whether the signature (PKCS#1 v1.5, raw bytes) over `bytes` was made with the key of this PEM certificate,
// which must be an RSA one and valid at `now`. Who the certificate belongs to is the caller's question: it
// answers it by where it was fetched. forbidden with the reason otherwise.
[[nodiscard]] Result<Done> check_rsa(std::string_view certificate_pem, RsaDigest digest,
                                     std::string_view bytes, std::string_view signature, Time now);

// As in a JSON Web Key (RFC 7518 section 6.3.1), decoded: unsigned, most significant byte first.
struct RsaPublicKey {
  std::string modulus;
  std::string exponent;

  friend bool operator==(const RsaPublicKey&, const RsaPublicKey&) = default;
};

// A modulus of 2048 to 8192 bits and an odd exponent from 3 up that fits into 64: what nobody sane goes
// without.
[[nodiscard]] bool is_usable(const RsaPublicKey& key);

// Whether the signature (raw bytes) over `bytes` was made with this key. forbidden with the reason otherwise,
// also for a key that is not usable. Whose key it is, is the caller's question.
[[nodiscard]] Result<Done> check_rsa(const RsaPublicKey& key, RsaDigest digest, std::string_view bytes,
                                     std::string_view signature);

}  // namespace muster::net
