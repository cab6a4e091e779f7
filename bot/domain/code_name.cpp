#include "bot/domain/code_name.hpp"

#include <array>

namespace muster {

namespace {

constexpr std::array<const char*, 32> kFirst = {
    "amber",  "birch",  "cedar",  "clay",  "copper", "coral", "cotton", "crystal", "dusty", "elder", "fern",
    "flint",  "frost",  "golden", "green", "hazel",  "ivory", "jade",   "linen",   "lunar", "maple", "marble",
    "meadow", "mellow", "misty",  "mossy", "olive",  "pearl", "quiet",  "silver",  "stone", "velvet"};
constexpr std::array<const char*, 32> kSecond = {
    "badger", "bridge", "canoe", "castle", "comet",   "crane",  "falcon",  "ferry",
    "garden", "harbor", "heron", "island", "kite",    "ladder", "lantern", "lark",
    "lemon",  "otter",  "owl",   "pebble", "piano",   "plover", "puffin",  "ribbon",
    "river",  "robin",  "sail",  "teapot", "thimble", "tulip",  "valley",  "walnut"};

}  // namespace

// 403 is odd, so that 1,024 numbers in a row give 1,024 names; far from 1, so that neighbours are not alike.
std::string code_name(IncidentNumber number) {
  const auto at = static_cast<std::size_t>(number.value) * 403 % (kFirst.size() * kSecond.size());
  return std::string{kFirst.at(at / kSecond.size())} + "-" + kSecond.at(at % kSecond.size());
}

}  // namespace muster
