#include "tests/emulators/common/documents.hpp"

#include <random>

namespace muster::fake {

const Json* DocumentStore::find(const std::string& kind, const std::string& key) const {
  const Documents& documents = all(kind);
  const auto it = documents.find(key);
  return it == documents.end() ? nullptr : &it->second;
}

const DocumentStore::Documents& DocumentStore::all(const std::string& kind) const {
  static const Documents kNone;
  const auto it = documents_.find(kind);
  return it == documents_.end() ? kNone : it->second;
}

void DocumentStore::put(const std::string& kind, const std::string& key, Json document) {
  ledger_.add_state({{"in", kind}, {"key", key}, {"put", document}});
  documents_[kind][key] = std::move(document);
}

void DocumentStore::erase(const std::string& kind, const std::string& key) {
  ledger_.add_state({{"in", kind}, {"key", key}});
  documents_[kind].erase(key);
}

void DocumentStore::restore(const Json& line) {
  Documents& documents = documents_[get_string(line, "in")];
  const std::string key = get_string(line, "key");
  if (line.contains("put")) {
    documents[key] = line["put"];
  } else {
    documents.erase(key);
  }
}

std::int64_t DocumentStore::next_number(const std::string& name) {
  const Json* counter = find(kCountersKind, name);
  const std::int64_t next = counter ? counter->get<std::int64_t>() + 1 : 1;
  put(kCountersKind, name, next);
  return next;
}

std::int64_t DocumentStore::next_stamp(const std::string& name, std::int64_t unit_us) {
  const Json* last = find(kCountersKind, name);
  const std::int64_t now = clock_.now_us() / unit_us;
  const std::int64_t stamp = last ? std::max(now, last->get<std::int64_t>() + 1) : now;
  put(kCountersKind, name, stamp);
  return stamp;
}

const Json& DocumentStore::config() const {
  static const Json kNone = Json::object();
  const Json* config = find(kConfigKind, "config");
  return config ? *config : kNone;
}

const Json* by_key_or_name(const DocumentStore::Documents& documents, const std::string& wanted) {
  const auto it = documents.find(wanted);
  if (it != documents.end()) return &it->second;
  for (const auto& [key, document] : documents) {
    if (!wanted.empty() && get_string(document, "name") == wanted) return &document;
  }
  return nullptr;
}

std::string random_hex(int bytes) {
  static std::random_device device;
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (int i = 0; i < bytes * 2; ++i) hex += kDigits[device() % 16];
  return hex;
}

}  // namespace muster::fake
