#include "bot/runtime/config_reader.hpp"

#include <algorithm>
#include <charconv>
#include <span>
#include <utility>

#include "bot/base/ascii.hpp"
#include "bot/base/contains.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/time_text.hpp"
#include "bot/runtime/config_text.hpp"
#include "bot/runtime/redact.hpp"

namespace muster {

namespace {

constexpr Duration kLongest = std::chrono::days{366};
constexpr double kLargest = 1e12;

std::string in_quotes(std::string_view text) {
  return "'" + std::string{text} + "'";
}

// The whole text as a number, or nothing.
template <class T>
std::optional<T> number_of(const std::string& text) {
  T value{};
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = failure == std::errc{} && end == text.data() + text.size();
  return whole ? std::optional{value} : std::nullopt;
}

}  // namespace

ConfigReader::ConfigReader(const YamlNode& map, std::string path, ReadingState& state)
    : map_{map}, path_{std::move(path)}, state_{state} {}

std::string ConfigReader::path_of(std::string_view name) const {
  return path_.empty() ? std::string{name} : path_ + "." + std::string{name};
}

void ConfigReader::complain(const YamlNode& at, std::string wrong, std::string meant) {
  state_.complain({at.line, at.column}, std::move(wrong), std::move(meant));
}

void ConfigReader::refuse_unknown_keys() {
  for (const YamlMember& member : map_.members) {
    if (contains(known_, member.key)) continue;
    const std::string where = path_.empty() ? "" : " in " + path_;
    state_.complain({member.line, member.column}, "unknown key " + in_quotes(member.key) + where,
                    suggestion(member.key, known_));
  }
}

const YamlNode* ConfigReader::find(const Key& key) {
  known_.emplace_back(key.name);
  const auto found = std::ranges::find(map_.members, key.name, &YamlMember::key);
  if (found == map_.members.end()) {
    if (key.required) {
      complain(map_, path_ + " needs the key " + in_quotes(key.name), std::string{key.doc});
    }
    return nullptr;
  }
  state_.places[path_of(key.name)] = {found->value.line, found->value.column};
  return &found->value;
}

const std::string* ConfigReader::scalar_of(const YamlNode& node, const std::string& path,
                                           std::string_view type, std::string_view example) {
  const std::string how = "write " + with_article(type) + ", like " + std::string{example};
  if (node.kind == YamlNode::Kind::null) {
    complain(node, path + " has no value", how + ", or remove the key");
    return nullptr;
  }
  if (node.kind != YamlNode::Kind::scalar) {
    complain(node, path + " is " + std::string{kind_name(node.kind)} + " instead of " + with_article(type),
             how);
    return nullptr;
  }
  if (holds_token(node.text)) {
    complain(node, path + " holds what looks like a secret",
             "secrets are referred to: {env: NAME} or {file: path}");
    return nullptr;
  }
  return &node.text;
}

const std::string* ConfigReader::scalar(const Key& key, std::string_view type, std::string_view example) {
  const YamlNode* node = find(key);
  return node == nullptr ? nullptr : scalar_of(*node, path_of(key.name), type, example);
}

const YamlNode* ConfigReader::list(const Key& key, std::string_view example) {
  const YamlNode* node = find(key);
  if (node == nullptr || node->kind == YamlNode::Kind::list) return node;
  complain(*node, path_of(key.name) + " is " + std::string{kind_name(node->kind)} + " instead of a list",
           "write a list, like [" + std::string{example} + "]");
  return nullptr;
}

bool ConfigReader::is_map(const YamlNode& node, const std::string& path) {
  if (node.kind == YamlNode::Kind::map || node.kind == YamlNode::Kind::null) return true;
  complain(node, path + " is " + std::string{kind_name(node.kind)} + " instead of a map",
           "write its keys below it, indented");
  return false;
}

void ConfigReader::text(Key key, std::string& target, TextRule rule) {
  const TextForm& form = form_of(rule);
  const std::string* value = scalar(key, form.name, form.example);
  if (value == nullptr) return;
  if (auto complaint = complaint_about(rule, *value)) {
    state_.complain(state_.places[path_of(key.name)], path_of(key.name) + ": " + complaint->wrong,
                    complaint->meant);
    return;
  }
  target = *value;
}

void ConfigReader::flag(Key key, bool& target) {
  const std::string* value = scalar(key, "word, true or false", "true");
  if (value == nullptr) return;
  if (*value == "true" || *value == "false") {
    target = *value == "true";
    return;
  }
  state_.complain(state_.places[path_of(key.name)],
                  path_of(key.name) + ": " + in_quotes(*value) + " is neither true nor false",
                  "write true or false");
}

void ConfigReader::whole(Key key, int& target, int lowest, int highest) {
  const std::string* value = scalar(key, "whole number", std::to_string(lowest));
  if (value == nullptr) return;
  const auto read = number_of<int>(*value);
  if (read && *read >= lowest && *read <= highest) {
    target = *read;
    return;
  }
  state_.complain(state_.places[path_of(key.name)],
                  path_of(key.name) + ": " + in_quotes(*value) + " is not a number that fits",
                  "write a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest));
}

void ConfigReader::percent(Key key, std::optional<double>& target) {
  const std::string* value = scalar(key, "percentage", "99.9");
  if (value == nullptr) return;
  const auto read = number_of<double>(value->ends_with('%') ? value->substr(0, value->size() - 1) : *value);
  if (read && *read > 0 && *read < 100) {
    target = read;
    return;
  }
  state_.complain(state_.places[path_of(key.name)],
                  path_of(key.name) + ": " + in_quotes(*value) + " is not a percentage below 100",
                  "write a number like 99.9");
}

void ConfigReader::number(Key key, double& target) {
  const std::string* value = scalar(key, "number", "1.5");
  if (value == nullptr) return;
  const auto read = number_of<double>(*value);
  if (read && *read >= 0 && *read <= kLargest) {
    target = *read;
    return;
  }
  state_.complain(state_.places[path_of(key.name)],
                  path_of(key.name) + ": " + in_quotes(*value) + " is not a number of 0 or more",
                  "write a number like 1.5");
}

std::optional<Duration> ConfigReader::length(const std::string& value, const std::string& path,
                                             bool may_be_none) {
  // A bare number has no unit; guessing minutes would be wrong for somebody who means seconds.
  const bool bare = number_of<double>(value).has_value();
  const auto read = bare || value.size() > 40 ? std::nullopt : parse_duration(value);
  if (read && (*read > Duration{0} || may_be_none) && *read <= kLongest) return read;
  state_.complain(
      state_.places[path],
      path + ": " + in_quotes(value) + (bare ? " has no unit" : " is not a length of time up to a year"),
      bare ? "write " + value + "m for minutes, " + value + "h for hours"
           : "write one like 90s, 10m, 1h30m or 14d");
  return std::nullopt;
}

std::string ConfigReader::named(const Key& key, Names by, const YamlMember& member) {
  std::string path = path_of(key.name) + "." + member.key;
  state_.places[path] = {member.value.line, member.value.column};
  state_.references.push_back({by, member.key, path, {member.line, member.column}});
  return path;
}

const std::string* ConfigReader::text_of(const YamlNode& node, const std::string& path) {
  const std::string* value = scalar_of(node, path, "text", "\"#incidents\"");
  if (value != nullptr && value->empty()) {
    complain(node, path + " is empty", "write a value or remove the key");
    return nullptr;
  }
  return value;
}

void ConfigReader::duration(Key key, std::optional<Duration>& target) {
  const std::string* value = scalar(key, "length of time", "10m");
  if (value == nullptr) return;
  if (const auto read = length(*value, path_of(key.name))) target = read;
}

void ConfigReader::durations(Key key, Names by, std::map<std::string, Duration>& target) {
  const YamlNode* node = find(key);
  if (node == nullptr || !is_map(*node, path_of(key.name))) return;
  for (const YamlMember& member : node->members) {
    const std::string path = named(key, by, member);
    const std::string* value = scalar_of(member.value, path, "length of time", "15m");
    if (value == nullptr) continue;
    if (const auto read = length(*value, path, by == Names::method)) target[member.key] = *read;
  }
}

void ConfigReader::words(Key key, std::vector<std::string>& target, TextRule rule) {
  const TextForm& form = form_of(rule);
  const YamlNode* items = list(key, form.example);
  if (items == nullptr) return;
  target.clear();
  for (const YamlNode& item : items->items) {
    const std::string* word = scalar_of(item, path_of(key.name), form.name, form.example);
    if (word == nullptr) continue;
    if (const auto complaint = complaint_about(rule, *word)) {
      complain(item, path_of(key.name) + ": " + complaint->wrong, complaint->meant);
    } else if (std::string canonical = lower(*word); contains(target, canonical)) {
      complain(item, path_of(key.name) + " names " + in_quotes(*word) + " twice", "remove one of them");
    } else {
      // As Policy::role_named compares.
      if (rule == TextRule::word) std::ranges::replace(canonical, '-', '_');
      target.push_back(canonical);
    }
  }
}

void ConfigReader::sequence(Key key, std::vector<std::string>& target, TextRule rule) {
  const TextForm& form = form_of(rule);
  const YamlNode* items = list(key, form.example);
  if (items == nullptr) return;
  target.clear();
  for (std::size_t at = 0; at < items->items.size(); ++at) {
    const YamlNode& item = items->items[at];
    const std::string path = path_of(key.name) + "." + std::to_string(at + 1);
    state_.places[path] = {item.line, item.column};
    const std::string* text = scalar_of(item, path, form.name, form.example);
    if (text == nullptr) continue;
    if (const auto complaint = complaint_about(rule, *text)) {
      complain(item, path_of(key.name) + ": " + complaint->wrong, complaint->meant);
    } else {
      target.push_back(*text);
    }
  }
}

void ConfigReader::add_reference(const YamlNode& node, const std::string& path, Names to,
                                 std::string& target) {
  const std::string* id = scalar_of(node, path, form_of(to).singular, "its id");
  if (id == nullptr) return;
  state_.references.push_back({to, *id, path, {node.line, node.column}});
  target = *id;
}

void ConfigReader::reference(Key key, Names to, std::string& target) {
  if (const YamlNode* node = find(key)) add_reference(*node, path_of(key.name), to, target);
}

void ConfigReader::references(Key key, Names to, std::vector<std::string>& target) {
  const YamlNode* items = list(key, std::string{form_of(to).singular} + "-1");
  if (items == nullptr) return;
  target.clear();
  for (const YamlNode& item : items->items) {
    std::string id;
    add_reference(item, path_of(key.name), to, id);
    if (id.empty()) continue;
    if (contains(target, id)) {
      complain(item, path_of(key.name) + " names " + in_quotes(id) + " twice", "remove one of them");
    } else {
      target.push_back(id);
    }
  }
}

void ConfigReader::texts(Key key, Names by, std::map<std::string, std::string>& target) {
  const YamlNode* node = find(key);
  if (node == nullptr || !is_map(*node, path_of(key.name))) return;
  for (const YamlMember& member : node->members) {
    const std::string path = named(key, by, member);
    if (const std::string* value = text_of(member.value, path)) target[member.key] = *value;
  }
}

void ConfigReader::lists(Key key, Names by, std::map<std::string, std::vector<std::string>>& target) {
  const YamlNode* node = find(key);
  if (node == nullptr || !is_map(*node, path_of(key.name))) return;
  for (const YamlMember& member : node->members) {
    const std::string path = named(key, by, member);
    const bool is_list = member.value.kind == YamlNode::Kind::list;
    if (is_list && member.value.items.empty())
      complain(member.value, path + " is empty", "write a value or remove the key");
    std::vector<std::string>& values = target[member.key];
    values.clear();
    for (const YamlNode& item : is_list ? std::span{member.value.items} : std::span{&member.value, 1}) {
      const std::string* value = text_of(item, path);
      if (value == nullptr) continue;
      if (contains(values, *value)) {
        complain(item, path + " names " + in_quotes(*value) + " twice", "remove one of them");
      } else {
        values.push_back(*value);
      }
    }
  }
}

void ConfigReader::secret(Key key, Secret& target) {
  const YamlNode* node = find(key);
  if (node == nullptr) return;
  const std::string path = path_of(key.name);
  const bool one_reference = node->kind == YamlNode::Kind::map && node->members.size() == 1 &&
                             node->members.front().value.kind == YamlNode::Kind::scalar &&
                             (node->members.front().key == "env" || node->members.front().key == "file");
  if (!one_reference) {
    // What stands there may be the secret, so it is not repeated.
    complain(*node, path + " must not stand in the configuration itself",
             "refer to it: {env: NAME} or {file: path}" +
                 std::string{node->kind == YamlNode::Kind::scalar
                                 ? "; and replace the secret, it has been written down"
                                 : ""});
    return;
  }
  const YamlMember& how = node->members.front();
  const auto from = how.key == "env" ? SecretReference::From::env : SecretReference::From::file;
  if (holds_token(how.value.text)) {
    complain(how.value, path + " names the secret itself",
             "write the name of a variable or a file, and replace the secret");
    return;
  }
  auto value = state_.secrets({from, how.value.text});
  if (value) {
    target = *std::move(value);
  } else {
    complain(how.value, path + ": " + value.error().say,
             "{env: NAME} or {file: path} must lead to the secret");
  }
}

void ConfigReader::one_of(Key key, std::span<const std::string_view> names, std::size_t& index) {
  const std::string* value = scalar(key, "word", names.front());
  if (value == nullptr) return;
  const auto found = std::ranges::find(names, *value);
  if (found != names.end()) {
    index = static_cast<std::size_t>(found - names.begin());
    return;
  }
  state_.complain(state_.places[path_of(key.name)], path_of(key.name) + ": there is no " + in_quotes(*value),
                  suggestion(*value, {names.begin(), names.end()}));
}

void ConfigReader::section(Key key, const std::function<void(Keys&)>& inside) {
  const YamlNode* node = find(key);
  if (node == nullptr || !is_map(*node, path_of(key.name))) return;
  ConfigReader reader{*node, path_of(key.name), state_};
  inside(reader);
  reader.refuse_unknown_keys();
}

void ConfigReader::items(Key key, const std::function<void(std::size_t, Keys&)>& inside) {
  const YamlNode* node = list(key, "- {...}");
  if (node == nullptr) return;
  for (std::size_t at = 0; at < node->items.size(); ++at) {
    const std::string path = path_of(key.name) + "." + std::to_string(at + 1);
    if (!is_map(node->items[at], path)) continue;
    ConfigReader reader{node->items[at], path, state_};
    inside(at, reader);
    reader.refuse_unknown_keys();
  }
}

void ConfigReader::entries(Key key, Names ids, const Entries& each) {
  const YamlNode* node = find(key);
  if (node == nullptr || !is_map(*node, path_of(key.name))) return;
  for (const YamlMember& member : node->members)
    entry(member, ids, each, path_of(key.name) + "." + member.key);
}

void ConfigReader::entry(const YamlMember& member, Names ids, const Entries& each, const std::string& path) {
  const ReadingState::Position at{member.line, member.column};
  state_.places[path] = at;
  if (const auto complaint = complaint_about_id(ids, member.key)) {
    state_.complain(at, complaint->wrong, complaint->meant);
    return;
  }
  if (member.value.kind == YamlNode::Kind::scalar && member.value.text == "none") {
    each.none(member.key);
    return;
  }
  if (!is_map(member.value, path)) return;
  if (ids == Names::audience) state_.references.push_back({ids, member.key, path, at});
  ConfigReader reader{member.value, path, state_};
  each.entry(member.key, reader);
  reader.refuse_unknown_keys();
}

}  // namespace muster
