#include <functional>

#include "tests/emulators/teams/world.hpp"

namespace muster::fake::teams {

std::string guid_of(const std::string& seed) {
  // Two hashes of the seed, so that the same name has the same id in every run.
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string digits;
  for (const std::string& salted : {seed, seed + "#"}) {
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : salted) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    for (int i = 0; i < 16; ++i) digits += kDigits[(hash >> (i * 4)) & 15];
  }
  digits[12] = '4';
  digits[16] = '8';
  return digits.substr(0, 8) + "-" + digits.substr(8, 4) + "-" + digits.substr(12, 4) + "-" +
         digits.substr(16, 4) + "-" + digits.substr(20);
}

Json make_user(const Json& wanted, const std::string& id) {
  const std::string name = get_string(wanted, "name", id);
  const std::string email = get_string(wanted, "email", name + "@example.com");
  return {{"id", id},
          {"name", name},
          {"aadObjectId", get_string(wanted, "aad_object_id", guid_of("user " + name))},
          {"upn", get_string(wanted, "upn", email)},
          {"email", email},
          {"tz", get_string(wanted, "tz", "Europe/London")},
          {"locale", get_string(wanted, "locale", "en-US")},
          {"in_team", get_bool(wanted, "in_team", true)},
          {"guest", get_bool(wanted, "guest")},
          {"installed", false}};
}

Json make_channel(const Json& wanted, const std::string& id, std::int64_t now_ms) {
  return {{"id", id},
          {"name", get_string(wanted, "name", id)},
          {"description", get_string(wanted, "description")},
          {"membership", get_string(wanted, "membership", "standard")},
          {"created_ms", now_ms},
          {"available_ms", now_ms},
          {"deleted", false},
          {"tabs", Json::array()}};
}

void seed_world(World& world) {
  world.put(kind::kTeam, "team", {{"name", kTeamName}, {"installed", true}});
  for (const Json& user :
       {Json{{"name", "ann"}, {"tz", "Europe/Berlin"}}, Json{{"name", "bob"}, {"tz", "America/New_York"}},
        Json{{"name", "cat"}, {"tz", "Asia/Tokyo"}}, Json{{"name", "dan"}, {"in_team", false}}}) {
    const std::string id = "29:1" + get_string(user, "name");
    world.put(kind::kUsers, id, make_user(user, id));
  }
  for (const auto& [id, name] :
       {std::pair{kTeamId, "General"}, std::pair{"19:incidents@thread.tacv2", "incidents"}}) {
    world.put(kind::kChannels, id, make_channel({{"name", name}}, id, 1700000000000));
  }
  world.put(kind::kKeyDocument, "document", {{"padding_bytes", 0}, {"lie", "none"}});
  world.put(
      kConfigKind, "config",
      {{"bot_endpoint", ""},
       {"rate_limits", "off"},
       {"rsc_messages", false},
       {"graph_grants",
        {"Channel.Create.Group", "ChannelSettings.ReadWrite.Group", "Channel.Delete.Group",
         "TeamMember.Read.Group", "ChannelMessage.Read.All", "TeamsTab.Create.Group", "TeamsTab.Read.Group",
         "TeamsActivity.Send.Group", "OnlineMeetings.ReadWrite.All", "User.ReadBasic.All"}},
       {"provisioning_ms", 0},
       {"answer_deadline_ms", 15000},
       {"retry_delays_ms", {15000, 15000}},
       {"invoke_repeat_ms", 30000},
       {"token_expires_in_s", 3599},
       {"service_url_base", ""},
       {"service_url_path", "/emea/"},
       {"meeting_policy", true},
       {"token", "valid"},
       {"token_clock", "real"}});
}

}  // namespace muster::fake::teams
