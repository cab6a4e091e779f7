// Strict JSON: the only door from foreign bytes to nlohmann::json. What comes through it is bounded (so
// copying, dumping and comparing it cannot exhaust the stack) and valid UTF-8. Codecs read it with the
// checked getters below, which treat an absent member, a null and a value of the wrong type alike, and never
// wrap a number. Safe from every thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "bot/base/result.hpp"

namespace muster::net {

struct JsonLimits {
  std::size_t max_bytes = 1024UL * 1024;
  std::size_t max_depth = 64;     // nested arrays and objects
  std::size_t max_nodes = 20000;  // values of every kind, keys not counted
  bool reject_duplicate_keys =
      false;  // set it for bodies that decide about rights; otherwise the last one wins
};

// One whole JSON text. invalid: not JSON, over a limit, invalid UTF-8 or a NUL byte; detail names the byte
// position and never quotes the input. An escaped \u0000 inside a string is accepted (bot/base/utf8.hpp drops
// it from text).
[[nodiscard]] Result<nlohmann::json> parse_json(std::string_view bytes, JsonLimits limits = {});

// Compact; invalid UTF-8 inside strings becomes U+FFFD instead of an exception.
[[nodiscard]] std::string dump_json(const nlohmann::json& value);

// The member, or a null that lives as long as the program: chains as member(member(j, "a"), "b").
[[nodiscard]] const nlohmann::json& member(const nlohmann::json& object, std::string_view key);
// The element, or the same null.
[[nodiscard]] const nlohmann::json& element(const nlohmann::json& array, std::size_t index);

// "" when absent, null or not a string.
[[nodiscard]] std::string text(const nlohmann::json& object, std::string_view key);
// Whole numbers that fit; nothing for 1.5, "1", 2^63.
[[nodiscard]] std::optional<std::int64_t> integer(const nlohmann::json& object, std::string_view key);
// Any number; nothing for text.
[[nodiscard]] std::optional<double> number(const nlohmann::json& object, std::string_view key);
// True only for a JSON true.
[[nodiscard]] bool flag(const nlohmann::json& object, std::string_view key);

// Not empty text, or invalid naming the key.
[[nodiscard]] Result<std::string> require_text(const nlohmann::json& object, std::string_view key);
[[nodiscard]] Result<std::int64_t> require_integer(const nlohmann::json& object, std::string_view key);

}  // namespace muster::net
