#include "integrations/teams/inputs_codec.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/net/json.hpp"
#include "bot/text/utf16.hpp"
#include "integrations/teams/carried_codec.hpp"
#include "integrations/teams/ids.hpp"
#include "integrations/teams/markdown.hpp"

namespace muster::teams {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kFewOptions = 10;
constexpr std::size_t kTitleUnits = 150;
constexpr std::size_t kNameUnits = 80;
constexpr std::size_t kSayUnits = 500;

// Labels and titles are no Markdown, but dates in them would be formatted.
std::string label_of(std::string_view text, std::size_t most) {
  std::string label = utf16_shorten(presentable(text), most);
  std::ranges::replace(label, '\n', ' ');
  for (std::size_t at = label.find("{{"); at != std::string::npos; at = label.find("{{", at))
    label.insert(at + 1, " ");
  return label.empty() ? "-" : label;
}

Json choice_of(const FieldOption& option) {
  std::string title = option.label.empty() ? option.id : option.label;
  if (!option.description.empty()) title += " \xE2\x80\x93 " + option.description;
  return {{"title", label_of(title, kTitleUnits)}, {"value", option.id}};
}

Json text_input(const Field& field) {
  Json input{{"type", "Input.Text"}, {"maxLength", text_units(field)}};
  if (field.kind == FieldKind::paragraph) input["isMultiline"] = true;
  if (!field.initial.empty())
    input["value"] = std::string{utf16_prefix(presentable(field.initial), text_units(field))};
  return input;
}

bool has_option(const Field& field, std::string_view id) {
  return std::ranges::find(field.options, id, &FieldOption::id) != field.options.end();
}

// Those of the comma-joined ids that the field has.
std::string chosen(const Field& field, std::string_view ids) {
  std::string kept;
  for (const std::string& id : split_list(ids)) {
    if (has_option(field, id)) kept += (kept.empty() ? "" : ",") + id;
  }
  return kept;
}

Json choice_input(const Field& field) {
  if (field.options.empty()) return text_input(field);
  const bool several = field.kind == FieldKind::choices;
  const bool few = field.options.size() <= kFewOptions;
  Json input{{"type", "Input.ChoiceSet"},
             {"style", few ? (several ? "expanded" : "compact") : "filtered"},
             {"choices", Json::array()}};
  if (several) input["isMultiSelect"] = true;
  for (const FieldOption& option : field.options) input["choices"].push_back(choice_of(option));
  const std::string initial = several                            ? chosen(field, field.initial)
                              : has_option(field, field.initial) ? field.initial
                                                                 : std::string{};
  if (!initial.empty()) input["value"] = initial;
  return input;
}

// An id of Teams' directory; everything else is no mention.
std::string user_id(std::string_view text) {
  const bool usable = !text.empty() && text.size() <= 128 && std::ranges::all_of(text, [](char c) {
    return is_alnum(c) || c == '-' || c == '_' || c == '.' || c == ':' || c == '@';
  });
  return usable ? std::string{text} : std::string{};
}

// The initial person's id in Teams: somebody known, or the mention that was submitted.
std::string initial_user(const Field& field, const People& people) {
  if (const Person* person = people.find_mention(field.initial, kPlatform))
    return people.identity_of(person->id, kPlatform);
  const std::string_view text = field.initial;
  const bool mention = text.starts_with("<@") && text.ends_with(">");
  return mention ? user_id(text.substr(2, text.size() - 3)) : std::string{};
}

Json person_input(const Field& field, const People& people, std::size_t most_people) {
  Json input{{"type", "Input.ChoiceSet"},
             {"style", "filtered"},
             {"choices", Json::array()},
             {"choices.data", {{"type", "Data.Query"}, {"dataset", "graph.microsoft.com/users"}}}};
  const auto add = [&](const std::string& name, const std::string& user) {
    input["choices"].push_back(
        {{"title", label_of(name.empty() ? user : name, kNameUnits)}, {"value", user}});
  };
  const std::string initial = initial_user(field, people);
  if (!initial.empty()) {
    const Person* known = people.find_identity(kPlatform, initial);
    add(known == nullptr ? initial : known->name, initial);
    input["value"] = initial;
  }
  for (const Person& person : people.all()) {
    if (input["choices"].size() >= most_people) break;
    const auto identity = person.identities.find(std::string{kPlatform});
    if (identity == person.identities.end() || identity->second == initial) continue;
    if (!user_id(identity->second).empty()) add(person.name, identity->second);
  }
  return input;
}

Json flag_input(const Field& field) {
  return {{"type", "Input.Toggle"}, {"title", label_of(field.label, kTitleUnits)},    {"valueOn", "yes"},
          {"valueOff", "no"},       {"value", field.initial == "yes" ? "yes" : "no"}, {"wrap", true}};
}

Json input_of(const Field& field, const People& people, std::size_t most_people) {
  switch (field.kind) {
    case FieldKind::line:
    case FieldKind::paragraph:
      return text_input(field);
    case FieldKind::choice:
    case FieldKind::choices:
      return choice_input(field);
    case FieldKind::person:
      return person_input(field, people, most_people);
    case FieldKind::flag:
      return flag_input(field);
  }
  return text_input(field);
}

Json text_below(const std::string& text) {
  return {{"type", "TextBlock"},
          {"text", foreign(utf16_shorten(presentable(text), kSayUnits))},
          {"wrap", true},
          {"spacing", "None"}};
}

}  // namespace

Json trouble_element(const std::string& say) {
  Json block = text_below(say);
  block["color"] = "Attention";
  block["weight"] = "Bolder";
  return block;
}

std::vector<Json> field_elements(const Field& field, const People& people, std::size_t most_people,
                                 const std::string& trouble) {
  Json input = input_of(field, people, most_people);
  input["id"] = field.id;
  if (field.kind != FieldKind::flag) {
    input["label"] = label_of(field.label, kTitleUnits);
    if (field.required) {  // an unticked box is an answer, too
      input["isRequired"] = true;
      input["errorMessage"] = "This is needed.";
    }
  }
  std::vector<Json> elements{std::move(input)};
  if (!trouble.empty()) elements.push_back(trouble_element(trouble));
  if (!field.hint.empty()) {
    Json hint = text_below(field.hint);
    hint["isSubtle"] = true;
    hint["size"] = "Small";
    elements.push_back(std::move(hint));
  }
  return elements;
}

std::string value_of(const Field& field, const Json& data) {
  const std::string value = net::text(data, field.id);
  const auto typed = [&] { return std::string{utf16_prefix(presentable(value), text_units(field))}; };
  switch (field.kind) {
    case FieldKind::line:
    case FieldKind::paragraph:
      return typed();
    case FieldKind::choice:
      if (field.options.empty()) return typed();
      return has_option(field, value) ? value : std::string{};
    case FieldKind::choices:
      return field.options.empty() ? typed()
                                   : chosen(field, utf16_prefix(value, kMostOptions * kOptionIdUnits));
    case FieldKind::person: {
      const std::string user = user_id(std::string_view{value}.substr(0, value.find(',')));
      return user.empty() ? user : "<@" + user + ">";
    }
    case FieldKind::flag:
      return value == "yes" ? "yes" : "no";
  }
  return {};
}

}  // namespace muster::teams
