#include "tests/emulators/slack/ledger_check.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <ostream>
#include <sstream>

#include "tests/emulators/common/json.hpp"
#include "tests/emulators/slack/method_specs.hpp"

namespace muster::fake::slack {
namespace {

Json words(std::string_view list) {
  Json all = Json::array();
  std::istringstream in{std::string(list)};
  for (std::string word; in >> word;) all.push_back(word);
  return all;
}

// The arguments of a method: from Slack's definition, or from our table where there is no definition.
Json known_arguments(const std::string& method, const std::string& specs) {
  std::ifstream in(specs + "/" + method + ".json");
  if (in) return member(member(Json::parse(in, nullptr, false), "args"), "properties");
  Json known;
  if (const MethodSpec* spec = find_method(method)) {
    known = Json::object();
    for (const std::string_view list : {spec->required, spec->optional}) {
      for (const Json& word : words(list)) known[word.get<std::string>()] = true;
    }
  }
  return known;
}

}  // namespace

int check_ledger(const std::string& ledger, const std::string& specs, std::ostream& out) {
  std::ifstream in(ledger);
  if (!in || !std::filesystem::is_directory(specs)) {
    out << "cannot read " << (in ? specs : ledger) << "\n";
    return 2;
  }
  std::map<std::string, Json> known_by_method;
  int violations = 0;
  for (std::string line; std::getline(in, line);) {
    const Json entry = Json::parse(line, nullptr, false);
    if (get_string(entry, "kind") != "call") continue;
    const std::string method = get_string(entry, "method");
    if (!known_by_method.contains(method)) known_by_method[method] = known_arguments(method, specs);
    const Json& known = known_by_method[method];
    const std::string where = "seq " + std::to_string(get_int(entry, "seq")) + ": " + method;
    if (known.is_null()) {
      out << where << ": unknown method\n";
      ++violations;
      continue;
    }
    for (const auto& [name, value] : member(entry, "args").items()) {
      if (known.contains(name)) continue;
      out << where << ": unknown argument " << name << "\n";
      ++violations;
    }
  }
  return violations == 0 ? 0 : 1;
}

void describe_methods(std::ostream& out) {
  Json all = Json::object();
  for (const MethodSpec& spec : method_specs()) {
    all[std::string(spec.name)] = {{"tier", spec.tier},
                                   {"takes_json", spec.takes_json},
                                   {"scopes", words(spec.scopes)},
                                   {"required", words(spec.required)},
                                   {"optional", words(spec.optional)},
                                   {"errors", words(spec.errors)}};
  }
  out << all.dump(1) << "\n";
}

}  // namespace muster::fake::slack
