#include "bot/net/http_headers.hpp"

#include <gtest/gtest.h>

namespace muster::net {
namespace {

using Jar = std::map<std::string, std::string>;

TEST(HttpHeaders, NamesAreComparedRegardlessOfCase) {
  HttpHeaders headers{{"X-One", "1"}};
  headers.add("x-one", "2");
  EXPECT_EQ(headers.get("X-ONE"), "1");
  EXPECT_EQ(headers.count("x-One"), 2U);
  headers.set_default("X-oNE", "3");
  EXPECT_EQ(headers.count("x-one"), 2U);
  headers.set("x-One", "4");
  EXPECT_EQ(headers.count("x-one"), 1U);
  EXPECT_EQ(headers.get("x-one"), "4");
  EXPECT_EQ(headers.find("absent"), std::nullopt);
  EXPECT_EQ(headers.get("absent"), "");
}

TEST(HttpHeaders, FindsTokensInLists) {
  const HttpHeaders headers{{"Connection", "keep-alive, Upgrade"}, {"Connection", "x"}};
  EXPECT_TRUE(headers.has_token("connection", "upgrade"));
  EXPECT_TRUE(headers.has_token("connection", "X"));
  EXPECT_FALSE(headers.has_token("connection", "upgrad"));
  EXPECT_FALSE(headers.has_token("connection", "keep"));
}

TEST(HttpHeaders, OnlyHarmlessFieldsAreValid) {
  EXPECT_TRUE(is_valid_field("X-A", "b c\t\xC3\xA9"));
  for (const std::string_view name : {"", "a b", "a:", "a\n", "\xC3\xA9"})
    EXPECT_FALSE(is_valid_field(name, "v")) << name;
  for (const std::string_view value : {"a\r\nB: c", "a\n", "a\rb", "\x7F", "\x01"})
    EXPECT_FALSE(is_valid_field("a", value));
  EXPECT_FALSE(is_valid_field("a", std::string_view("x\0y", 3)));
}

TEST(Cookies, AreParsed) {
  EXPECT_EQ(cookies(HttpHeaders{{"Cookie", "a=1; __Host-s=x=y ;b=;junk;=z"}}),
            (Jar{{"a", "1"}, {"__Host-s", "x=y"}, {"b", ""}}));
  EXPECT_EQ(cookies(HttpHeaders{{"Cookie", "a=1; a=2"}, {"cookie", "a=3; c=4"}}),
            (Jar{{"a", "1"}, {"c", "4"}}));
  EXPECT_EQ(cookies(HttpHeaders{}), Jar{});
}

}  // namespace
}  // namespace muster::net
