// Modals and home tabs: who has which view open, and what the app may do to them.
#pragma once

#include <string>

#include "tests/emulators/slack/slack.hpp"

namespace muster::fake::slack {

// A trigger_id for that user: valid for 3 s, once.
std::string make_trigger(Slack& slack, const std::string& user);
// The user behind it; uses it up. Throws invalid_trigger_id, expired_trigger_id, exchanged_trigger_id.
std::string use_trigger(Slack& slack, const std::string& trigger_id);

// Throws view_too_large, invalid_arguments (with the reasons), duplicate_external_id.
void check_view_argument(const Slack& slack, const Json& view, const std::string& own_id = "");

// Puts a modal on top of that user's stack (clearing it first unless `push`). Throws push_limit_reached. The
// view.
Json open_modal(Slack& slack, const std::string& user, const Json& wanted, bool push);
// Replaces a view's content; values typed into inputs whose block_id and action_id stay are kept. The view.
Json update_view(Slack& slack, const std::string& view_id, const Json& wanted);
Json publish_home(Slack& slack, const std::string& user, const Json& wanted);
// Closes the view and what is above it; with `all` the whole stack.
void close_modal(Slack& slack, const std::string& view_id, bool all);

// The top modal of that user, or null.
const Json* top_modal(const Slack& slack, const std::string& user);
// The view as payloads carry it: with the values of its inputs.
Json payload_view(const Json& document);

}  // namespace muster::fake::slack
