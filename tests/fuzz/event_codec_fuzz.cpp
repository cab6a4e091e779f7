// A stored body as a damaged file might hold it: the first byte chooses the type, the rest is the JSON. What
// can be read must be the same when written and read again.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "bot/store/event_codec.hpp"

namespace {

template <class Variant>
constexpr auto kTypes = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array{std::variant_alternative_t<I, typename Variant::Alternatives>::kType...};
}(std::make_index_sequence<std::variant_size_v<typename Variant::Alternatives>>{});

template <class Variant>
void try_one(std::uint8_t choice, std::string_view json, auto read) {
  const std::string_view type = kTypes<Variant>[choice % kTypes<Variant>.size()];
  const auto first = read(type, json);
  if (!first) {
    if (first.error().kind != muster::ErrorKind::corrupt || first.error().say.empty()) std::abort();
    return;
  }
  const std::string written = muster::store::to_json(*first);
  const auto second = read(type, written);
  if (!second || *second != *first || muster::store::to_json(*second) != written) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view json{reinterpret_cast<const char*>(data) + 1, size - 1};
  try_one<muster::EventBody>(*data, json, muster::store::event_body);
  try_one<muster::EffectBody>(*data, json, muster::store::effect_body);
  return 0;
}
