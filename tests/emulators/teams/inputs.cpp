#include "tests/emulators/teams/inputs.hpp"

#include <regex>
#include <vector>

#include "tests/emulators/common/refusal.hpp"
#include "tests/emulators/teams/card_walk.hpp"

namespace muster::fake::teams {
namespace {

[[noreturn]] void refuse_input(const Json& input, const std::string& why) {
  const std::string id = get_string(input, "id");
  throw Refusal{id + ": " + why, {{"inputs", Json::array({id})}}};
}

std::string as_text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.is_null() ? "" : dump(value);
}

std::vector<std::string> as_list(const Json& value) {
  std::vector<std::string> list;
  if (value.is_array()) {
    for (const Json& each : value) list.push_back(as_text(each));
  } else if (const std::string text = as_text(value); !text.empty()) {
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t end = std::min(text.find(',', at), text.size());
      list.push_back(text.substr(at, end - at));
      at = end + 1;
    }
  }
  return list;
}

// The value of the choice with that value or title; with a people picker, the object id of the person named.
std::string chosen(const World& world, const Json& input, const std::string& wanted) {
  for (const Json& choice : member(input, "choices")) {
    if (get_string(choice, "value") == wanted || get_string(choice, "title") == wanted) {
      return get_string(choice, "value");
    }
  }
  const std::string dataset = get_string(member(input, "choices.data"), "dataset");
  if (dataset.starts_with("graph.microsoft.com/users")) {
    if (const Json* user = world.user(wanted)) return get_string(*user, "aadObjectId");
  }
  refuse_input(input, "there is no choice \"" + wanted + "\"");
}

std::string choice_value(const World& world, const Json& input, const Json& value) {
  const bool many = get_bool(input, "isMultiSelect");
  // A title may hold a comma; only lists and multi-selects are several.
  const std::vector<std::string> wanted =
      many || value.is_array() ? as_list(value) : std::vector<std::string>{as_text(value)};
  if (wanted.size() > 1 && !many) refuse_input(input, "takes one choice");
  std::string joined;
  for (const std::string& each : wanted) {
    if (each.empty()) continue;
    if (!joined.empty()) joined += ',';
    joined += chosen(world, input, each);
  }
  return joined;
}

std::string toggle_value(const Json& input, const Json& value) {
  const std::string on = get_string(input, "valueOn", "true");
  const std::string off = get_string(input, "valueOff", "false");
  if (value.is_boolean()) return value.get<bool>() ? on : off;
  return as_text(value) == on ? on : off;
}

void check_text(const Json& input, const std::string& text) {
  const std::int64_t most = get_int(input, "maxLength");
  if (most > 0 && text.size() > static_cast<std::size_t>(most)) refuse_input(input, "is too long");
  const std::string pattern = get_string(input, "regex");
  if (pattern.empty()) return;
  bool fits = true;
  try {
    fits = std::regex_search(text, std::regex(pattern));
  } catch (const std::regex_error&) {
    refuse_input(input, "the pattern is none: " + pattern);
  }
  if (!fits) refuse_input(input, "does not fit the pattern");
}

void check_number(const Json& input, const std::string& text) {
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  if (*end != '\0') refuse_input(input, "is no number");
  const Json& least = member(input, "min");
  const Json& most = member(input, "max");
  if (least.is_number() && number < least.get<double>()) refuse_input(input, "is too small");
  if (most.is_number() && number > most.get<double>()) refuse_input(input, "is too large");
}

void check_format(const Json& input, const std::string& text, const char* pattern) {
  if (!std::regex_match(text, std::regex(pattern)))
    refuse_input(input, "has not the form that the client writes");
  const std::string least = get_string(input, "min");
  const std::string most = get_string(input, "max");
  if (!least.empty() && text < least) refuse_input(input, "is too early");
  if (!most.empty() && text > most) refuse_input(input, "is too late");
}

std::string entered(const World& world, const Json& input, const Json& value) {
  const std::string type = get_string(input, "type");
  if (type == "Input.ChoiceSet") return choice_value(world, input, value);
  if (type == "Input.Toggle") return toggle_value(input, value);
  const std::string text = as_text(value);
  if (text.empty()) return text;
  if (type == "Input.Text") check_text(input, text);
  if (type == "Input.Number") check_number(input, text);
  if (type == "Input.Date") check_format(input, text, R"(\d{4}-\d\d-\d\d)");
  if (type == "Input.Time") check_format(input, text, R"(\d\d:\d\d)");
  return text;
}

}  // namespace

Json fill_inputs(const World& world, const Json& card, const std::string& action_path, const Json& given) {
  const std::vector<Json> inputs = card_inputs(card, action_path);
  for (const auto& [id, value] : given.items()) {
    bool known = false;
    for (const Json& input : inputs) known = known || get_string(input, "id") == id;
    if (!known) throw Refusal{"there is no input " + id, {{"inputs", Json::array({id})}}};
  }
  Json values = Json::object();
  Json missing = Json::array();
  for (const Json& input : inputs) {
    const std::string id = get_string(input, "id");
    const std::string value = entered(world, input, given.contains(id) ? given[id] : member(input, "value"));
    const bool off =
        get_string(input, "type") == "Input.Toggle" && value == get_string(input, "valueOff", "false");
    if (get_bool(input, "isRequired") && (value.empty() || off)) missing.push_back(id);
    if (!value.empty()) values[id] = value;
  }
  if (!missing.empty()) {
    throw Refusal{"a required input is empty: " + missing[0].get<std::string>(), {{"inputs", missing}}};
  }
  return values;
}

}  // namespace muster::fake::teams
