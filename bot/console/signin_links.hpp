// One-time sign-in links: kept in memory, good for 24 hours, used once. io thread only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/domain/vocabulary.hpp"

namespace muster::console {

// Whom a link is for: somebody known, a newcomer of that name, or (both empty) whoever opens it and gives a
// name.
struct Guest {
  std::optional<PersonId> person;
  std::string name;
};

class SigninLinks {
 public:
  // The token of a new link.
  [[nodiscard]] std::string make(Guest guest, Time now);
  // Whom it is for; none when it is unknown, used or too old.
  [[nodiscard]] std::optional<Guest> find(std::string_view token, Time now) const;
  // After this it does not work any more.
  void use(std::string_view token);
  // It was used, but the sign-in could not be kept: it works again.
  void give_back(std::string_view token, Guest guest, Time now);

 private:
  struct Link {
    std::string token_hash;
    Guest guest;
    Time expires_at{};
  };
  std::vector<Link> links_;
};

}  // namespace muster::console
