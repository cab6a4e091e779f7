// Signatures with a certificate's RSA key, as Amazon's SNS makes them. Safe from every thread.
#pragma once

#include <cstdint>
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

}  // namespace muster::net
