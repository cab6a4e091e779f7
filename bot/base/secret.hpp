// Secret: a token that cannot be printed by accident. reveal() is the only way to its bytes and is meant for
// the one line that puts it on the wire.
#pragma once

#include <string>
#include <utility>

namespace muster {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_{std::move(value)} {}
  [[nodiscard]] const std::string& reveal() const { return value_; }
  [[nodiscard]] bool empty() const { return value_.empty(); }

 private:
  std::string value_;
};

}  // namespace muster
