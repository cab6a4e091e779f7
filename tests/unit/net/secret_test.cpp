// What is left in memory of a secret that is gone.
#include "bot/base/secret.hpp"

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <new>
#include <string>
#include <string_view>

namespace muster {
namespace {

constexpr std::string_view kShort = "hush-hush";  // kept inside the string itself
const std::string kLong = "a-secret-that-is-longer-than-what-a-string-keeps-inside";

// Memory of the test's own for a secret to live in.
class Place {
 public:
  template <class... Args>
  Secret& make(Args&&... args) {
    return *new (bytes_.data()) Secret{std::forward<Args>(args)...};
  }
  [[nodiscard]] bool holds(std::string_view text) const {
    return std::string_view{reinterpret_cast<const char*>(bytes_.data()), bytes_.size()}.find(text) !=
           std::string_view::npos;
  }

 private:
  alignas(Secret) std::array<std::byte, sizeof(Secret)> bytes_{};
};

TEST(SecretMemory, IsWipedWhenItIsGivenBack) {
  Place place;
  Secret& secret = place.make(std::string{kShort});
  ASSERT_TRUE(place.holds(kShort)) << "the test looks in the right place";
  std::destroy_at(&secret);
  EXPECT_FALSE(place.holds(kShort.substr(1)));
}

TEST(SecretMemory, IsWipedWhereItWasMovedFrom) {
  Place place;
  Secret& from = place.make(std::string{kShort});
  const Secret to{std::move(from)};
  EXPECT_EQ(to.reveal(), kShort);
  EXPECT_FALSE(place.holds(kShort.substr(1)));
  from = Secret{std::string{kShort}};
  Secret assigned;
  assigned = std::move(from);
  EXPECT_EQ(assigned.reveal(), kShort);
  EXPECT_FALSE(place.holds(kShort.substr(1)));
  std::destroy_at(&from);
}

TEST(SecretMemory, IsWipedBeforeAnotherTakesItsPlace) {
  Place place;
  Secret& secret = place.make(std::string{kShort});
  secret = Secret{kLong};
  EXPECT_FALSE(place.holds(kShort.substr(1))) << "the string keeps the long one elsewhere";
  // The memory of the long one stays with the string, which takes a shorter one into it.
  const std::string_view memory{secret.reveal().data(), kLong.size()};
  const Secret next{"short"};
  secret = next;
  EXPECT_EQ(next.reveal(), "short") << "a copy leaves the other as it is";
  ASSERT_EQ(secret.reveal().data(), memory.data());
  EXPECT_EQ(memory.substr(6), std::string(kLong.size() - 6, '\0'));
  std::destroy_at(&secret);
}

TEST(SecretMemory, CopiesAndItselfStayWhole) {
  Secret secret{kLong};
  const Secret copy = secret;
  Secret& same = secret;
  secret = same;
  EXPECT_EQ(secret.reveal(), kLong);
  EXPECT_EQ(copy.reveal(), kLong);
  secret = std::move(same);
  EXPECT_EQ(secret.reveal(), kLong);
}

}  // namespace
}  // namespace muster
