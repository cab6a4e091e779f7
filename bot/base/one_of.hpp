// OneOf<T, std::variant<A, B>>: T is A or B.
#pragma once

#include <concepts>
#include <variant>

namespace muster {

template <class T, class Variant>
inline constexpr bool kIsOneOf = false;
template <class T, class... Alternatives>
inline constexpr bool kIsOneOf<T, std::variant<Alternatives...>> = (std::same_as<T, Alternatives> || ...);

template <class T, class Variant>
concept OneOf = kIsOneOf<T, Variant>;

}  // namespace muster
