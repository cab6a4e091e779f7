#include "bot/console/request_codec.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace muster::console {
namespace {

constexpr const char* kId = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

std::string with_id(const std::string& rest) {
  return R"({"id":")" + std::string{kId} + "\"" + rest + "}";
}

template <class T>
std::string complaint(const Result<T>& result) {
  EXPECT_FALSE(result.has_value());
  if (result.has_value()) return {};
  EXPECT_EQ(result.error().kind, ErrorKind::invalid);
  return result.error().say;
}

TEST(RequestCodec, ReadsAMessage) {
  const auto body = parse_post(with_id(R"(,"text":"hello","thread":"m1")"));
  ASSERT_TRUE(body.has_value());
  EXPECT_EQ(body->id, kId);
  EXPECT_EQ(body->text, "hello");
  EXPECT_EQ(body->thread, "m1");
}

TEST(RequestCodec, AbsentAndNullReadAsNothing) {
  const auto body = parse_command_body(with_id(R"(,"text":"list","room":null)"));
  ASSERT_TRUE(body.has_value());
  EXPECT_EQ(body->room, "");
  EXPECT_FALSE(body->incident.exists());
}

TEST(RequestCodec, ReadsADialogWithItsFields) {
  const auto body =
      parse_dialog(with_id(R"(,"dialog":"declare","incident":0,"fields":{"text":"down","sev":"sev1"})"));
  ASSERT_TRUE(body.has_value());
  EXPECT_EQ(body->fields, (std::map<std::string, std::string>{{"sev", "sev1"}, {"text", "down"}}));
}

TEST(RequestCodec, RefusesWhatItDoesNotKnow) {
  EXPECT_THAT(complaint(parse_post(with_id(R"(,"text":"x","author":"ben")"))), testing::HasSubstr("author"));
  EXPECT_THAT(complaint(parse_signin(R"({"token":"t","person":"ben"})")), testing::HasSubstr("person"));
}

TEST(RequestCodec, RefusesWrongShapes) {
  complaint(parse_post(""));
  complaint(parse_post("[]"));
  complaint(parse_post("{"));
  EXPECT_THAT(complaint(parse_post(R"({"text":"x"})")), testing::HasSubstr("`id`"));
  EXPECT_THAT(complaint(parse_post(R"({"id":"7","text":"x"})")), testing::HasSubstr("UUID"));
  EXPECT_THAT(complaint(parse_post(with_id(R"(,"text":7)"))), testing::HasSubstr("`text`"));
  EXPECT_THAT(complaint(parse_post(with_id(R"(,"text":"a","text":"b")"))), testing::HasSubstr("JSON"));
  EXPECT_THAT(complaint(parse_command_body(with_id(R"(,"incident":-1)"))), testing::HasSubstr("`incident`"));
  EXPECT_THAT(complaint(parse_command_body(with_id(R"(,"incident":1.5)"))), testing::HasSubstr("`incident`"));
  EXPECT_THAT(complaint(parse_reaction(with_id(R"(,"room":"r","message":"m","emoji":"+1","added":"yes")"))),
              testing::HasSubstr("`added`"));
  EXPECT_THAT(complaint(parse_dialog(with_id(R"(,"dialog":"d","fields":{"a":["b"]})"))),
              testing::HasSubstr("`fields`"));
}

TEST(RequestCodec, RefusesWhatIsTooLong) {
  EXPECT_THAT(complaint(parse_post(with_id(R"(,"text":")" + std::string(16001, 'x') + "\""))),
              testing::HasSubstr("longer"));
  EXPECT_TRUE(parse_post(with_id(R"(,"text":")" + std::string(16000, 'x') + "\"")).has_value());
}

TEST(RequestCodec, RefusesDeepNesting) {
  complaint(parse_post(std::string(20000, '[') + std::string(20000, ']')));
}

// The id is the key that makes a request happen once: written in another case it is still the same.
TEST(RequestCodec, IdsOfAnotherCaseAreTheSame) {
  const auto body = parse_delete(R"({"id":"3F2504E0-4F89-41D3-9A0C-0305E82C3301"})");
  ASSERT_TRUE(body.has_value());
  EXPECT_EQ(body->id, kId);
}

}  // namespace
}  // namespace muster::console
