// Lenient readers of JSON objects: a member that is absent, null or of another type reads as the fallback.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

namespace muster::fake {

using Json = nlohmann::json;

inline std::string get_string(const Json& object, const char* key, const std::string& fallback = "") {
  const auto it = object.is_object() ? object.find(key) : object.end();
  if (it == object.end()) return fallback;
  if (it->is_string()) return it->get<std::string>();
  return it->is_number_integer() ? std::to_string(it->get<std::int64_t>()) : fallback;
}

inline bool get_bool(const Json& object, const char* key, bool fallback = false) {
  const auto it = object.is_object() ? object.find(key) : object.end();
  if (it == object.end()) return fallback;
  if (it->is_boolean()) return it->get<bool>();
  return it->is_string() ? *it == "true" || *it == "1" : fallback;
}

inline std::int64_t get_int(const Json& object, const char* key, std::int64_t fallback = 0) {
  const auto it = object.is_object() ? object.find(key) : object.end();
  if (it == object.end()) return fallback;
  if (it->is_number()) return it->get<std::int64_t>();
  if (!it->is_string()) return fallback;
  const std::string& text = it->get_ref<const std::string&>();
  char* end = nullptr;
  const long long value = std::strtoll(text.c_str(), &end, 10);
  return end != text.c_str() && *end == '\0' ? value : fallback;
}

inline const Json& member(const Json& object, const char* key) {
  static const Json kNull;
  const auto it = object.is_object() ? object.find(key) : object.end();
  return it == object.end() ? kNull : *it;
}

inline bool has_item(const Json& array, const std::string& item) {
  if (!array.is_array()) return false;
  for (const Json& each : array) {
    if (each == item) return true;
  }
  return false;
}

inline void remove_item(Json& array, const std::string& item) {
  Json kept = Json::array();
  for (Json& each : array) {
    if (each != item) kept.push_back(std::move(each));
  }
  array = std::move(kept);
}

inline std::string dump(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace muster::fake
