// Frames of Socket Mode in muster's words. Pure. A frame may lack any member: nothing is dereferenced
// unchecked.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/base/secret.hpp"
#include "bot/domain/inbound.hpp"
#include "integrations/slack/ids.hpp"
#include "integrations/slack/view_codec.hpp"

namespace muster::slack {

// The connection is usable from here on.
struct Hello {
  int num_connections = 0;  // sockets Slack counts for this app, this one included; 0 when not told
  std::int64_t expected_lifetime_s = 0;  // an estimate; 0 when not told
};

struct Disconnect {
  std::string reason;  // warning, refresh_requested, too_many_websockets, link_disabled, …
};

// How the person who caused an envelope can be answered.
struct Asker {
  enum class Via : std::uint8_t {
    nobody,    // an event that expects no answer
    command,   // the ack carries the answer, or a dialog opens
    mention,   // only the asker sees the answer, in the room
    direct,    // an answer in the direct message
    button,    // the answer goes to response_url, or, from a view, into a view
    form,      // the ack of the submitted view
    shortcut,  // a dialog opens; a message goes to response_url or, without one, to the person
  };
  Via via = Via::nobody;
  std::string user;                 // U…
  Place place;                      // where the answer belongs; empty from a home tab or global shortcut
  std::string trigger_id;           // opens one view within 3 s; once
  Secret response_url;              // takes 5 posts within 30 minutes; like a token, never logged
  bool in_modal = false;            // the button was in a modal: a dialog goes on top of it
  MessageSnapshot on;               // message shortcuts: kept in the dialog that opens
  std::vector<std::string> inputs;  // form: its input blocks, where an error may be shown
};

// One envelope. To be acknowledged in any case; without `inbound` that is all there is to do, except for a
// home tab to fill and what the operator should know.
struct Arrival {
  std::string envelope_id;
  std::string type;  // events_api, slash_commands, interactive, …
  std::vector<Inbound> inbound;
  Asker asker;
  std::string home_of;                 // app_home_opened: the user whose home tab is shown
  std::string renamed_room;            // channel_rename, group_rename: names we may have cached are stale
  std::string notice;                  // for the log: tokens_revoked, app_uninstalled, app_rate_limited
  std::optional<Time> limited_minute;  // app_rate_limited: events of this minute were dropped
};

struct UnknownFrame {
  std::string type;
};

using Frame = std::variant<Hello, Disconnect, Arrival, UnknownFrame>;

// `now` stands in where Slack gives no time. invalid: not a JSON object.
[[nodiscard]] Result<Frame> read_frame(std::string_view text, const Self& self, Time now);

}  // namespace muster::slack
