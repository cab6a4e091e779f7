// Strict JSON: what is accepted can be copied, dumped, compared and read with every getter.
#include "bot/net/json.hpp"

#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>

#include "bot/base/utf8.hpp"

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

std::size_t depth_of(const nlohmann::json& value) {
  std::size_t deepest = 0;
  if (!value.is_structured()) return deepest;
  for (const auto& child : value) deepest = std::max(deepest, depth_of(child));
  return deepest + 1;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace muster::net;
  const std::string_view input{reinterpret_cast<const char*>(bytes), size};

  const auto strict = parse_json(input, {.reject_duplicate_keys = true});
  const auto value = parse_json(input);
  if (!value) {
    must(!strict && value.error().kind == muster::ErrorKind::invalid);
    return 0;
  }
  must(depth_of(*value) <= JsonLimits{}.max_depth);
  const nlohmann::json copy = *value;
  must(copy == *value);
  const std::string dumped = dump_json(*value);
  must(muster::is_valid_utf8(dumped));
  must(parse_json(dumped) == *value);
  for (const std::string_view key : {"a", "id", ""}) {
    must(text(*value, key).empty() || member(*value, key).is_string());
    must(!integer(*value, key) || member(*value, key).is_number_integer());
    must(!flag(*value, key) || member(*value, key).is_boolean());
    must(element(member(*value, key), 0).is_null() || member(*value, key).is_array());
  }
  return 0;
}
