// The fixtures of the contract: one stand a test, and what is asked of it in nearly every one.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/integration/chat/stand.hpp"

namespace muster::testing {

inline Message said(const std::string& text) {
  return Message{{Paragraph{{{Plain{text}}}}}};
}

class ChatContract : public ::testing::TestWithParam<StandKind> {
 protected:
  [[nodiscard]] static Delivery first(const std::string& key = "INC-1/2/0") { return {key, {1}, false, {}}; }
  // The same once more: nobody knows what became of the first.
  [[nodiscard]] static Delivery again(const std::string& key = "INC-1/2/0") { return {key, {1}, true, {}}; }

  Result<Place> post(Delivery d, const std::string& text, Place to) {
    return stand->run(stand->chat().post(std::move(d), std::move(to), said(text), stand->people()));
  }
  Result<Place> post(Delivery d, const std::string& text) { return post(std::move(d), text, stand->room()); }
  Result<Place> post_direct(Delivery d, const Person& to, const std::string& text) {
    return stand->run(stand->chat().post_direct(std::move(d), to, said(text), stand->people()));
  }
  Result<Done> edit(Delivery d, const Place& at, const std::string& text) {
    return stand->run(stand->chat().edit(std::move(d), at, said(text), stand->people()));
  }
  Result<RoomReceipt> open_room(Delivery d, const std::string& name, bool is_private = false) {
    return stand->run(stand->chat().open_room(std::move(d), name, is_private));
  }
  Result<Done> bookmark(Delivery d, const std::string& title) {
    return stand->run(stand->chat().bookmark(std::move(d), stand->room(), title, "https://wiki.example/db"));
  }
  Result<Done> share(Delivery d, const std::string& title) {
    return stand->run(
        stand->chat().share_file(std::move(d), stand->room(), "INC-1.md", title, "# What happened\n"));
  }

  // How many messages in the room hold this text.
  std::size_t shown(const std::string& text, const Place& room) {
    return static_cast<std::size_t>(std::ranges::count_if(
        stand->messages(room), [&](const Seen& each) { return each.text.contains(text); }));
  }
  std::size_t shown(const std::string& text) { return shown(text, stand->room()); }
  std::optional<Seen> message(const Place& at) {
    for (Seen& each : stand->messages(at)) {
      if (each.message == at.message) return std::move(each);
    }
    return std::nullopt;
  }
  std::optional<SeenRoom> room_called(const std::string& name) {
    for (SeenRoom& each : stand->rooms()) {
      if (each.name == name) return std::move(each);
    }
    return std::nullopt;
  }
  std::size_t rooms_like(const std::string& prefix) {
    return static_cast<std::size_t>(std::ranges::count_if(
        stand->rooms(), [&](const SeenRoom& each) { return each.name.starts_with(prefix); }));
  }

  void SetUp() override { stand = GetParam().make(); }

  std::unique_ptr<Stand> stand;
};

// Only for chats that have it.
template <bool Abilities::* ability>
class ChatsThat : public ChatContract {
 protected:
  void SetUp() override {
    if (!(GetParam().can.*ability)) GTEST_SKIP() << GetParam().name << " cannot, or has none";
    ChatContract::SetUp();
  }
};
// Only for those that have not.
template <bool Abilities::* ability>
class ChatsWithout : public ChatContract {
 protected:
  void SetUp() override {
    if (GetParam().can.*ability) GTEST_SKIP() << GetParam().name << " can";
    ChatContract::SetUp();
  }
};

using ChatOverANetwork = ChatsThat<&Abilities::has_network>;

[[nodiscard]] inline std::vector<StandKind> all_stands() {
  return {console_stand(), slack_stand(), teams_stand(), teams_threads_stand()};
}
[[nodiscard]] inline std::string stand_name(const ::testing::TestParamInfo<StandKind>& info) {
  return info.param.name;
}

}  // namespace muster::testing
