// Any bytes as markup, as a message of data, and as what a client submits: a card keeps its size and mentions
// nobody it should not, a form comes back as it was shown, and a forged one does no harm.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>

#include "bot/net/json.hpp"
#include "bot/text/markup.hpp"
#include "integrations/teams/card_codec.hpp"
#include "integrations/teams/form_codec.hpp"
#include "integrations/teams/markdown.hpp"

namespace {

using Json = nlohmann::json;
using namespace muster;

void require(bool holds) {
  if (!holds) std::abort();
}

People some_people() {
  People people;
  people.put({PersonId{"ann"}, "Ann <at>", "", {{"teams", "aad-ann"}}});
  return people;
}

// Every mention stands in the card's body as it is declared.
void check(const Json& card) {
  const std::string text = net::dump_json(card);
  require(text.size() <= teams::kCardBytes && !card.at("body").empty());
  const std::string body = net::dump_json(card.at("body"));
  for (const Json& entity : net::member(card.at("msteams"), "entities")) {
    const std::string quoted = net::dump_json(entity.at("text"));
    require(body.find(quoted.substr(1, quoted.size() - 2)) != std::string::npos);
  }
}

void check_inert(const std::string& text) {
  const std::string shown = teams::foreign(text);
  for (const char* alive : {"<at", "</", "{{", "${", "`", "~~", "&lt;", "<http"})
    require(shown.find(alive) == std::string::npos);
  for (std::size_t at = shown.find_first_of("[]"); at != std::string::npos;
       at = shown.find_first_of("[]", at + 1))
    require(at > 0 && shown[at - 1] == '\\');
}

// A form is read, shown again and read again.
void check_form(const Json& data, const People& people) {
  const auto read = teams::read_form(data);
  if (!read) return;
  const auto card =
      teams::form_card(read->form, {read->place, read->dialog.on}, people, {read->nonce, Secret{"key"}});
  if (!card) return;
  require(net::dump_json(*card).size() <= teams::kCardBytes);
  const auto again = teams::read_form(card->at("actions").at(0).at("data"));
  require(again && teams::is_genuine(*again, Secret{"key"}));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text{reinterpret_cast<const char*>(data), size};
  const std::string half = text.substr(size / 2);
  const People people = some_people();
  const teams::CardStyle style{"n", "room", IncidentNumber{7}, "tenant", "group", {}};
  check(teams::adaptive_card(parse_markup(text), people, style));
  check_inert(text);
  Plain bold;
  bold.text = half;
  bold.bold = true;
  Button button;
  button.label = text;
  button.command = half;
  button.confirm = half;
  check(teams::adaptive_card(
      Message{{Heading{text}, Paragraph{{{Plain{text}, bold}, {PersonMention{PersonId{"ann"}, half}}}},
               Facts{{{half, {Plain{text}}}}}, Buttons{{button}}}},
      people, style));
  if (const auto submitted = net::parse_json(text)) check_form(*submitted, people);
  return 0;
}
