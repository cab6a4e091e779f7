// Answers: one envelope from its arrival to the acknowledgement and the asker's answer.
//
// Commit, then acknowledge: when Intake did not keep it, an event stays unacknowledged (Slack delivers it
// again), and a person is told that nothing was recorded, with the id that finds the log line.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "integrations/slack/core.hpp"
#include "integrations/slack/envelope_wire.hpp"
#include "integrations/slack/socket_mode.hpp"

namespace muster::slack {

boost::asio::awaitable<void> handle_arrival(CorePtr core, Arrival arrival, SendAck ack);

// The answer to somebody whose message was found later, in history: as for a mention.
boost::asio::awaitable<void> answer_mention(CorePtr core, Asker asker, Answer answer);

// Mentions in text that is kept as said: <@U123> becomes @name, for those the directory of people knows.
[[nodiscard]] std::string with_names(const std::string& text, const People& people);
// The same for the texts an Inbound carries along; a command keeps its mentions, which the grammar
// understands.
void name_mentions(Inbound& inbound, const People& people);

}  // namespace muster::slack
