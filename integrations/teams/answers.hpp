// Answers: what becomes of one checked activity, from Intake to the asker's answer. io thread only.
//
// Commit, then acknowledge: when Intake did not keep a message, Teams hears 503 and brings it again; a person
// who pressed something reads that nothing was recorded, with the id that finds the log line.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <map>
#include <string>

#include "bot/ports/hook.hpp"
#include "integrations/teams/activity.hpp"
#include "integrations/teams/core.hpp"
#include "integrations/teams/presses.hpp"

namespace muster::teams {

// What somebody said, edited, deleted or reacted to.
[[nodiscard]] boost::asio::awaitable<HookAnswer> take_said(CorePtr core, Activity activity);

// A click, a form, a message action.
[[nodiscard]] boost::asio::awaitable<HookAnswer> take_invoke(CorePtr core, std::shared_ptr<Presses> presses,
                                                             Activity activity);

// A card's button in a client that knows no Action.Execute: a message without text.
[[nodiscard]] boost::asio::awaitable<HookAnswer> take_old_press(CorePtr core,
                                                                std::shared_ptr<Presses> presses,
                                                                Activity activity);

// A card with the button that opens the form: only a button can.
[[nodiscard]] Message form_button(const Dialog& dialog, const std::string& command);

// Where it happened. message: empty for a room.
[[nodiscard]] Place place_of(const Core& core, const Activity& activity, const std::string& message);
[[nodiscard]] Identity identity_of(const Activity& activity);
[[nodiscard]] Inbound inbound_of(const Core& core, const Activity& activity, std::string origin_key,
                                 Place place);

// The words for somebody whose command was not kept, and the log line they lead to.
[[nodiscard]] std::string not_kept(const Activity& activity, const Error& error);

// The same, said to them in a message; once, however often Teams brings it.
void tell_not_kept(const CorePtr& core, const Activity& activity, const Error& error);

// Teams is to bring the message again.
[[nodiscard]] HookAnswer try_again();

// Says it where it was asked when everybody there may read it, else in the asker's own chat.
[[nodiscard]] boost::asio::awaitable<void> reply(CorePtr core, Activity activity, Message message,
                                                 bool shareable);

}  // namespace muster::teams
