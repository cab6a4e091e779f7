// Reads one map of the configuration into its targets, and collects every problem instead of stopping at the
// first.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "bot/runtime/config_keys.hpp"
#include "bot/runtime/secret_source.hpp"
#include "bot/runtime/yaml_tree.hpp"

namespace muster {

// What a whole reading shares: problems, where each key stands, and references to check when everything is
// known.
struct ReadingState {
  struct Position {
    int line = 1;
    int column = 1;
  };
  struct Reference {
    Names to;
    std::string id;
    std::string path;
    Position at;
  };
  std::vector<ConfigProblem> problems;
  std::map<std::string, Position> places;  // "services.api.depends_on" -> where its value stands
  std::vector<Reference> references;
  SecretSource secrets;

  // Where the first of the paths that was written stands; the top of the file when none was (a default is
  // involved).
  [[nodiscard]] Position place(const std::vector<std::string>& paths) const {
    for (const std::string& path : paths) {
      if (const auto found = places.find(path); found != places.end()) return found->second;
    }
    return {};
  }

  void complain(Position at, std::string wrong, std::string meant) {
    problems.push_back({at.line, at.column, std::move(wrong), std::move(meant)});
  }
};

class ConfigReader final : public Keys {
 public:
  // map and state outlive the reader; path is "" for the root, else "services.api".
  ConfigReader(const YamlNode& map, std::string path, ReadingState& state);

  // Call after all keys were visited: keys nobody asked for are problems.
  void refuse_unknown_keys();

  void text(Key key, std::string& target, TextRule rule) override;
  void flag(Key key, bool& target) override;
  void whole(Key key, int& target, int lowest, int highest) override;
  void percent(Key key, std::optional<double>& target) override;
  void number(Key key, double& target) override;
  void duration(Key key, std::optional<Duration>& target) override;
  void durations(Key key, Names by, std::map<std::string, Duration>& target) override;
  void words(Key key, std::vector<std::string>& target, TextRule rule) override;
  void sequence(Key key, std::vector<std::string>& target, TextRule rule) override;
  void reference(Key key, Names to, std::string& target) override;
  void references(Key key, Names to, std::vector<std::string>& target) override;
  void texts(Key key, Names by, std::map<std::string, std::string>& target) override;
  void lists(Key key, Names by, std::map<std::string, std::vector<std::string>>& target) override;
  void secret(Key key, Secret& target) override;
  void one_of(Key key, std::span<const std::string_view> names, std::size_t& index) override;
  void section(Key key, const std::function<void(Keys&)>& inside) override;
  void items(Key key, const std::function<void(std::size_t, Keys&)>& inside) override;
  void entries(Key key, Names ids, const Entries& each) override;

 private:
  // The value of the key; null when it is absent (a problem when it is required).
  const YamlNode* find(const Key& key);
  // The text of a single value; null when absent, and a problem when it is something else or a secret.
  const std::string* scalar(const Key& key, std::string_view type, std::string_view example);
  const std::string* scalar_of(const YamlNode& node, const std::string& path, std::string_view type,
                               std::string_view example);
  // The same, and not empty.
  const std::string* text_of(const YamlNode& node, const std::string& path);
  const YamlNode* list(const Key& key, std::string_view example);
  // Whether node is a map; null counts as an empty one.
  bool is_map(const YamlNode& node, const std::string& path);
  // The path of a member whose key is a name of something.
  std::string named(const Key& key, Names by, const YamlMember& member);
  void add_reference(const YamlNode& node, const std::string& path, Names to, std::string& target);
  // The length of time that stands there; none is a problem that was reported.
  std::optional<Duration> length(const std::string& value, const std::string& path, bool may_be_none = false);
  void entry(const YamlMember& member, Names ids, const Entries& each, const std::string& path);
  void complain(const YamlNode& at, std::string wrong, std::string meant);
  [[nodiscard]] std::string path_of(std::string_view name) const;

  const YamlNode& map_;
  std::string path_;
  ReadingState& state_;
  std::vector<std::string> known_;
};

}  // namespace muster
