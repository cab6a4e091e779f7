// Listener: POST /api/messages. Who calls, what it is, and who answers it. io thread only.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>

#include "bot/ports/hook.hpp"
#include "integrations/teams/activity.hpp"
#include "integrations/teams/core.hpp"
#include "integrations/teams/presses.hpp"
#include "integrations/teams/rooms.hpp"

namespace muster::teams {

inline constexpr const char* kEndpoint = "/api/messages";

struct Listener {
  CorePtr core;
  std::shared_ptr<Presses> presses;
  std::shared_ptr<Rooms> rooms;
  std::function<Result<Message>(PersonId)> home;

  // 401 without a word for whoever is not the bot service; 400 for what is no activity; 200, 501 or 503
  // otherwise.
  [[nodiscard]] boost::asio::awaitable<HookAnswer> serve(HookCall call) const;

 private:
  [[nodiscard]] boost::asio::awaitable<HookAnswer> dispatch(Activity activity) const;
  [[nodiscard]] boost::asio::awaitable<HookAnswer> happened(Activity activity) const;
  void forget_person(const Account& account) const;
  [[nodiscard]] boost::asio::awaitable<void> welcome(Activity activity) const;
};

}  // namespace muster::teams
