#include "bot/net/address_book.hpp"

#include <gtest/gtest.h>

namespace muster::net {
namespace {

using boost::asio::ip::make_address;
using Endpoints = AddressBook::Endpoints;

constexpr std::uint16_t kPort = 443;
const AddressBook::TimePoint kNow{std::chrono::hours{1000}};

Result<Endpoints> found(const char* address) {
  return Endpoints{{make_address(address), kPort}};
}
Result<Endpoints> failed() {
  return fail(ErrorKind::unavailable, "Cannot connect to slack.com: its name cannot be looked up.");
}

TEST(AddressBook, AnswersAFailedLookUpFromTheLastOneThatWorked) {
  AddressBook book;
  EXPECT_FALSE(book.settle("slack.com", kPort, failed(), kNow));
  EXPECT_FALSE(book.knows("slack.com", kPort));
  ASSERT_TRUE(book.settle("slack.com", kPort, found("192.0.2.1"), kNow));
  ASSERT_TRUE(book.settle("slack.com", kPort, found("192.0.2.2"), kNow));
  EXPECT_TRUE(book.knows("slack.com", kPort));
  const auto remembered = book.settle("slack.com", kPort, failed(), kNow + std::chrono::hours{23});
  ASSERT_TRUE(remembered);
  EXPECT_EQ(*remembered, *found("192.0.2.2"));
  EXPECT_FALSE(book.settle("slack.com", 8443, failed(), kNow)) << "another port was never looked up";
}

TEST(AddressBook, ForgetsWhatIsOlderThanADay) {
  AddressBook book;
  ASSERT_TRUE(book.settle("slack.com", kPort, found("192.0.2.1"), kNow));
  EXPECT_FALSE(book.settle("slack.com", kPort, failed(), kNow + std::chrono::hours{25}));
}

TEST(AddressBook, StaysSmall) {
  AddressBook book;
  for (int i = 0; i < 1000; ++i)
    ASSERT_TRUE(book.settle("host" + std::to_string(i), kPort, found("192.0.2.1"), kNow));
  EXPECT_FALSE(book.knows("host0", kPort));
  EXPECT_TRUE(book.knows("host999", kPort));
}

}  // namespace
}  // namespace muster::net
