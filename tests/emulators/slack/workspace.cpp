#include "tests/emulators/slack/workspace.hpp"

#include <random>

namespace muster::fake_slack {

const Json* Workspace::find(const std::string& kind, const std::string& key) const {
  const Documents& documents = all(kind);
  const auto it = documents.find(key);
  return it == documents.end() ? nullptr : &it->second;
}

const Workspace::Documents& Workspace::all(const std::string& kind) const {
  static const Documents kNone;
  const auto it = documents_.find(kind);
  return it == documents_.end() ? kNone : it->second;
}

void Workspace::put(const std::string& kind, const std::string& key, Json document) {
  ledger_.add_state({{"in", kind}, {"key", key}, {"put", document}});
  documents_[kind][key] = std::move(document);
}

void Workspace::erase(const std::string& kind, const std::string& key) {
  ledger_.add_state({{"in", kind}, {"key", key}});
  documents_[kind].erase(key);
}

void Workspace::restore(const Json& line) {
  Documents& documents = documents_[get_string(line, "in")];
  const std::string key = get_string(line, "key");
  if (line.contains("put")) {
    documents[key] = line["put"];
  } else {
    documents.erase(key);
  }
}

std::string Workspace::next_id(const std::string& prefix) {
  const Json* counter = find(kind::kCounters, prefix);
  const int next = counter ? counter->get<int>() + 1 : 1;
  put(kind::kCounters, prefix, next);
  std::string digits = std::to_string(next);
  return prefix + std::string(9 - std::min<std::size_t>(9, digits.size()), '0') + digits;
}

std::string Workspace::next_ts() {
  const Json* last = find(kind::kCounters, "ts");
  const std::int64_t us = std::max(clock_.now_us(), last ? last->get<std::int64_t>() + 1 : 0);
  put(kind::kCounters, "ts", us);
  return us_to_ts(us);
}

const Json& Workspace::config() const {
  static const Json kNone = Json::object();
  const Json* config = find(kind::kConfig, "config");
  return config ? *config : kNone;
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

namespace {

const Json* by_id_or_name(const Workspace::Documents& documents, const std::string& wanted) {
  const auto it = documents.find(wanted);
  if (it != documents.end()) return &it->second;
  for (const auto& [id, document] : documents) {
    if (!wanted.empty() && get_string(document, "name") == wanted) return &document;
  }
  return nullptr;
}

}  // namespace

const Json* Workspace::user(const std::string& id_or_name) const {
  return by_id_or_name(all(kind::kUsers), id_or_name);
}

const Json* Workspace::channel(const std::string& id_or_name) const {
  return by_id_or_name(all(kind::kChannels), id_or_name.starts_with('#') ? id_or_name.substr(1) : id_or_name);
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

std::string random_hex(int bytes) {
  static std::random_device device;
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (int i = 0; i < bytes * 2; ++i) hex += kDigits[device() % 16];
  return hex;
}

}  // namespace muster::fake_slack
