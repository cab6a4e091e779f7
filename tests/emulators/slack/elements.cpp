#include "tests/emulators/slack/elements.hpp"

#include <map>

namespace muster::fake::slack {
namespace {

// Where a payload puts the value of each kind of element. Not here: button and overflow, which keep none.
const char* value_member(const std::string& type) {
  static const std::map<std::string, const char*> kMembers = {
      {"static_select", "selected_option"},
      {"external_select", "selected_option"},
      {"radio_buttons", "selected_option"},
      {"multi_static_select", "selected_options"},
      {"multi_external_select", "selected_options"},
      {"checkboxes", "selected_options"},
      {"users_select", "selected_user"},
      {"conversations_select", "selected_conversation"},
      {"channels_select", "selected_channel"},
      {"multi_users_select", "selected_users"},
      {"multi_conversations_select", "selected_conversations"},
      {"multi_channels_select", "selected_channels"},
      {"datepicker", "selected_date"},
      {"timepicker", "selected_time"},
      {"datetimepicker", "selected_date_time"},
      {"plain_text_input", "value"},
      {"email_text_input", "value"},
      {"url_text_input", "value"},
      {"number_input", "value"},
      {"rich_text_input", "rich_text_value"},
      {"file_input", "files"}};
  const auto it = kMembers.find(type);
  return it == kMembers.end() ? nullptr : it->second;
}

bool is_list(const std::string& member_name) {
  return member_name.ends_with('s') && member_name != "files";
}

// The option with that value, wherever the element keeps it.
std::optional<Json> find_option(const Json& element, const std::string& value) {
  for (const Json& option : member(element, "options")) {
    if (get_string(option, "value") == value) return option;
  }
  for (const Json& group : member(element, "option_groups")) {
    if (auto option = find_option(group, value)) return option;
  }
  // The options of an external select came from the app.
  if (get_string(element, "type").ends_with("external_select")) {
    return Json{{"text", {{"type", "plain_text"}, {"text", value}}}, {"value", value}};
  }
  return std::nullopt;
}

}  // namespace

std::vector<Json> elements_of(const Json& block) {
  std::vector<Json> found;
  if (block.contains("element")) found.push_back(block["element"]);
  if (block.contains("accessory")) found.push_back(block["accessory"]);
  if (get_string(block, "type") == "actions") {
    for (const Json& element : member(block, "elements")) found.push_back(element);
  }
  return found;
}

std::optional<FoundElement> find_element(const Json& blocks, const std::string& action_id,
                                         const std::string& block_id, const std::string& label) {
  for (const Json& block : blocks) {
    const std::string here = get_string(block, "block_id");
    if (!block_id.empty() && here != block_id) continue;
    for (const Json& element : elements_of(block)) {
      if (!action_id.empty() && get_string(element, "action_id") != action_id) continue;
      if (!label.empty() && get_string(member(element, "text"), "text") != label) continue;
      return FoundElement{element, here};
    }
  }
  return std::nullopt;
}

std::optional<Json> chosen(const Json& element, const Json& value) {
  const std::string type = get_string(element, "type");
  if (type == "overflow") {
    const auto option = find_option(element, value.is_string() ? value.get<std::string>() : "");
    if (!option) return std::nullopt;
    return Json{{"type", type}, {"selected_option", *option}};
  }
  const char* name = value_member(type);
  if (!name) return std::nullopt;
  const std::string key = name;
  Json result = {{"type", type}, {key, value}};
  if (key == "selected_options") {
    result[key] = Json::array();
    for (const Json& each : value) {
      const auto option = find_option(element, each.is_string() ? each.get<std::string>() : "");
      if (!option) return std::nullopt;
      result[key].push_back(*option);
    }
  } else if (key == "selected_option" && !value.is_null()) {
    const auto option = find_option(element, value.is_string() ? value.get<std::string>() : "");
    if (!option) return std::nullopt;
    result[key] = *option;
  } else if (is_list(key) && value.is_null()) {
    result[key] = Json::array();
  } else if (key == "selected_date_time" && value.is_string()) {
    result[key] = get_int(Json{{"v", value}}, "v");
  }
  return result;
}

Json initial_value(const Json& element) {
  const std::string type = get_string(element, "type");
  const char* name = value_member(type);
  if (!name) return nullptr;
  static const std::map<std::string, const char*> kInitial = {
      {"selected_option", "initial_option"},
      {"selected_options", "initial_options"},
      {"selected_user", "initial_user"},
      {"selected_users", "initial_users"},
      {"selected_conversation", "initial_conversation"},
      {"selected_conversations", "initial_conversations"},
      {"selected_channel", "initial_channel"},
      {"selected_channels", "initial_channels"},
      {"selected_date", "initial_date"},
      {"selected_time", "initial_time"},
      {"selected_date_time", "initial_date_time"},
      {"value", "initial_value"},
      {"rich_text_value", "initial_value"}};
  const std::string key = name;
  const auto initial = kInitial.find(key);
  Json value = initial == kInitial.end() ? Json() : member(element, initial->second);
  if (value.is_null() && (is_list(key) || key == "files")) value = Json::array();
  return {{"type", type}, {key, value}};
}

bool is_empty_value(const Json& chosen) {
  for (const auto& [key, value] : chosen.items()) {
    if (key == "type") continue;
    const bool nothing = value.is_null() || (value.is_structured() && value.empty()) || value == "";
    if (!nothing) return false;
  }
  return true;
}

Json input_values(const Json& blocks, const Json& state) {
  Json values = Json::object();
  for (const Json& block : blocks) {
    const std::string block_id = get_string(block, "block_id");
    for (const Json& element : elements_of(block)) {
      const std::string action_id = get_string(element, "action_id");
      const Json& typed = member(member(state, block_id.c_str()), action_id.c_str());
      const Json value = typed.is_null() ? initial_value(element) : typed;
      if (!value.is_null()) values[block_id][action_id] = value;
    }
  }
  return values;
}

}  // namespace muster::fake::slack
