#include "bot/store/event_codec.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#ifdef MUSTER_RAPIDCHECK
#include <rapidcheck/gtest.h>
#endif

#include <set>
#include <string>
#include <utility>

#include "tests/unit/store/invented.hpp"

namespace muster::test {

namespace {

using store::effect_body;
using store::event_body;
using store::to_json;
using testing::HasSubstr;

// A default body and one with every member set, of every alternative there is.
template <class Variant, std::size_t I>
void expect_round_trip(auto read) {
  using Body = std::variant_alternative_t<I, typename Variant::Alternatives>;
  for (const Variant& body : {Variant{Body{}}, Variant{invented<Body>()}}) {
    const auto again = read(type_of(body), to_json(body));
    ASSERT_TRUE(again) << again.error().say;
    EXPECT_EQ(*again, body) << to_json(body);
  }
}

template <class Variant>
void expect_round_trips(auto read) {
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (expect_round_trip<Variant, I>(read), ...);
  }(std::make_index_sequence<std::variant_size_v<typename Variant::Alternatives>>{});
}

TEST(EventCodec, reads_back_every_kind_of_event) {
  expect_round_trips<EventBody>(event_body);
}

TEST(EventCodec, reads_back_every_kind_of_effect) {
  expect_round_trips<EffectBody>(effect_body);
}

TEST(EventCodec, writes_words_and_microseconds) {
  ImpactChanged impact;
  impact.services = {"api"};
  impact.level = ImpactLevel::partial;
  impact.effective_at = Time{Duration{1763963090000001}};
  EXPECT_EQ(to_json(EventBody{impact}),
            R"({"effective_at":1763963090000001,"level":"partial","note":"","services":["api"]})");
  EXPECT_EQ(to_json(EventBody{SeverityChanged{std::nullopt, Severity{2}, "all regions"}}),
            R"({"reason":"all regions","to":2})");
}

TEST(EventCodec, ignores_members_it_does_not_know_and_leaves_out_ones_at_their_defaults) {
  const auto body = event_body("note", R"({"text":"hello","mood":{"a":[1,2]}})");
  ASSERT_TRUE(body);
  EXPECT_EQ(*body, EventBody{NoteAdded{"hello"}});
  EXPECT_EQ(event_body("update", "{}").value(), EventBody{UpdatePosted{}});
  EXPECT_EQ(event_body("severity", R"({"from":null,"to":1})").value(),
            (EventBody{SeverityChanged{std::nullopt, Severity{1}, ""}}));
}

TEST(EventCodec, names_what_it_cannot_read) {
  const auto unknown = event_body("teleported", "{}");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, ErrorKind::corrupt);
  EXPECT_THAT(unknown.error().say, HasSubstr("teleported"));
  const std::vector<std::pair<const char*, const char*>> wrong = {
      {R"({"level":"terrible"})", "level"},
      {R"({"level":2})", "level"},
      {R"({"services":"api"})", "services"},
      {R"({"services":[1]})", "services"},
      {R"({"effective_at":"now"})", "effective_at"},
      {R"({"effective_at":1.5})", "effective_at"},
      {R"({"effective_at":18446744073709551615})", "effective_at"},
  };
  for (const auto& [json, member] : wrong) {
    const auto body = event_body("impact", json);
    ASSERT_FALSE(body) << json;
    EXPECT_EQ(body.error().kind, ErrorKind::corrupt);
    EXPECT_THAT(body.error().say, HasSubstr(member)) << json;
  }
  for (const char* json : {"", "{", "[]", "null", "3"}) EXPECT_FALSE(event_body("impact", json)) << json;
  EXPECT_FALSE(event_body("severity", R"({"to":4294967297})")) << "does not wrap to 1";
}

TEST(EventCodec, keeps_invalid_utf8_from_breaking_a_record) {
  const std::string json =
      to_json(EventBody{NoteAdded{"a\xff"
                                  "b"}});
  EXPECT_EQ(event_body("note", json).value(), EventBody{NoteAdded{"a\xEF\xBF\xBD"
                                                                  "b"}});
}

#ifdef MUSTER_RAPIDCHECK
RC_GTEST_PROP(EventCodec, reads_back_any_words_and_instants,
              (const std::vector<std::uint8_t>& raw, std::int64_t us)) {
  std::string text;
  for (const std::uint8_t byte : raw) text += static_cast<char>(byte & 0x7f);
  MessageCaptured captured;
  captured.text = text;
  captured.message.room = text;
  captured.files = {{text, "", text}, {}};
  PromiseMoved moved;
  moved.due = Time{Duration{us}};
  RC_ASSERT(event_body("message", to_json(EventBody{captured})).value() == EventBody{captured});
  RC_ASSERT(event_body("cadence", to_json(EventBody{moved})).value() == EventBody{moved});
}
#endif

}  // namespace

}  // namespace muster::test
