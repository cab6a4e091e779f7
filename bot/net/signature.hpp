// Signatures of webhooks: keyed digests as bytes, and base64. Safe from every thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/base/secret.hpp"

namespace muster::net {

[[nodiscard]] std::string hmac_sha256(const Secret& key, std::string_view bytes);  // 32 bytes
[[nodiscard]] std::string hmac_sha1(const Secret& key, std::string_view bytes);    // 20 bytes: Twilio

// RFC 4648 with padding. Decoding refuses everything else: other alphabets, line breaks, bits left over.
[[nodiscard]] std::string base64(std::string_view bytes);
[[nodiscard]] std::optional<std::string> base64_decoded(std::string_view text);
// RFC 4648 section 5 without padding, as in JSON Web Tokens; as strict.
[[nodiscard]] std::optional<std::string> base64url_decoded(std::string_view text);

[[nodiscard]] std::string to_hex(std::string_view bytes);  // lower case

}  // namespace muster::net
