#include "integrations/slack/view_codec.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/domain/grammar.hpp"
#include "bot/net/json.hpp"
#include "bot/text/utf16.hpp"
#include "integrations/slack/blocks_codec.hpp"
#include "integrations/slack/ids.hpp"

namespace muster::slack {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kActionId = "value";
constexpr std::size_t kTitleUnits = 24;
constexpr std::size_t kMetadataUnits = 2900;
constexpr std::size_t kOptionUnits = 75;
constexpr std::size_t kOptionIdUnits = 150;
constexpr std::size_t kMostOptions = 100;
constexpr std::size_t kMostCheckboxes = 10;
// A text that a second dialog (the preview of an update) carries along must fit its private_metadata.
constexpr int kMostTextChars = 2500;

Json option_of(const FieldOption& option) {
  Json json{{"text", plain_text_object(option.label.empty() ? option.id : option.label, kOptionUnits)},
            {"value", option.id}};
  if (!option.description.empty()) json["description"] = plain_text_object(option.description, kOptionUnits);
  return json;
}

// Those Slack can carry. A shortened id would be another choice, so such an option is left out.
std::vector<FieldOption> usable_options(const Field& field) {
  std::vector<FieldOption> usable;
  for (const FieldOption& option : field.options) {
    if (option.id.empty() || utf16_units(option.id) > kOptionIdUnits || usable.size() == kMostOptions)
      continue;
    usable.push_back(option);
  }
  return usable;
}

Json text_element(const Field& field) {
  const int most = std::clamp(field.max_chars, 1, kMostTextChars);
  Json element{
      {"type", "plain_text_input"}, {"multiline", field.kind == FieldKind::paragraph}, {"max_length", most}};
  if (!field.initial.empty()) {
    element["initial_value"] = std::string{utf16_prefix(field.initial, static_cast<std::size_t>(most))};
  }
  return element;
}

Json choice_element(const Field& field) {
  const std::vector<FieldOption> options = usable_options(field);
  if (options.empty()) return text_element(field);
  Json element{{"type", "static_select"}, {"options", Json::array()}};
  for (const FieldOption& option : options) {
    element["options"].push_back(option_of(option));
    if (option.id == field.initial) element["initial_option"] = option_of(option);
  }
  return element;
}

Json choices_element(const Field& field) {
  const std::vector<FieldOption> options = usable_options(field);
  if (options.empty()) return text_element(field);
  const std::vector<std::string> chosen = split_list(field.initial);
  const bool few = options.size() <= kMostCheckboxes;
  Json element{{"type", few ? "checkboxes" : "multi_static_select"}, {"options", Json::array()}};
  for (const FieldOption& option : options) {
    element["options"].push_back(option_of(option));
    if (std::ranges::find(chosen, option.id) != chosen.end())
      element["initial_options"].push_back(option_of(option));
  }
  return element;
}

Json person_element(const Field& field, const People& people) {
  Json element{{"type", "users_select"}};
  const Person* person = people.find_mention(field.initial, kPlatform);
  if (person == nullptr) person = people.find(PersonId{field.initial});
  if (person != nullptr) {
    const std::string user = people.identity_of(person->id, kPlatform);
    if (!user.empty()) element["initial_user"] = user;
  }
  return element;
}

Json flag_element(const Field& field) {
  const Json tick = option_of({"yes", field.label, {}});
  Json element{{"type", "checkboxes"}, {"options", Json::array({tick})}};
  if (field.initial == "yes") element["initial_options"] = Json::array({tick});
  return element;
}

Json element_of(const Field& field, const People& people) {
  switch (field.kind) {
    case FieldKind::line:
    case FieldKind::paragraph:
      return text_element(field);
    case FieldKind::choice:
      return choice_element(field);
    case FieldKind::choices:
      return choices_element(field);
    case FieldKind::person:
      return person_element(field, people);
    case FieldKind::flag:
      return flag_element(field);
  }
  return text_element(field);
}

Json input_of(const Field& field, const People& people) {
  Json element = element_of(field, people);
  element["action_id"] = kActionId;
  Json block{{"type", "input"},
             {"block_id", field.id},
             {"label", plain_text_object(field.label, 2000)},
             {"element", std::move(element)},
             // An unticked box is an answer too.
             {"optional", !field.required || field.kind == FieldKind::flag}};
  if (!field.hint.empty()) block["hint"] = plain_text_object(field.hint, 2000);
  return block;
}

Json snapshot_json(const MessageSnapshot& on, std::size_t text_units) {
  Json json{{"text", std::string{utf16_prefix(on.text, text_units)}}, {"link", on.link}};
  if (on.author) {
    json["author"] = {
        {"user", on.author->user}, {"name", on.author->name}, {"outsider", on.author->outsider}};
  }
  for (const FileReference& file : on.files) {
    json["files"].push_back({{"name", file.name}, {"id", file.id}, {"link", file.link}});
  }
  return json;
}

MessageSnapshot read_snapshot(const Json& json) {
  MessageSnapshot on;
  on.text = net::text(json, "text");
  on.link = net::text(json, "link");
  const Json& author = net::member(json, "author");
  if (author.is_object()) {
    on.author = Identity{std::string{kPlatform}, net::text(author, "user"), net::text(author, "name"),
                         net::flag(author, "outsider")};
  }
  for (const Json& file : net::member(json, "files")) {
    on.files.push_back({net::text(file, "name"), net::text(file, "id"), net::text(file, "link")});
  }
  return on;
}

std::string metadata(const Dialog& dialog, const DialogOrigin& origin) {
  Json json{{"dialog", dialog.name}, {"incident", dialog.incident.value}, {"hidden", dialog.hidden}};
  json["place"] = {
      {"room", origin.place.room}, {"message", origin.place.message}, {"thread", origin.place.thread}};
  std::size_t text_units = origin.on.text.empty() && origin.on.link.empty() && !origin.on.author ? 0 : 2000;
  if (text_units == 0) return net::dump_json(json);
  std::string text;
  for (; text_units > 0; text_units /= 2) {
    json["on"] = snapshot_json(origin.on, text_units);
    text = net::dump_json(json);
    if (utf16_units(text) <= kMetadataUnits) return text;
  }
  return text;
}

Json read_metadata(const Json& view) {
  auto parsed = net::parse_json(net::text(view, "private_metadata"));
  return parsed && parsed->is_object() ? *std::move(parsed) : Json::object();
}

Place place_of(const Json& metadata_json) {
  const Json& place = net::member(metadata_json, "place");
  if (net::text(place, "room").empty()) return {};
  return message_place(net::text(place, "room"), net::text(place, "message"), net::text(place, "thread"));
}

std::string joined(const Json& options) {
  std::string ids;
  for (const Json& option : options) ids += (ids.empty() ? "" : ",") + net::text(option, "value");
  return ids;
}

// One element's state, as the grammar writes it. A single tick is a flag.
std::string value_of(const Json& state) {
  const std::string type = net::text(state, "type");
  if (type == "static_select") return net::text(net::member(state, "selected_option"), "value");
  if (type == "users_select") {
    const std::string user = net::text(state, "selected_user");
    return user.empty() ? user : "<@" + user + ">";
  }
  if (type == "checkboxes" || type == "multi_static_select")
    return joined(net::member(state, "selected_options"));
  return net::text(state, "value");
}

bool is_flag(const Json& element) {
  const Json& options = net::member(element, "options");
  return net::text(element, "type") == "checkboxes" && options.size() == 1 &&
         net::text(net::element(options, 0), "value") == "yes";
}

}  // namespace

Result<Json> modal_view(const Dialog& dialog, const DialogOrigin& origin, const People& people) {
  std::string carried = metadata(dialog, origin);
  if (utf16_units(carried) > kMetadataUnits) {
    return fail(ErrorKind::invalid,
                "That is too long for a Slack form, which carries about 2,500 characters. Shorten it, or "
                "type it as a "
                "command.",
                "private_metadata of dialog " + dialog.name + " is too long");
  }
  Json view{{"type", "modal"},
            {"callback_id", dialog.name},
            {"title", plain_text_object(dialog.title, kTitleUnits)},
            {"submit", plain_text_object(dialog.submit.empty() ? "Submit" : dialog.submit, kTitleUnits)},
            {"close", plain_text_object("Cancel", kTitleUnits)},
            {"private_metadata", std::move(carried)},
            {"blocks", Json::array()}};
  const std::size_t room = kViewBlocks - std::min(kViewBlocks - 2, dialog.fields.size());
  if (!dialog.intro.empty())
    view["blocks"] = blocks(Message{dialog.intro}, people, std::min(room, kMessageBlocks));
  for (const Field& field : dialog.fields) {
    if (view["blocks"].size() < kViewBlocks) view["blocks"].push_back(input_of(field, people));
  }
  return view;
}

Json notice_view(const std::string& title, const Message& message, const People& people) {
  return {{"type", "modal"},
          {"title", plain_text_object(title, kTitleUnits)},
          {"close", plain_text_object("Close", kTitleUnits)},
          {"blocks", blocks(message, people, kViewBlocks)}};
}

Json home_view(const Message& message, const People& people) {
  return {{"type", "home"}, {"blocks", blocks(message, people, kViewBlocks)}};
}

Result<SubmittedView> read_submitted(const Json& view) {
  const Json carried = read_metadata(view);
  SubmittedView submitted;
  submitted.dialog.dialog = net::text(carried, "dialog");
  if (submitted.dialog.dialog.empty()) return fail(ErrorKind::invalid, "This form is not one of muster's.");
  submitted.dialog.incident = IncidentNumber{net::integer(carried, "incident").value_or(0)};
  submitted.place = place_of(carried);
  submitted.dialog.on = read_snapshot(net::member(carried, "on"));
  const Json& hidden = net::member(carried, "hidden");
  if (hidden.is_object()) {
    for (const auto& [key, value] : hidden.items()) submitted.dialog.fields[key] = net::text(hidden, key);
  }
  const Json& values = net::member(net::member(view, "state"), "values");
  for (const Json& block : net::member(view, "blocks")) {
    if (net::text(block, "type") != "input") continue;
    const std::string id = net::text(block, "block_id");
    submitted.inputs.push_back(id);
    std::string value = value_of(net::member(net::member(values, id), kActionId));
    if (is_flag(net::member(block, "element")) && value != "yes") value = "no";
    submitted.dialog.fields[id] = std::move(value);
  }
  return submitted;
}

Place read_origin(const Json& view) {
  return place_of(read_metadata(view));
}

}  // namespace muster::slack
