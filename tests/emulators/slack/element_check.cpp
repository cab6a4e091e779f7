#include "tests/emulators/slack/element_check.hpp"

#include <set>

#include "tests/emulators/slack/block_check.hpp"

namespace muster::fake::slack {

std::size_t utf16_length(std::string_view text) {
  std::size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80U) units += byte >= 0xF0U ? 2 : 1;
  }
  return units;
}

void Faults::string(const Json& object, const char* key, std::size_t least, std::size_t most,
                    const std::string& at) {
  const std::string here = at + "/" + key;
  const Json& value = member(object, key);
  if (value.is_null()) {
    if (least > 0) add(std::string("missing required field: ") + key, at);
    return;
  }
  if (!value.is_string()) return add("must be a string", here);
  const std::size_t length = utf16_length(value.get_ref<const std::string&>());
  if (length < least) add("must be more than " + std::to_string(least - 1) + " characters", here);
  if (length > most) add("must be less than " + std::to_string(most + 1) + " characters", here);
}

void ElementCheck::text(const Json& parent, const char* key, std::size_t most, TextKind kind, bool required,
                        const std::string& at) {
  const Json& value = member(parent, key);
  if (value.is_null()) {
    if (required) faults_.add(std::string("missing required field: ") + key, at);
    return;
  }
  text_object(value, most, kind, at + "/" + key);
}

void ElementCheck::text_object(const Json& text, std::size_t most, TextKind kind, const std::string& at) {
  if (!text.is_object()) return faults_.add("must provide an object", at);
  const std::string type = get_string(text, "type");
  if (type != "plain_text" && (kind == TextKind::plain || type != "mrkdwn")) {
    faults_.add(kind == TextKind::plain ? "must be one of: plain_text" : "must be one of: plain_text, mrkdwn",
                at + "/type");
  }
  if (type == "mrkdwn" && text.contains("emoji")) faults_.add("additional property not allowed: emoji", at);
  if (type == "plain_text" && text.contains("verbatim")) {
    faults_.add("additional property not allowed: verbatim", at);
  }
  faults_.string(text, "text", 1, most, at);
}

void ElementCheck::element(const Json& element, Place place, const std::string& at) {
  if (!element.is_object()) return faults_.add("must provide an object", at);
  static const std::set<std::string> kInputOnly = {"plain_text_input", "email_text_input", "url_text_input",
                                                   "number_input",     "file_input",       "rich_text_input"};
  static const std::set<std::string> kPickers = {"datepicker", "timepicker", "datetimepicker"};
  static const std::set<std::string> kListed = {
      "users_select",          "conversations_select",       "channels_select", "multi_users_select",
      "multi_channels_select", "multi_conversations_select", "external_select", "multi_external_select"};
  const std::string type = get_string(element, "type");
  faults_.string(element, "action_id", 0, 255, at);
  if (element.contains("placeholder")) text(element, "placeholder", 150, TextKind::plain, true, at);
  if (element.contains("confirm")) confirm(element["confirm"], at + "/confirm");
  if (type == "button" && place != Place::input) return button(element, at);
  if (type == "overflow" && place != Place::input) return choices(element, 5, TextKind::plain, at);
  if (type == "static_select" || type == "multi_static_select") {
    return choices(element, 100, TextKind::plain, at);
  }
  if (type == "checkboxes" || type == "radio_buttons") return choices(element, 10, TextKind::any, at);
  if (kPickers.contains(type) || kListed.contains(type)) return;
  if (type == "image" && place == Place::accessory) {
    faults_.string(element, "alt_text", 1, 2000, at);
    return;
  }
  if (kInputOnly.contains(type) && place == Place::input) return text_input(element, at);
  faults_.add("unsupported type: " + type, at + "/type");
}

void ElementCheck::button(const Json& element, const std::string& at) {
  text(element, "text", 75, TextKind::plain, true, at);
  faults_.string(element, "value", 0, 2000, at);
  faults_.string(element, "url", 0, 3000, at);
  faults_.string(element, "accessibility_label", 0, 75, at);
  if (element.contains("style") && element["style"] != "primary" && element["style"] != "danger") {
    faults_.add("must be one of: primary, danger", at + "/style");
  }
}

void ElementCheck::choices(const Json& element, std::size_t most, TextKind kind, const std::string& at) {
  const Json& groups = member(element, "option_groups");
  if (!groups.is_array()) {
    options(member(element, "options"), most, kind, at + "/options");
    return initial(element, at);
  }
  if (groups.empty() || groups.size() > 100) faults_.add("must have 1 to 100 items", at + "/option_groups");
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const std::string here = at + "/option_groups/" + std::to_string(i);
    text(groups[i], "label", 75, TextKind::plain, true, here);
    options(member(groups[i], "options"), most, kind, here + "/options");
  }
}

void ElementCheck::options(const Json& list, std::size_t most, TextKind kind, const std::string& at) {
  if (!list.is_array() || list.empty() || list.size() > most) {
    return faults_.add("must have 1 to " + std::to_string(most) + " items", at);
  }
  for (std::size_t i = 0; i < list.size(); ++i) option(list[i], kind, at + "/" + std::to_string(i));
}

void ElementCheck::option(const Json& option, TextKind kind, const std::string& at) {
  text(option, "text", 75, kind, true, at);
  faults_.string(option, "value", 1, 150, at);
  if (option.contains("description")) text(option, "description", 75, kind, true, at);
}

// An initial choice must be one of the options, to the letter.
void ElementCheck::initial(const Json& element, const std::string& at) {
  const auto offered = [&](const Json& wanted) {
    for (const Json& each : member(element, "options")) {
      if (each == wanted) return true;
    }
    return false;
  };
  if (element.contains("initial_option") && !offered(element["initial_option"])) {
    faults_.add("initial_option must be one of the options", at + "/initial_option");
  }
  for (const Json& wanted : member(element, "initial_options")) {
    if (!offered(wanted)) faults_.add("initial_options must be among the options", at + "/initial_options");
  }
}

void ElementCheck::confirm(const Json& confirm, const std::string& at) {
  text(confirm, "title", 100, TextKind::plain, true, at);
  text(confirm, "text", 300, TextKind::any, true, at);
  text(confirm, "confirm", 30, TextKind::plain, true, at);
  text(confirm, "deny", 30, TextKind::plain, true, at);
}

void ElementCheck::text_input(const Json& element, const std::string& at) {
  faults_.string(element, "initial_value", 0, 3000, at);
  for (const char* key : {"min_length", "max_length"}) {
    if (element.contains(key) && (get_int(element, key, -1) < 0 || get_int(element, key) > 3000)) {
      faults_.add("must be 0 to 3000", at + "/" + key);
    }
  }
}

}  // namespace muster::fake::slack
