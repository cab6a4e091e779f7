#include "bot/base/secret.hpp"

#include <string.h>  // NOLINT(modernize-deprecated-headers): explicit_bzero is not ISO's

namespace muster {

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this == &other) return *this;
  wipe(value_);  // the string may give its memory to the other one, or back
  value_ = std::move(other.value_);
  wipe(other.value_);
  return *this;
}

void Secret::wipe(std::string& bytes) noexcept {
  bytes.resize(bytes.capacity());  // takes no memory
  explicit_bzero(bytes.data(), bytes.size());
  bytes.clear();
}

}  // namespace muster
