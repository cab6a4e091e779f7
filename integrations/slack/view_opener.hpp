// Opening views: dialogs and notices by trigger, in the ack of a submitted form, and the home tab.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "integrations/slack/core.hpp"
#include "integrations/slack/envelope_wire.hpp"

namespace muster::slack {

// Within the 3 s of the asker's trigger; on top of the modal the button was in, if any.
boost::asio::awaitable<Result<Done>> open_dialog(CorePtr core, Asker asker, Dialog dialog);
boost::asio::awaitable<Result<Done>> open_notice(CorePtr core, Asker asker, Message message);
boost::asio::awaitable<Result<Done>> publish_home(CorePtr core, std::string user, Message page);

// The submitted form becomes the next one. One that cannot be carried is said at the form's first field.
[[nodiscard]] std::string next_dialog_ack(const Core& core, const std::string& envelope, const Asker& asker,
                                          const Dialog& dialog);
// The submitted form becomes a view that only says something.
[[nodiscard]] std::string notice_ack(const Core& core, const std::string& envelope, const Message& message);

}  // namespace muster::slack
