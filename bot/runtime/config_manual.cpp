#include "bot/runtime/config_manual.hpp"

#include <array>
#include <charconv>

#include "bot/base/clock.hpp"
#include "bot/runtime/config_keys.hpp"
#include "bot/runtime/config_table.hpp"
#include "bot/runtime/config_text.hpp"

namespace muster {

namespace {

using Shape = KeyManual::Shape;

std::string list_text(const std::vector<std::string>& values) {
  std::string out;
  for (const std::string& value : values) out += (out.empty() ? "" : ", ") + value;
  return out.empty() ? "" : "[" + out + "]";
}

// "10m", "1h", "14d": as somebody would write it.
std::string duration_text(const std::optional<Duration>& duration) {
  if (!duration || *duration == Duration{0}) return "";
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(*duration).count();
  if (seconds % 86400 == 0) return std::to_string(seconds / 86400) + "d";
  if (seconds % 3600 == 0) return std::to_string(seconds / 3600) + "h";
  return seconds % 60 == 0 ? std::to_string(seconds / 60) + "m" : std::to_string(seconds) + "s";
}

// Collects instead of reading: every section and one entry of every kind is visited.
class Collector final : public Keys {
 public:
  explicit Collector(KeyManual& into) : into_{into} {}

  void text(Key key, std::string& target, TextRule rule) override {
    KeyManual& row = add(key, Shape::text, std::string{form_of(rule).name}, target);
    row.pattern = form_of(rule).pattern;
  }
  void flag(Key key, bool& target) override {
    add(key, Shape::flag, "true or false", target ? "true" : "false");
  }
  void whole(Key key, int& target, int lowest, int highest) override {
    KeyManual& row =
        add(key, Shape::whole, "number from " + std::to_string(lowest) + " to " + std::to_string(highest),
            target == 0 ? "" : std::to_string(target));
    row.lowest = lowest;
    row.highest = highest;
  }
  void percent(Key key, std::optional<double>& /*target*/) override {
    add(key, Shape::percent, "percentage", "");
  }
  void duration(Key key, std::optional<Duration>& target) override {
    add(key, Shape::duration, "length of time", duration_text(target));
  }
  void number(Key key, double& target) override {
    std::array<char, 32> text{};
    const auto [end, failure] = std::to_chars(text.data(), text.data() + text.size(), target);
    add(key, Shape::number, "number", failure == std::errc{} ? std::string{text.data(), end} : "");
  }
  void durations(Key key, Names by, std::map<std::string, Duration>& /*target*/) override {
    add(key, Shape::duration_map, "map of " + std::string{form_of(by).singular} + " to length of time", "");
  }
  void words(Key key, std::vector<std::string>& target, TextRule rule) override {
    KeyManual& row =
        add(key, Shape::word_list, "list of " + std::string{form_of(rule).name} + "s", list_text(target));
    row.pattern = rule == TextRule::word ? "" : form_of(rule).pattern;
  }
  void sequence(Key key, std::vector<std::string>& target, TextRule rule) override {
    KeyManual& row =
        add(key, Shape::sequence, "list of " + std::string{form_of(rule).name} + "s", list_text(target));
    row.pattern = form_of(rule).pattern;
  }
  void reference(Key key, Names to, std::string& target) override {
    add(key, Shape::text, "id of " + with_article(form_of(to).singular), target);
  }
  void references(Key key, Names to, std::vector<std::string>& target) override {
    add(key, Shape::word_list, "list of ids of " + std::string{form_of(to).key}, list_text(target));
  }
  void texts(Key key, Names by, std::map<std::string, std::string>& /*target*/) override {
    add(key, Shape::text_map, "map of " + std::string{form_of(by).singular} + " to text", "");
  }
  void lists(Key key, Names by, std::map<std::string, std::vector<std::string>>& /*target*/) override {
    add(key, Shape::list_map, "map of " + std::string{form_of(by).singular} + " to text or list of texts",
        "");
  }
  void secret(Key key, Secret& /*target*/) override {
    add(key, Shape::secret, "{env: NAME} or {file: path}", "");
  }
  void one_of(Key key, std::span<const std::string_view> names, std::size_t& index) override {
    KeyManual& row = add(key, Shape::choice, "", std::string{names[index]});
    row.choices.assign(names.begin(), names.end());
    for (const std::string& choice : row.choices) row.type += (row.type.empty() ? "" : " or ") + choice;
  }
  void section(Key key, const std::function<void(Keys&)>& inside) override {
    Collector collector{add(key, Shape::section, "map", "")};
    inside(collector);
  }
  void items(Key key, const std::function<void(std::size_t, Keys&)>& inside) override {
    Collector collector{add(key, Shape::items, "list of maps", "")};
    inside(0, collector);
  }
  void entries(Key key, Names ids, const Entries& each) override {
    KeyManual& row = add(key, Shape::entries, "map by " + std::string{form_of(ids).singular}, "");
    const std::string any = "<" + std::string{form_of(ids).singular} + ">";
    row.children.push_back({.name = any, .shape = Shape::section, .type = "map, or none to remove it"});
    Collector collector{row.children.back()};
    each.entry(any, collector);
  }

 private:
  KeyManual& add(const Key& key, Shape shape, std::string type, std::string fallback) {
    // What stands for any id has no default of its own.
    const bool stand_in = fallback.find('<') != std::string::npos;
    into_.children.push_back({.name = std::string{key.name},
                              .shape = shape,
                              .type = std::move(type),
                              .doc = std::string{key.doc},
                              .fallback = stand_in ? "" : std::move(fallback),
                              .required = key.required});
    return into_.children.back();
  }

  KeyManual& into_;
};

void add_rows(const KeyManual& section, const std::string& prefix, std::string& out) {
  for (const KeyManual& row : section.children) {
    const std::string path = prefix + row.name + (row.shape == Shape::items ? "[]" : "");
    if (!row.doc.empty()) {
      out += "| `" + path + "` | " + row.type + " | " +
             (row.fallback.empty() ? "" : "`" + row.fallback + "`") + " | " + row.doc +
             (row.required ? ". Required" : "") + ". |\n";
    }
    add_rows(row, path + ".", out);
  }
}

}  // namespace

KeyManual config_manual() {
  KeyManual all;
  Settings scratch;
  Collector collector{all};
  visit_config_keys(collector, scratch);
  return all;
}

std::string manual_markdown(const KeyManual& manual) {
  std::string out = "| Key | Type | Default | Meaning |\n|---|---|---|---|\n";
  add_rows(manual, "", out);
  return out;
}

}  // namespace muster
