#include "tests/emulators/teams/world.hpp"

#include <ctime>

#include "tests/emulators/common/form.hpp"

namespace muster::fake::teams {

const Json* World::user(const std::string& any_id) const {
  if (any_id.empty()) return nullptr;
  if (const Json* known = by_key_or_name(all(kind::kUsers), any_id)) return known;
  const std::string wanted = lower_case(any_id);
  for (const auto& [id, user] : all(kind::kUsers)) {
    if (get_string(user, "aadObjectId") == wanted || lower_case(get_string(user, "upn")) == wanted)
      return &user;
  }
  return nullptr;
}

const Json* World::channel(const std::string& id_or_name) const {
  if (const Json* known = find(kind::kChannels, id_or_name)) return known;
  for (const auto& [id, channel] : all(kind::kChannels)) {
    const bool named = !id_or_name.empty() && get_string(channel, "name") == id_or_name;
    if (named && !get_bool(channel, "deleted")) return &channel;
  }
  return nullptr;
}

std::string World::chat_of(const std::string& user_id) {
  for (const auto& [id, chat] : all(kind::kChats)) {
    if (get_string(chat, "user") == user_id) return id;
  }
  const std::string id = "a:1" + random_hex(12);
  put(kind::kChats, id, {{"id", id}, {"user", user_id}});
  return id;
}

std::string World::next_message_id() {
  return std::to_string(next_stamp("message", 1000));
}

const Json* World::message(const std::string& conversation, const std::string& id) const {
  return find(kind::kMessages, conversation + ":" + id);
}

void World::put_message(Json message) {
  const std::string key = get_string(message, "conversation") + ":" + get_string(message, "id");
  put(kind::kMessages, key, std::move(message));
}

std::vector<const Json*> World::messages(const std::string& conversation) const {
  std::vector<const Json*> found;
  const Documents& every = all(kind::kMessages);
  const std::string prefix = conversation + ":";
  for (auto it = every.lower_bound(prefix); it != every.end() && it->first.starts_with(prefix); ++it) {
    found.push_back(&it->second);
  }
  return found;
}

const Json& World::team() const {
  static const Json kNone = Json::object();
  const Json* team = find(kind::kTeam, "team");
  return team ? *team : kNone;
}

std::string iso_time(std::int64_t ms) {
  const auto seconds = static_cast<std::time_t>(ms / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
  const std::string millis = std::to_string(ms % 1000);
  return std::string(text) + "." + std::string(3 - millis.size(), '0') + millis + "Z";
}

Thread split_thread(const std::string& conversation) {
  static const std::string kMark = ";messageid=";
  const std::size_t at = conversation.find(kMark);
  if (at == std::string::npos) return {conversation, ""};
  return {conversation.substr(0, at), conversation.substr(at + kMark.size())};
}

}  // namespace muster::fake::teams
