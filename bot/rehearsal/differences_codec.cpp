// Expectation against record, member by member.
#include <re2/re2.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "bot/base/ascii.hpp"
#include "bot/net/json.hpp"
#include "bot/rehearsal/recorded.hpp"

namespace muster {

namespace {

using nlohmann::json;

// Lengths of time in a text, as whole seconds: "9 m 40 s", "30 min 30 s", "1 h 05 min", "390 s", "15 m".
std::set<std::int64_t> lengths_in(const std::string& text) {
  static const RE2 kLength{R"((?:(\d+) h(?:\b)\s*)?(?:(\d+) m(?:in)?\b\s*)?(?:(\d+) s\b)?)"};
  std::set<std::int64_t> found;
  re2::StringPiece rest{text};
  std::string h;
  std::string m;
  std::string s;
  while (!rest.empty()) {
    re2::StringPiece whole;
    const bool at_digit = is_digit(rest[0]);
    if (at_digit && RE2::Consume(&rest, kLength, &h, &m, &s) && !(h.empty() && m.empty() && s.empty())) {
      const auto value = [](const std::string& digits) {
        return digits.empty() ? 0LL : std::strtoll(digits.c_str(), nullptr, 10);
      };
      found.insert(value(h) * 3600 + value(m) * 60 + value(s));
      continue;
    }
    if (!at_digit) {
      rest.remove_prefix(1);
      continue;
    }
    while (!rest.empty() && is_digit(rest[0])) rest.remove_prefix(1);
  }
  return found;
}

// References and money: CHG-3970, 17,289.96.
std::set<std::string> names_in(const std::string& text) {
  static const RE2 kName{R"(([A-Z]{2,}-\d+|\d{1,3}(?:,\d{3})*\.\d\d))"};
  std::set<std::string> found;
  re2::StringPiece rest{text};
  std::string one;
  while (RE2::FindAndConsume(&rest, kName, &one)) found.insert(one);
  return found;
}

class Comparison {
 public:
  explicit Comparison(std::string script) : script_{std::move(script)} {}

  void compare(const std::string& path, const json& expected, const json& got) {
    const std::string name = path.substr(path.rfind('.') + 1);
    if (name == "workings") return;
    if (name == "timeline_must_include") return must_include(path, expected, got);
    if (name == "template_facts") return facts(path, expected, got);
    if (name == "sections_required") return sections(path, expected, got);
    if (expected.is_object()) return objects(path, expected, got);
    if (expected.is_array()) return arrays(path, expected, got);
    if (expected.is_number() && got.is_number()) {
      if (std::abs(expected.get<double>() - got.get<double>()) > tolerance(path)) say(path, expected, got);
      return;
    }
    if (expected != got) say(path, expected, got);
  }
  [[nodiscard]] std::vector<std::string> take() { return std::move(lines_); }

 private:
  static double tolerance(const std::string& path) {
    if (path.find("_pct") != std::string::npos) return 1e-4;
    if (path.find("availability") != std::string::npos || path.find("rate") != std::string::npos) return 1e-6;
    if (path.find("cost") != std::string::npos || path.find("loss") != std::string::npos) return 0.0100001;
    if (path.find("weighted") != std::string::npos || path.find("budget") != std::string::npos) return 1e-3;
    return 0;
  }
  void say(const std::string& path, const json& expected, const json& got) {
    lines_.push_back(script_ + " " + path + ": expected " + expected.dump() + ", got " + got.dump());
  }
  void objects(const std::string& path, const json& expected, const json& got) {
    for (const auto& [name, value] : expected.items()) {
      compare(path.empty() ? name : path + "." + name, value, net::member(got, name));
    }
  }
  void arrays(const std::string& path, const json& expected, const json& got) {
    const bool named = !expected.empty() && expected[0].is_object() && expected[0].contains("ref");
    if (!named && (!got.is_array() || got.size() != expected.size())) return say(path, expected, got);
    for (std::size_t i = 0; i < expected.size(); ++i) {
      if (!named) {
        compare(path + "[" + std::to_string(i) + "]", expected[i], got[i]);
        continue;
      }
      const std::string ref = net::text(expected[i], "ref");
      const auto found =
          std::ranges::find_if(got, [&](const json& one) { return net::text(one, "ref") == ref; });
      compare(path + "[" + ref + "]", expected[i], found == got.end() ? json() : *found);
    }
  }
  void must_include(const std::string& path, const json& expected, const json& got) {
    for (const json& wanted : expected) {
      const bool found = std::ranges::any_of(got, [&](const json& entry) {
        return net::text(entry, "at") == net::text(wanted, "at") &&
               net::text(entry, "type") == net::text(wanted, "type") &&
               net::text(entry, "text").find(net::text(wanted, "contains")) != std::string::npos;
      });
      if (!found)
        lines_.push_back(script_ + " " + path + ": expected " + wanted.dump() + ", got no such entry");
    }
  }
  void facts(const std::string& path, const json& expected, const json& got) {
    std::string draft;
    for (const json& text : got) draft += text.get<std::string>() + "\n";
    const auto lengths = lengths_in(draft);
    const auto names = names_in(draft);
    for (const json& fact : expected) {
      const std::string text = fact.get<std::string>();
      for (const std::int64_t length : lengths_in(text)) {
        if (!lengths.contains(length))
          lines_.push_back(script_ + " " + path + ": expected \"" + text + "\", got a draft without " +
                           std::to_string(length) + " s");
      }
      for (const std::string& name : names_in(text)) {
        if (!names.contains(name))
          lines_.push_back(script_ + " " + path + ": expected \"" + text + "\", got a draft without " + name);
      }
    }
  }
  void sections(const std::string& path, const json& expected, const json& got) {
    // The scripts' words for what our forms call otherwise.
    static const std::map<std::string, std::string> kOurs = {{"contributing_factors", "factors"},
                                                             {"changes_in_window", "changes"},
                                                             {"resolution", "response"},
                                                             {"action_items", "actions"},
                                                             {"what_worked", "lessons"}};
    for (const json& wanted : expected) {
      const std::string name = wanted.get<std::string>();
      const auto ours = kOurs.find(name);
      const json section = ours == kOurs.end() ? json(name) : json(ours->second);
      if (std::ranges::find(got, section) == got.end())
        lines_.push_back(script_ + " " + path + ": expected the section " + name + ", got none");
    }
  }

  std::string script_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> differences(const Script& script, const std::string& recorded) {
  if (script.expect.empty()) return {};
  const json expected = json::parse(script.expect, nullptr, false);
  const json got = json::parse(recorded, nullptr, false);
  Comparison comparison{script.id};
  comparison.compare("", expected, got);
  return comparison.take();
}

}  // namespace muster
