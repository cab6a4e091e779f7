// What Graph's handlers share.
#pragma once

#include "tests/emulators/teams/call.hpp"

namespace muster::fake::teams {

// 404 unless the first parameter is our team.
void check_graph_team(const Call& call);
// The channel of the second parameter, if it is there.
Json graph_channel(const Call& call);
// {"@odata.context", "@odata.count", "value", "@odata.nextLink"?}; $top and $skiptoken are honoured.
Json graph_list(const Call& call, const std::vector<Json>& items, std::int64_t default_size);
// A link into the client.
std::string web_url(const std::string& channel_id, const std::string& message_id = "");

}  // namespace muster::fake::teams
