#include "tests/emulators/slack/workspace.hpp"

namespace muster::fake::slack {

std::string Workspace::next_id(const std::string& prefix) {
  const std::string digits = std::to_string(next_number(prefix));
  return prefix + std::string(9 - std::min<std::size_t>(9, digits.size()), '0') + digits;
}

std::string Workspace::next_ts() {
  return us_to_ts(next_stamp("ts", 1));
}

const Json* Workspace::message(const std::string& channel, const std::string& ts) const {
  return find(kind::kMessages, channel + ":" + ts);
}

void Workspace::put_message(const std::string& channel, Json message) {
  const std::string key = channel + ":" + get_string(message, "ts");
  put(kind::kMessages, key, std::move(message));
}

std::vector<const Json*> Workspace::messages(const std::string& channel) const {
  std::vector<const Json*> found;
  const Documents& all_messages = all(kind::kMessages);
  const std::string prefix = channel + ":";
  for (auto it = all_messages.lower_bound(prefix); it != all_messages.end(); ++it) {
    if (!it->first.starts_with(prefix)) break;
    found.push_back(&it->second);
  }
  return found;
}

const Json* Workspace::user(const std::string& id_or_name) const {
  return by_key_or_name(all(kind::kUsers), id_or_name);
}

const Json* Workspace::channel(const std::string& id_or_name) const {
  return by_key_or_name(all(kind::kChannels),
                        id_or_name.starts_with('#') ? id_or_name.substr(1) : id_or_name);
}

std::int64_t ts_to_us(const std::string& ts) {
  const std::size_t dot = ts.find('.');
  const std::string seconds = ts.substr(0, dot);
  std::string micros = dot == std::string::npos ? "" : ts.substr(dot + 1);
  const std::string digits = seconds + micros;
  if (seconds.empty() || seconds.size() > 12 || digits.find_first_not_of("0123456789") != std::string::npos) {
    return -1;
  }
  micros.resize(6, '0');
  return std::stoll(seconds) * 1'000'000 + std::stoll(micros);
}

std::string us_to_ts(std::int64_t us) {
  const std::string micros = std::to_string(us % 1'000'000);
  return std::to_string(us / 1'000'000) + "." + std::string(6 - micros.size(), '0') + micros;
}

}  // namespace muster::fake::slack
