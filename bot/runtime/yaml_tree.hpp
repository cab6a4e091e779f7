// YAML text as a small tree that knows where each value stands. Stricter than YAML itself: duplicate keys,
// anchors, aliases, tags, several documents and deep nesting are problems, so what is written is what is
// meant.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

// Lines and columns count from 1.
struct ConfigProblem {
  int line = 1;
  int column = 1;
  std::string wrong;  // what is wrong
  std::string meant;  // what was probably meant, or what to write
  friend bool operator==(const ConfigProblem&, const ConfigProblem&) = default;
};

struct YamlMember;

struct YamlNode {
  enum class Kind : std::uint8_t { null, scalar, list, map };
  Kind kind = Kind::null;
  int line = 1;
  int column = 1;
  std::string text;                 // scalar
  std::vector<YamlNode> items;      // list
  std::vector<YamlMember> members;  // map, in the order of the file, each key once
};

struct YamlMember {
  std::string key;
  int line = 1;
  int column = 1;
  YamlNode value;
};

// The whole text. Problems are appended; after a syntax error the tree is null, because half a file means
// nothing.
[[nodiscard]] YamlNode parse_yaml(std::string_view text, std::vector<ConfigProblem>& problems);

}  // namespace muster
