// Secret: a token that cannot be printed by accident. reveal() is the only way to its bytes and is meant for
// the one line that puts it on the wire. Its memory is wiped before it is given back; what somebody made of
// the bytes (the header of a request) is theirs.
#pragma once

#include <string>
#include <utility>

namespace muster {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) noexcept : value_{std::move(value)} { wipe(value); }
  Secret(const Secret&) = default;
  Secret(Secret&& other) noexcept : value_{std::move(other.value_)} { wipe(other.value_); }
  Secret& operator=(const Secret& other) { return *this = Secret{other}; }
  Secret& operator=(Secret&& other) noexcept;
  ~Secret() { wipe(value_); }

  [[nodiscard]] const std::string& reveal() const { return value_; }
  [[nodiscard]] bool empty() const { return value_.empty(); }

 private:
  // Empties it, and leaves zeros in all of its memory: also in what a short string keeps when it was moved
  // from.
  static void wipe(std::string& bytes) noexcept;
  std::string value_;
};

}  // namespace muster
