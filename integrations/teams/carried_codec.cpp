#include "integrations/teams/carried_codec.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/base/names.hpp"
#include "bot/net/json.hpp"
#include "bot/text/markup.hpp"
#include "bot/text/utf16.hpp"
#include "integrations/teams/ids.hpp"

namespace muster::teams {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kIdUnits = 300;
constexpr std::size_t kLabelUnits = 300;
constexpr std::size_t kLongUnits = 20000;
constexpr std::size_t kMostFiles = 20;
constexpr std::size_t kMostHidden = 50;

std::string bounded(const Json& object, std::string_view key, std::size_t units) {
  return std::string{utf16_prefix(net::text(object, key), units)};
}

std::string bounded(const Json& value, std::size_t units) {
  return value.is_string() ? std::string{utf16_prefix(value.get_ref<const std::string&>(), units)}
                           : std::string{};
}

Json field_json(const Field& field) {
  Json json{
      {"id", field.id}, {"label", field.label}, {"kind", name_of(field.kind)}, {"max", field.max_chars}};
  if (field.required) json["required"] = true;
  if (!field.hint.empty()) json["hint"] = field.hint;
  for (const FieldOption& option : field.options)
    json["options"].push_back(Json::array({option.id, option.label, option.description}));
  return json;
}

Field read_field(const Json& json) {
  Field field;
  field.id = bounded(json, "id", kIdUnits);
  field.label = bounded(json, "label", kLabelUnits);
  field.kind = named<FieldKind>(net::text(json, "kind")).value_or(FieldKind::line);
  field.required = net::flag(json, "required");
  field.hint = bounded(json, "hint", kLabelUnits);
  field.max_chars = static_cast<int>(
      std::clamp<std::int64_t>(net::integer(json, "max").value_or(kMostTextUnits), 1, kMostTextUnits));
  const Json& options = net::member(json, "options");
  for (std::size_t i = 0; i < std::min(options.is_array() ? options.size() : 0, kMostOptions); ++i) {
    field.options.push_back({bounded(net::element(options[i], 0), kOptionIdUnits),
                             bounded(net::element(options[i], 1), kLabelUnits),
                             bounded(net::element(options[i], 2), kLabelUnits)});
  }
  return field;
}

Json origin_json(const FormOrigin& origin) {
  Json json{{"room", origin.place.room}, {"message", origin.place.message}, {"thread", origin.place.thread}};
  const MessageSnapshot& on = origin.on;
  if (!on.text.empty()) json["text"] = on.text;
  if (!on.link.empty()) json["link"] = on.link;
  if (on.at) json["at"] = on.at->time_since_epoch().count();
  if (on.author) {
    json["author"] = {
        {"user", on.author->user}, {"name", on.author->name}, {"outsider", on.author->outsider}};
  }
  for (const FileReference& file : on.files) json["files"].push_back({file.name, file.id, file.link});
  return json;
}

FormOrigin read_origin(const Json& json) {
  FormOrigin origin;
  if (const std::string room = bounded(json, "room", kIdUnits); !room.empty()) {
    origin.place = {std::string{kPlatform}, room, bounded(json, "message", kIdUnits),
                    bounded(json, "thread", kIdUnits)};
  }
  origin.on.text = bounded(json, "text", kLongUnits);
  origin.on.link = bounded(json, "link", kMostTextUnits);
  // Within what a calendar can show.
  if (const auto at = net::integer(json, "at"); at && *at >= 0 && *at <= 253402300799LL * 1'000'000)
    origin.on.at = Time{Duration{*at}};
  const Json& author = net::member(json, "author");
  if (author.is_object()) {
    origin.on.author = Identity{std::string{kPlatform}, bounded(author, "user", kIdUnits),
                                bounded(author, "name", kLabelUnits), net::flag(author, "outsider")};
  }
  const Json& files = net::member(json, "files");
  for (std::size_t i = 0; i < std::min(files.is_array() ? files.size() : 0, kMostFiles); ++i) {
    origin.on.files.push_back({bounded(net::element(files[i], 0), kLabelUnits),
                               bounded(net::element(files[i], 1), kIdUnits),
                               bounded(net::element(files[i], 2), kMostTextUnits)});
  }
  return origin;
}

}  // namespace

std::size_t text_units(const Field& field) {
  return static_cast<std::size_t>(std::clamp<int>(field.max_chars, 1, kMostTextUnits));
}

Json carried_json(const Carried& carried) {
  const Dialog& dialog = carried.dialog;
  Json form{{"name", dialog.name},
            {"incident", dialog.incident.value},
            {"title", dialog.title},
            {"submit", dialog.submit},
            {"fields", Json::array()}};
  if (!dialog.intro.empty()) form["intro"] = to_markup(dialog.intro);
  if (!dialog.hidden.empty()) form["hidden"] = dialog.hidden;
  for (const Field& field : dialog.fields) form["fields"].push_back(field_json(field));
  return {{"form", std::move(form)}, {"origin", origin_json(carried.origin)}, {"nonce", carried.nonce}};
}

Result<Carried> read_carried(const Json& muster) {
  Carried carried;
  const Json& form = net::member(muster, "form");
  Dialog& dialog = carried.dialog;
  dialog.name = bounded(form, "name", kIdUnits);
  const Json& fields = net::member(form, "fields");
  if (dialog.name.empty() || !fields.is_array())
    return fail(ErrorKind::invalid, "This form is not one of muster's.");
  dialog.incident = IncidentNumber{std::max<std::int64_t>(0, net::integer(form, "incident").value_or(0))};
  dialog.title = bounded(form, "title", kLabelUnits);
  dialog.submit = bounded(form, "submit", kLabelUnits);
  dialog.intro = parse_markup(bounded(form, "intro", kLongUnits)).blocks;
  for (std::size_t i = 0; i < std::min(fields.size(), kMostFields); ++i) {
    Field field = read_field(fields[i]);
    const bool known = std::ranges::find(dialog.fields, field.id, &Field::id) != dialog.fields.end();
    if (!field.id.empty() && !known) dialog.fields.push_back(std::move(field));
  }
  const Json& hidden = net::member(form, "hidden");
  if (hidden.is_object()) {
    for (const auto& [key, value] : hidden.items()) {
      if (value.is_string() && dialog.hidden.size() < kMostHidden && key.size() <= kIdUnits)
        dialog.hidden[key] = bounded(value, kLongUnits);
    }
  }
  carried.origin = read_origin(net::member(muster, "origin"));
  carried.nonce = bounded(muster, "nonce", kIdUnits);
  return carried;
}

}  // namespace muster::teams
