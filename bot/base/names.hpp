// Names of enumerators, stated once per enum: what is stored, typed and shown. An enum joins by specialising
// EnumNames.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace muster {

// Specialise with: static constexpr std::array kNames = {std::string_view{"..."}, ...} in the order of the
// enumerators.
template <class E>
struct EnumNames;

template <class E>
[[nodiscard]] constexpr std::string_view name_of(E value) {
  return EnumNames<E>::kNames[static_cast<std::size_t>(value)];
}

template <class E>
[[nodiscard]] constexpr std::optional<E> named(std::string_view name) {
  for (std::size_t i = 0; i < EnumNames<E>::kNames.size(); ++i) {
    if (EnumNames<E>::kNames[i] == name) return static_cast<E>(i);
  }
  return std::nullopt;
}

}  // namespace muster
