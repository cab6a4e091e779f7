// Words that leave muster and come back unchanged: in the address of a callback, in a mail that is answered.
// Readable by anybody, made only by who has the key. Safe from every thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/base/secret.hpp"

namespace muster::net {

// A-Z a-z 0-9 - _ and one full stop.
[[nodiscard]] std::string seal(const Secret& key, std::string_view words);
// None: altered, or sealed with another key.
[[nodiscard]] std::optional<std::string> unseal(const Secret& key, std::string_view sealed);

// Sixteen hex digits that only the key makes of the words.
[[nodiscard]] std::string short_mac(const Secret& key, std::string_view words);

}  // namespace muster::net
