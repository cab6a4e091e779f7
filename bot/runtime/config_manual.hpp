// The manual of muster.yaml, made from the table of keys: what docs/configuration.md and the JSON Schema say.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

struct KeyManual {
  enum class Shape : std::uint8_t {
    text,
    flag,
    whole,
    percent,
    number,
    duration,
    duration_map,
    word_list,
    sequence,
    text_map,
    list_map,
    secret,
    choice,
    section,
    items,
    entries
  };
  std::string name = {};  // "owner"; "<service>" for what stands for any id
  Shape shape = Shape::section;
  std::string type = {};  // for people: "time zone", "id of a team", "list of words"
  std::string doc = {};
  std::string fallback = {};  // the default as written in YAML; empty: none
  bool required = false;
  std::string pattern = {};  // text
  int lowest = 0;            // whole
  int highest = 0;
  std::vector<std::string> choices = {};  // choice
  std::vector<KeyManual> children = {};   // section, items; entries: the one child that stands for any id
};

// All keys as one section without a name.
[[nodiscard]] KeyManual config_manual();

// Rows of a Markdown table, one a key: | key | type | default | meaning |
[[nodiscard]] std::string manual_markdown(const KeyManual& manual);

// JSON Schema (draft 07), indented; editors with a YAML language server complete and check with it.
[[nodiscard]] std::string manual_json_schema(const KeyManual& manual);

}  // namespace muster
