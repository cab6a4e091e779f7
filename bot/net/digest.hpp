// Digests, signatures and randomness (OpenSSL behind it). Safe from every thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "bot/base/secret.hpp"

namespace muster::net {

// Lower-case hex, 64 characters.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

// HMAC-SHA-256 as lower-case hex, 64 characters: what Slack's v0 signature and most alert webhooks use.
[[nodiscard]] std::string hmac_sha256_hex(const Secret& key, std::string_view bytes);

// count bytes from the system's generator as 2 * count hex digits. Throws std::runtime_error when there is no
// randomness: nothing sensible can go on without it.
[[nodiscard]] std::string random_hex(std::size_t count);

// 256 random bits and two more, as 43 characters A-Z a-z 0-9 - _: session ids, single-use links.
[[nodiscard]] std::string random_token();

// Compares in a time that depends only on the lengths. Use it for every signature and token.
[[nodiscard]] bool constant_time_equal(std::string_view a, std::string_view b);

}  // namespace muster::net
