#include "integrations/teams/form_codec.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "bot/net/digest.hpp"
#include "bot/net/json.hpp"
#include "bot/text/markup.hpp"
#include "bot/text/utf16.hpp"
#include "integrations/teams/buttons_codec.hpp"
#include "integrations/teams/carried_codec.hpp"
#include "integrations/teams/inputs_codec.hpp"
#include "integrations/teams/spans.hpp"

namespace muster::teams {
namespace {

using Json = nlohmann::json;

// How much of what could be less goes into a form: bytes of the intro, as it is carried; people and options
// to choose from (a field with more options is typed); UTF-16 units of the message it was asked for.
struct Fit {
  std::size_t intro;
  std::size_t people;
  std::size_t options;
  std::size_t text;
};
constexpr std::array kFits{Fit{8000, 50, kMostOptions, 2000},
                           Fit{4000, 25, 100, 2000},
                           Fit{1500, 10, 50, 2000},
                           Fit{300, 5, 25, 2000},
                           Fit{0, 0, 25, 1000},
                           Fit{0, 0, 25, 250},
                           Fit{0, 0, 10, 0}};

// As much of it as takes `most` bytes of markup.
std::vector<Block> shortened(const std::vector<Block>& intro, std::size_t most) {
  std::vector<Block> kept;
  std::size_t room = most;
  for (const Block& block : intro) {
    const std::size_t bytes = json_bytes(to_markup({block}));
    if (bytes <= room) {
      room -= bytes;
      kept.push_back(block);
      continue;
    }
    // Escaping may double a text, and JSON that again.
    const std::string text = utf16_shorten(plain_text(Message{{block}}), room / 12);
    if (!text.empty()) kept.emplace_back(Paragraph{{{Plain{text}}}});
    kept.emplace_back(Aside{{Plain{"Shortened for Teams: not all of it fits here."}}});
    break;
  }
  return kept;
}

Dialog fitted(const Dialog& dialog, const Fit& fit) {
  Dialog made = dialog;
  made.intro = shortened(dialog.intro, fit.intro);
  for (Field& field : made.fields) {
    std::erase_if(field.options, [](const FieldOption& option) {
      return option.id.empty() || utf16_units(option.id) > kOptionIdUnits || option.id.contains(',');
    });
    if (field.options.size() > fit.options) field.options.clear();
  }
  if (made.fields.size() > kMostFields) made.fields.resize(kMostFields);
  return made;
}

// All of it but the digest itself, the same however a client orders it.
std::string carried_words(Json carried) {
  carried.erase("digest");
  return net::dump_json(carried);
}

Json card_with(const Dialog& dialog, FormOrigin origin, const People& people, const FormSeal& seal,
               const std::optional<FieldTrouble>& trouble, const Fit& fit) {
  Json card = card_of(Message{dialog.intro}, people, {.nonce = seal.nonce}, Stage::dialog, kCardBytes);
  Json& body = card["body"];
  if (dialog.intro.empty()) body = Json::array();
  card["fallbackText"] = presentable(dialog.title.empty() ? dialog.name : dialog.title);
  const bool at_field =
      trouble && std::ranges::find(dialog.fields, trouble->field, &Field::id) != dialog.fields.end();
  if (trouble && !at_field) body.insert(body.begin(), trouble_element(trouble->say));
  for (const Field& field : dialog.fields) {
    const bool here = at_field && field.id == trouble->field;
    for (Json& element : field_elements(field, people, fit.people, here ? trouble->say : std::string{}))
      body.push_back(std::move(element));
  }
  origin.on.text = utf16_prefix(origin.on.text, fit.text);
  Json carried = carried_json({dialog, origin, seal.nonce});
  carried["digest"] = net::hmac_sha256_hex(seal.key, carried_words(carried));
  card["actions"] = Json::array({submit_action(
      dialog.submit.empty() ? "Submit" : utf16_shorten(dialog.submit, 40), std::move(carried))});
  return card;
}

}  // namespace

Result<Json> form_card(const Dialog& dialog, const FormOrigin& origin, const People& people,
                       const FormSeal& seal, const std::optional<FieldTrouble>& trouble) {
  for (const Fit& fit : kFits) {
    Json card = card_with(fitted(dialog, fit), origin, people, seal, trouble, fit);
    if (net::dump_json(card).size() <= kCardBytes) return card;
  }
  return fail(ErrorKind::invalid, "That is too long for a Teams form. Shorten it, or type it as a command.",
              "form of dialog " + dialog.name + " is too long");
}

bool is_genuine(const SubmittedForm& form, const Secret& key) {
  return net::constant_time_equal(net::hmac_sha256_hex(key, form.carried), form.digest);
}

Result<SubmittedForm> read_form(const Json& data) {
  const Json& muster = net::member(data, "muster");
  MUSTER_TRY(Carried carried, read_carried(muster));
  SubmittedForm submitted;
  submitted.carried = carried_words(muster);
  submitted.digest = net::text(muster, "digest");
  submitted.form = std::move(carried.dialog);
  submitted.place = std::move(carried.origin.place);
  submitted.nonce = std::move(carried.nonce);
  DialogSubmitted& dialog = submitted.dialog;
  dialog.dialog = submitted.form.name;
  dialog.incident = submitted.form.incident;
  dialog.on = std::move(carried.origin.on);
  dialog.fields = submitted.form.hidden;
  for (Field& field : submitted.form.fields) {
    field.initial = value_of(field, data);
    dialog.fields[field.id] = field.initial;
  }
  return submitted;
}

}  // namespace muster::teams
