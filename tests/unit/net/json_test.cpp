#include "bot/net/json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace muster::net {
namespace {

std::string refusal(std::string_view bytes, JsonLimits limits = {}) {
  const auto parsed = parse_json(bytes, limits);
  if (parsed) return "";
  EXPECT_EQ(parsed.error().kind, ErrorKind::invalid);
  EXPECT_FALSE(parsed.error().say.empty());
  return parsed.error().detail;
}

std::string repeat(std::string_view what, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += what;
  return out;
}

TEST(Json, ParsesWhatIsJson) {
  for (const std::string_view good :
       {"{}", "[]", "null", "1", "\"\"", " [1, 2.5, true, {\"a\": null}] ", "\"\\u00e9\""}) {
    EXPECT_EQ(refusal(good), "") << good;
  }
}

TEST(Json, RefusesWhatIsNotWithAPosition) {
  EXPECT_EQ(refusal("{\"a\":1,}"), "not JSON at byte 8");
  for (const std::string_view bad : {"", " ", "{", "[1,]", "{'a':1}", "nul", "01", "1 2", "{\"a\" 1}",
                                     "\"\\x\"", "NaN", "1e999", "\"\t\"", "\"\\ud800\"", "// c\n1"}) {
    EXPECT_NE(refusal(bad).find("not JSON at byte"), std::string::npos) << bad;
  }
}

TEST(Json, RefusesInvalidUtf8AndNul) {
  EXPECT_EQ(refusal("\"ab\xFF\""), "not JSON at byte 4");
  EXPECT_EQ(refusal("\"\xC0\xAF\""), "not JSON at byte 2");      // overlong
  EXPECT_EQ(refusal("\"\xED\xA0\x80\""), "not JSON at byte 3");  // surrogate
  EXPECT_EQ(refusal(std::string_view("{}\0{", 4)), "NUL at byte 3");
  EXPECT_EQ(refusal(std::string_view("\"a\0b\"", 5)), "NUL at byte 3");
  EXPECT_EQ(text(*parse_json("{\"a\":\"x\\u0000y\"}"), "a"), std::string("x\0y", 3));
}

TEST(Json, NeverQuotesTheInput) {
  const auto parsed = parse_json("{\"token\": xoxb-secret}");
  ASSERT_FALSE(parsed);
  EXPECT_EQ((parsed.error().say + parsed.error().detail).find("xoxb"), std::string::npos);
}

TEST(Json, LimitsAreExact) {
  EXPECT_EQ(refusal(repeat("[", 64) + repeat("]", 64)), "");
  EXPECT_EQ(refusal(repeat("[", 65) + repeat("]", 65)), "nested deeper than 64");
  EXPECT_EQ(refusal(repeat("{\"a\":", 65) + "1" + repeat("}", 65)), "nested deeper than 64");
  EXPECT_EQ(refusal("[1,2,3]", {.max_nodes = 4}), "");
  EXPECT_EQ(refusal("[1,2,3,4]", {.max_nodes = 4}), "more than 4 values");
  EXPECT_EQ(refusal("[[],{},3,4]", {.max_nodes = 4}), "more than 4 values");
  EXPECT_EQ(refusal("[10]", {.max_bytes = 4}), "");
  EXPECT_EQ(refusal("[100]", {.max_bytes = 4}), "more than 4 bytes");
}

TEST(Json, ABombNeitherCrashesNorRecurses) {
  for (const std::string_view piece : {"[", "{\"a\":", "[{\"a\":["}) {
    EXPECT_EQ(refusal(repeat(piece, 100000)), "nested deeper than 64") << piece;
  }
}

TEST(Json, DuplicateKeys) {
  EXPECT_EQ(integer(*parse_json("{\"a\":1,\"a\":2}"), "a"), 2);
  const JsonLimits strict{.reject_duplicate_keys = true};
  EXPECT_EQ(refusal("{\"a\":1,\"a\":2}", strict), "an object has the same key twice");
  EXPECT_EQ(refusal("{\"a\":1,\"\\u0061\":2}", strict), "an object has the same key twice");
  EXPECT_EQ(refusal("[{\"a\":{\"a\":1}},{\"a\":2}]", strict), "");
}

TEST(Json, DumpReplacesInvalidUtf8) {
  EXPECT_EQ(dump_json({{"a", "x\xFFy"}}), "{\"a\":\"x\xEF\xBF\xBDy\"}");
}

TEST(Json, GettersTreatAbsentNullAndWrongTypeAlike) {
  const auto j = *parse_json(R"({"s":"x","n":null,"i":7,"f":1.5,"t":true,"o":{"k":"v"},"a":[1,"b"]})");
  EXPECT_EQ(text(j, "s"), "x");
  for (const std::string_view key : {"n", "i", "o", "a", "absent"}) EXPECT_EQ(text(j, key), "") << key;
  EXPECT_EQ(integer(j, "i"), 7);
  for (const std::string_view key : {"n", "s", "f", "t", "absent"})
    EXPECT_EQ(integer(j, key), std::nullopt) << key;
  EXPECT_EQ(number(j, "f"), 1.5);
  EXPECT_EQ(number(j, "s"), std::nullopt);
  EXPECT_TRUE(flag(j, "t"));
  for (const std::string_view key : {"n", "i", "s", "absent"}) EXPECT_FALSE(flag(j, key)) << key;
  EXPECT_EQ(text(member(j, "o"), "k"), "v");
  EXPECT_TRUE(member(member(j, "absent"), "k").is_null());
  EXPECT_TRUE(member(member(j, "a"), "k").is_null());
  EXPECT_EQ(element(member(j, "a"), 1), "b");
  EXPECT_TRUE(element(member(j, "a"), 2).is_null());
  EXPECT_TRUE(element(j, 0).is_null());
}

TEST(Json, IntegersNeverWrap) {
  const auto j = *parse_json(
      R"({"max":9223372036854775807,"over":9223372036854775808,"min":-9223372036854775808,"under":-9223372036854775809,
          "big":1099511627777})");
  EXPECT_EQ(integer(j, "max"), 9223372036854775807);
  EXPECT_EQ(integer(j, "over"), std::nullopt);
  EXPECT_EQ(integer(j, "min"), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(integer(j, "under"), std::nullopt);
  EXPECT_EQ(integer(j, "big"), 1099511627777);
}

TEST(Json, RequiredFieldsNameThemselves) {
  const auto j = *parse_json(R"({"s":"x","e":"","i":7})");
  EXPECT_EQ(require_text(j, "s"), "x");
  EXPECT_EQ(require_text(j, "e").error().say, "The field \"e\" must be a text that is not empty.");
  EXPECT_EQ(require_integer(j, "i"), 7);
  EXPECT_EQ(require_integer(j, "s").error().kind, ErrorKind::invalid);
}

}  // namespace
}  // namespace muster::net
