// Gap repair: after a time without a usable socket, what was said meanwhile in the rooms of open incidents is
// read from their history and handed to Intake. Messages have the same origin key by either road, so what was
// handled already is dropped there. io thread only.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "integrations/slack/core.hpp"

namespace muster::slack {

// since: when we last heard Slack. Time{}: the process just started; the last 20 hours are read (Intake
// remembers 24), and nobody is answered, because they may have been answered before.
boost::asio::awaitable<void> repair_gap(CorePtr core, Time since);

}  // namespace muster::slack
