// A person is in every member of every body that there is, and afterwards in none.
#include "bot/store/forget_codec.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "bot/store/event_codec.hpp"

namespace muster::test {

namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kId = "marked-id";
constexpr const char* kName = "Marked Person";

// Names the person wherever a value can.
struct Marker {
  template <class T>
  void mark(T& value) const {
    if constexpr (requires { value.describe([](std::string_view, auto&) {}); }) {
      value.describe([this](std::string_view, auto& member) { this->mark(member); });
    } else {
      mark_value(value);
    }
  }
  static void mark_value(std::string& text) { text = std::string{"said by "} + kName + ", @{" + kId + "}"; }
  static void mark_value(PersonId& person) { person.value = kId; }
  template <class T>
  void mark_value(std::optional<T>& value) const {
    mark(value.emplace());
  }
  template <class T>
  void mark_value(std::vector<T>& values) const {
    mark(values.emplace_back());
  }
  void mark_value(std::map<std::string, std::string>& values) const { mark(values["team"]); }
  template <class T>
  void mark_value(T& /*number, instant or word of the program*/) const {}
};

const Forgetter& forgetter() {
  static const Forgetter made{{{PersonId{kId}}, {kName}}, "erased-1"};
  return made;
}

template <class Body>
void expect_forgotten() {
  Body body;
  Marker{}.mark(body);
  std::string after;
  bool changed = false;
  if constexpr (std::is_constructible_v<EventBody, Body>) {
    Event event;
    event.body = body;
    changed = store::forget_in(event, forgetter());
    after = store::to_json(event.body);
  } else {
    EffectBody effect{body};
    changed = store::forget_in(effect, forgetter());
    after = store::to_json(effect);
  }
  EXPECT_EQ(changed, after.find("erased-1") != std::string::npos);
  EXPECT_THAT(after, Not(HasSubstr(kId)));
  EXPECT_THAT(after, Not(HasSubstr(kName)));
}

template <class Variant>
void expect_all_forgotten() {
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (expect_forgotten<std::variant_alternative_t<I, typename Variant::Alternatives>>(), ...);
  }(std::make_index_sequence<std::variant_size_v<typename Variant::Alternatives>>{});
}

TEST(ForgetCodec, LeavesNobodyInAnyKindOfEvent) {
  expect_all_forgotten<EventBody>();
}

TEST(ForgetCodec, LeavesNobodyInAnyKindOfEffect) {
  expect_all_forgotten<EffectBody>();
}

TEST(ForgetCodec, TakesAnIdWhereATextNamesAPerson) {
  Event event;
  event.body = PersonPaged{.page = "P1", .target = kId, .people = {{kId}, {"bob"}}, .text = "help"};
  ASSERT_TRUE(store::forget_in(event, forgetter()));
  const auto& page = std::get<PersonPaged>(event.body);
  EXPECT_EQ(page.target, "erased-1");
  EXPECT_EQ(page.people, (std::vector<PersonId>{{"erased-1"}, {"bob"}}));
}

TEST(ForgetCodec, TakesTheAddressOfTheirOwnEntriesOnly) {
  AccessRecorded access;
  access.address = "203.0.113.7";
  Event theirs;
  theirs.actor = actor({kId});
  theirs.body = access;
  ASSERT_TRUE(store::forget_in(theirs, forgetter()));
  EXPECT_EQ(std::get<AccessRecorded>(theirs.body).address, "");
  EXPECT_EQ(theirs.actor.id, "erased-1");
  Event anothers;
  anothers.actor = actor({"bob"});
  anothers.body = access;
  EXPECT_FALSE(store::forget_in(anothers, forgetter()));
}

TEST(ForgetCodec, TakesThemOutOfMessages) {
  std::string mention = R"({"message":{"blocks":[{"id":"marked-id","name":"Mark","t":"person"}]}})";
  EXPECT_TRUE(store::forget_in_message(mention, forgetter()));
  EXPECT_EQ(mention, R"({"message":{"blocks":[{"id":"erased-1","name":"erased-1","t":"person"}]}})");
  std::string text = R"({"text":"ask \"Marked Person\""})";
  EXPECT_TRUE(store::forget_in_message(text, forgetter()));
  EXPECT_EQ(text, R"({"text":"ask \"erased-1\""})");
  std::string broken = "{Marked Person";
  EXPECT_TRUE(store::forget_in_message(broken, forgetter()));
  EXPECT_EQ(broken, "");
  std::string other = R"({"text": "hello"})";
  EXPECT_FALSE(store::forget_in_message(other, forgetter()));
  EXPECT_EQ(other, R"({"text": "hello"})") << "byte for byte";
}

}  // namespace

}  // namespace muster::test
