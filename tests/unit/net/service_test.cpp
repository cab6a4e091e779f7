#include "bot/net/service.hpp"

#include <gtest/gtest.h>

#include "bot/net/sealed.hpp"

namespace muster::net {
namespace {

constexpr std::int64_t kNow = 784111777;  // Sun, 06 Nov 1994 08:49:37 GMT

TEST(RetryAfter, ReadsSecondsAndDates) {
  EXPECT_EQ(retry_after({{"Retry-After", "7"}}, kNow), 7);
  EXPECT_EQ(retry_after({{"Retry-After", "Sun, 06 Nov 1994 08:50:07 GMT"}}, kNow), 30);
  EXPECT_EQ(retry_after({{"Retry-After", "Sun, 06 Nov 1994 08:00:00 GMT"}}, kNow), 0);
  for (const char* nonsense :
       {"", "soon", "-1", "1.5", "Sun, 06 Foo 1994 08:50:07 GMT", "Sun, 36 Nov 1994 08:50:07 GMT"})
    EXPECT_EQ(retry_after({{"Retry-After", nonsense}}, kNow), std::nullopt) << nonsense;
}

TEST(Service, LeavesNoHalfOfASecretWhereASentenceIsCut) {
  const auto service = Service::create(
      {.name = "Fake", .base_url = "https://example.org", .secrets = {Secret{"s3cr3t-s3cr3t"}}});
  ASSERT_TRUE(service);
  for (std::size_t before = 180; before < 205; ++before) {
    const std::string scrubbed = (*service)->scrubbed(std::string(before, 'x') + "s3cr3t-s3cr3t and more");
    EXPECT_EQ(scrubbed.find("s3"), std::string::npos) << before;
  }
}

TEST(Sealed, OpensOnlyWhatItsKeyMade) {
  const Secret key{"key"};
  const std::string sealed = seal(key, "INC-42/P1\nann\nvoice");
  EXPECT_EQ(sealed.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."),
            std::string::npos);
  EXPECT_EQ(unseal(key, sealed), "INC-42/P1\nann\nvoice");
  EXPECT_EQ(unseal(Secret{"other"}, sealed), std::nullopt);
  EXPECT_EQ(unseal(Secret{}, seal(Secret{}, "x")), std::nullopt);
  for (std::size_t at = 0; at < sealed.size(); ++at) {
    std::string altered = sealed;
    altered[at] = altered[at] == 'x' ? 'y' : 'x';
    EXPECT_NE(unseal(key, altered), "INC-42/P1\nann\nvoice") << at;
  }
}

}  // namespace
}  // namespace muster::net
