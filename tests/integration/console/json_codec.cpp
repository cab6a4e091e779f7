#include <nlohmann/json.hpp>

#include "tests/integration/console/house.hpp"

namespace muster::console {

std::string at(const std::string& body, const std::string& pointer) {
  const auto read = nlohmann::json::parse(body, nullptr, false);
  const nlohmann::json::json_pointer place{pointer};
  if (!read.is_structured() || !read.contains(place)) return {};
  const auto& value = read.at(place);
  return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace muster::console
