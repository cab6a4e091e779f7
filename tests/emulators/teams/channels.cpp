#include "tests/emulators/teams/channels.hpp"

#include <set>

#include "tests/emulators/common/form.hpp"
#include "tests/emulators/teams/activities.hpp"
#include "tests/emulators/teams/courier.hpp"

namespace muster::fake::teams {
namespace {

constexpr std::size_t kMostLetters = 50;
constexpr std::size_t kMostChannels = 1000;
constexpr std::int64_t kKeptMs = 30LL * 24 * 3600 * 1000;

std::size_t letters(const std::string& utf8) {
  std::size_t count = 0;
  for (const char c : utf8) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

bool is_reserved(const std::string& name) {
  static const std::set<std::string> kReserved = {"con",     "prn",   "aux",   "nul",        "conin$",
                                                  "conout$", "forms", "_vti_", "desktop.ini"};
  const std::string lower = lower_case(name);
  if (kReserved.contains(lower)) return true;
  const bool port = lower.size() == 4 && (lower.starts_with("com") || lower.starts_with("lpt"));
  return port && lower[3] >= '1' && lower[3] <= '9';
}

std::string form_problem(const std::string& name) {
  if (name.empty()) return "Channel name is required.";
  if (letters(name) > kMostLetters) return "Channel name is longer than 50 characters.";
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || std::string("~#%&*{}+/\\:<>?|'\",").find(c) != std::string::npos) {
      return "Channel name contains a character that is not allowed.";
    }
  }
  // U+0080 to U+009F are two bytes, C2 80 to C2 9F.
  for (std::size_t at = name.find('\xC2'); at != std::string::npos; at = name.find('\xC2', at + 1)) {
    if (static_cast<unsigned char>(name[at + 1]) <= 0x9F) {
      return "Channel name contains a character that is not allowed.";
    }
  }
  if (name.front() == '_' || name.front() == '.' || name.back() == '.') {
    return "Channel name begins or ends with a character that is not allowed there.";
  }
  if (name.find("..") != std::string::npos) return "Channel name contains two dots in a row.";
  return is_reserved(name) ? "Channel name is a reserved word." : "";
}

bool is_kept(const Json& channel, std::int64_t now_ms) {
  return !get_bool(channel, "deleted") || now_ms - get_int(channel, "deleted_ms") < kKeptMs;
}

}  // namespace

std::string channel_name_problem(const World& world, const std::string& name, const std::string& own_id) {
  const std::string problem = form_problem(name);
  if (!problem.empty()) return problem;
  for (const auto& [id, channel] : world.all(kind::kChannels)) {
    if (id == own_id || !is_kept(channel, world.now_ms())) continue;
    if (lower_case(get_string(channel, "name")) == lower_case(name)) {
      return "Channel name already existed, please use other name.";
    }
  }
  return "";
}

bool team_is_full(const World& world) {
  std::size_t count = 0;
  for (const auto& [id, channel] : world.all(kind::kChannels)) count += is_kept(channel, world.now_ms());
  return count >= kMostChannels;
}

Json create_channel(Teams& teams, const Json& wanted, std::int64_t available_in_ms, const Json& by) {
  const std::string id = "19:" + random_hex(16) + "@thread.tacv2";
  Json channel = make_channel(wanted, id, teams.clock.now_ms());
  channel["available_ms"] = teams.clock.now_ms() + available_in_ms;
  teams.world.put(kind::kChannels, id, channel);
  send_channel_event(teams, "channelCreated", channel, by);
  return channel;
}

void rename_channel(Teams& teams, Json channel, const std::string& name, const Json& by) {
  channel["name"] = name;
  teams.world.put(kind::kChannels, get_string(channel, "id"), channel);
  send_channel_event(teams, "channelRenamed", channel, by);
}

void delete_channel(Teams& teams, Json channel, const Json& by) {
  channel["deleted"] = true;
  channel["deleted_ms"] = teams.clock.now_ms();
  teams.world.put(kind::kChannels, get_string(channel, "id"), channel);
  send_channel_event(teams, "channelDeleted", channel, by);
}

}  // namespace muster::fake::teams
