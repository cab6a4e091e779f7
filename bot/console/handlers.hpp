// The console's handlers, one a route (routes.cpp). Each is called with what the guard let in; an Error
// becomes the documented error answer. Private to bot/console.
#pragma once

#include "bot/console/site.hpp"

namespace muster::console {

using Answered = asio::awaitable<Result<net::HttpReply>>;

// serve_outside.cpp
Answered get_alive(Site& site, Visit visit);
Answered get_ready(Site& site, Visit visit);
Answered get_metrics(Site& site, Visit visit);
Answered get_health(Site& site, Visit visit);
Answered get_web_file(Site& site, Visit visit);

// serve_session.cpp
Answered get_signin(Site& site, Visit visit);
Answered post_session(Site& site, Visit visit);
Answered delete_session(Site& site, Visit visit);
Answered post_invitation(Site& site, Visit visit);
Answered get_me(Site& site, Visit visit);

// serve_chat.cpp
Answered get_rooms(Site& site, Visit visit);
Answered get_messages(Site& site, Visit visit);
Answered post_message(Site& site, Visit visit);
Answered patch_message(Site& site, Visit visit);
Answered delete_message(Site& site, Visit visit);
Answered post_reaction(Site& site, Visit visit);

// serve_commands.cpp
Answered post_command(Site& site, Visit visit);
Answered post_dialog(Site& site, Visit visit);

// serve_incidents.cpp
Answered get_incidents(Site& site, Visit visit);
Answered get_incident(Site& site, Visit visit);
Answered get_timeline(Site& site, Visit visit);

// serve_postmortem.cpp
Answered get_postmortem(Site& site, Visit visit);
Answered put_postmortem(Site& site, Visit visit);
Answered post_preview(Site& site, Visit visit);
Answered get_postmortem_page(Site& site, Visit visit);

// serve_systems.cpp
Answered post_change(Site& site, Visit visit);

// serve_page.cpp
Answered get_page(Site& site, Visit visit);
Answered post_page(Site& site, Visit visit);

// serve_hooks.cpp
Answered serve_hook(Site& site, Visit visit);

// serve_oncall.cpp
Answered get_oncall(Site& site, Visit visit);
Answered get_oncall_feed(Site& site, Visit visit);

// serve_report.cpp
Answered get_report(Site& site, Visit visit);
Answered get_report_page(Site& site, Visit visit);
Answered get_report_csv(Site& site, Visit visit);

}  // namespace muster::console
