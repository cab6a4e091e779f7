// What Slack's definitions say about each method this fake has. The words of a list are separated by one
// space.
#pragma once

#include <span>
#include <string_view>

namespace muster::fake::slack {

struct MethodSpec {
  std::string_view name;
  int tier;         // 1…4; 0 = special (hundreds a minute; chat.postMessage about one a second and channel)
  bool takes_json;  // false: a JSON body is not read
  std::string_view scopes;
  std::string_view required;
  std::string_view optional;
  std::string_view errors;
};

std::span<const MethodSpec> method_specs();
const MethodSpec* find_method(std::string_view name);
bool lists_word(std::string_view words, std::string_view word);

}  // namespace muster::fake::slack
