#include "tests/emulators/teams/card_check.hpp"

#include <algorithm>

#include "tests/emulators/common/form.hpp"
#include "tests/emulators/teams/card_schema.hpp"

namespace muster::fake::teams {
namespace {

class SchemaWalk {
 public:
  explicit SchemaWalk(Json& problems) : problems_(problems) {}

  // An object of that type; its own "type" may be left out where the place says it.
  void object(const Json& value, const std::string& type, const std::string& path) {
    if (!value.is_object()) return problem(path, "must be an object");
    const CardMembers* members = card_members(type);
    if (!members) return problem(path, "no such type in 1.5: " + type);
    for (const auto& [name, member] : *members) {
      if (member.required && !value.contains(name)) problem(path, type + " needs " + name);
    }
    for (const auto& [name, child] : value.items()) {
      const auto known = members->find(name);
      if (known == members->end()) {
        problem(path + "/" + name, type + " has no member " + name);
      } else {
        check(child, known->second.kind, path + "/" + name);
      }
    }
  }

 private:
  void problem(const std::string& path, const std::string& words) { add_problem(problems_, path, words); }

  void check(const Json& value, const std::string& kind, const std::string& path) {
    if (kind == "any") return;
    if (std::isupper(static_cast<unsigned char>(kind[0]))) return one_of(value, kind, path);
    if (kind.size() <= 2) return scalar(value, kind, path);
    nested(value, kind, path);
  }

  void scalar(const Json& value, const std::string& kind, const std::string& path) {
    for (const char letter : kind) {
      if (letter == 's' && value.is_string()) return;
      if (letter == 'b' && value.is_boolean()) return;
      if (letter == 'n' && value.is_number()) return;
      if (letter == 'o' && value.is_object()) return;
    }
    static const std::map<std::string, const char*> kWords = {{"s", "must be a string"},
                                                              {"b", "must be true or false"},
                                                              {"n", "must be a number"},
                                                              {"o", "must be an object"},
                                                              {"sn", "must be a string or number"},
                                                              {"so", "must be a string or an object"}};
    problem(path, kWords.at(kind));
  }

  void one_of(const Json& value, const std::string& list, const std::string& path) {
    const auto& values = card_values(list);
    const std::string given = value.is_string() ? lower_case(value.get<std::string>()) : dump(value);
    if (std::find(values.begin(), values.end(), given) != values.end()) return;
    std::string words;
    for (const std::string& each : values) words += " " + each;
    problem(path, "must be one of:" + words);
  }

  void nested(const Json& value, const std::string& kind, const std::string& path) {
    static const std::map<std::string, const char*> kLists = {
        {"columns", "Column"},       {"facts", "Fact"},      {"choices", "Input.Choice"},
        {"images", "Image"},         {"rows", "TableRow"},   {"cells", "TableCell"},
        {"sources", "MediaSource"},  {"inlines", "TextRun"}, {"column_definitions", "TableColumnDefinition"},
        {"targets", "TargetElement"}};
    if (kind == "refresh") return object(value, "Refresh", path);
    if (kind == "card") return part(value, "AdaptiveCard", path);
    if (kind == "action" || kind == "select") {
      if (kind == "select" && get_string(value, "type") == "Action.ShowCard")
        problem(path, "cannot be Action.ShowCard");
      return typed(value, false, path);
    }
    if (!value.is_array()) return problem(path, "must be a list");
    for (std::size_t i = 0; i < value.size(); ++i) {
      const std::string at = path + "/" + std::to_string(i);
      if (kind == "elements" || kind == "actions") {
        typed(value[i], kind == "elements", at);
      } else if (kind == "strings") {
        scalar(value[i], "s", at);
      } else if (!value[i].is_string() || (kind != "inlines" && kind != "targets")) {
        part(value[i], kLists.at(kind), at);
      }
    }
  }

  // A part whose place says its type: "type" may be left out, but may not say otherwise.
  void part(const Json& value, const std::string& type, const std::string& path) {
    if (get_string(value, "type", type) != type) problem(path + "/type", "must be " + type);
    object(value, type, path);
  }

  void typed(const Json& value, bool element, const std::string& path) {
    const std::string type = get_string(value, "type");
    if (element ? !is_element_type(type) : !is_action_type(type)) {
      return problem(path, "no such " + std::string(element ? "element" : "action") + " in 1.5: " + type);
    }
    object(value, type, path);
  }

  Json& problems_;
};

}  // namespace

void add_problem(Json& problems, const std::string& path, const std::string& problem) {
  problems.push_back({{"path", path}, {"problem", problem}});
}

void check_schema(const Json& card, Json& problems) {
  if (get_string(card, "type") != "AdaptiveCard") add_problem(problems, "/type", "must be AdaptiveCard");
  SchemaWalk(problems).object(card, "AdaptiveCard", "");
}

Json check_card(const World& world, const Json& card, CardUse use) {
  Json problems = Json::array();
  check_schema(card, problems);
  check_teams_rules(world, card, use, problems);
  return problems;
}

}  // namespace muster::fake::teams
