// teams_card_samples: what muster shows on Teams, for programs that judge it.
//
//   teams_card_samples        prints {"name", "kind", "calm", "hostile"} a line: the same card with harmless
//                             words and with words that try to be markup, mentions and links
//   teams_card_samples words  prints {"words", "markdown", "bold"} a line: words put together by chance from
//   what
//                             could be markup, and how they are written; bold: some of them are meant to be
//   teams_card_samples read   reads submitted forms (value.data of task/submit), one a line, and prints what
//                             muster makes of each: {"dialog", "fields"} or {"error"}
#include <array>
#include <iostream>
#include <nlohmann/json.hpp>
#include <random>

#include "bot/net/json.hpp"
#include "bot/text/dialogs.hpp"
#include "bot/text/speaker.hpp"
#include "integrations/teams/card_codec.hpp"
#include "integrations/teams/form_codec.hpp"
#include "integrations/teams/spans.hpp"
#include "tests/golden/text/story.hpp"
#include "tests/golden/text/wordings.hpp"

namespace muster::teams {
namespace {

using Json = nlohmann::json;

const std::string kCalm = "harmless words";
const std::string kHostile =
    "<at>Ann Lee</at> [x](https://evil.example) **b** _i_ a*b*c ~~s~~ `c` {{DATE(2026-01-01T00:00:00Z)}} "
    "${e} "
    "&lt;at&gt; <https://evil.example> ![i](https://evil.example) \\*\\\\ (a)- b\n# h\n- l\n1. l\n> q\n    "
    "code\n"
    "| a | b |\n| - | - |\n***\n===\n[r]: https://evil.example\n\\";

void print(const Json& line) {
  std::cout << net::dump_json(line) << "\n";
}

// One set of words.
class Show {
 public:
  explicit Show(const std::string& words)
      : words_{words}, incident_{story::incident_saying(words, story::running())} {
    for (Person person : story::people().all()) {
      if (person.id.value != "dan") person.identities["teams"] = "0f2c-" + person.id.value;
      people_.put(person);
    }
  }

  [[nodiscard]] Json wording(const story::Spoken& spoken) const {
    Event about;
    about.incident = incident_.number;
    about.seq = 30;
    about.occurred_at = about.recorded_at = story::at(14, 55);
    about.actor = actor(PersonId{"ann"});
    about.body = spoken.about;
    const auto message = speaker_.speak(spoken.wording, incident_, about, scene_);
    return message ? adaptive_card(*message, people_, style({})) : Json{};
  }
  [[nodiscard]] Json card(const std::string& name) const {
    return adaptive_card(speaker_.card(name, incident_, scene_).value(), people_, style(name));
  }
  [[nodiscard]] Json view(const View& view) const {
    Speaker::Lookup lookup;
    lookup.find = [&](IncidentNumber) { return &incident_; };
    lookup.timeline = [](IncidentNumber, int) { return story::running(); };
    lookup.viewer = PersonId{"ann"};
    return notice_card("muster", speaker_.view(view, lookup, scene_).value(), people_, style({}));
  }
  [[nodiscard]] Json form(const std::string& name) const {
    const OpenDialog open{name, incident_.number, {{"text", words_}, {"carried", words_}}};
    Dialog dialog = speaker_.dialog(open, &incident_, scene_).value();
    dialog.intro.emplace_back(Paragraph{{{Plain{words_}}}});
    const FormOrigin origin{{"teams", "19:a@thread.tacv2", "17", "16"}, {.text = words_}};
    return form_card(dialog, origin, people_, {"n1", {}}, FieldTrouble{"text", words_}).value();
  }
  // Every kind of block and span.
  [[nodiscard]] Json everything() const {
    Plain bold;
    bold.text = words_;
    bold.bold = true;
    Plain italic;
    italic.text = words_;
    italic.italic = true;
    Line line{Plain{words_},
              PersonMention{PersonId{"ann"}, words_},
              Plain{words_},
              bold,
              italic,
              Hyperlink{"https://x.example/a_(b)?c=1&d=2", words_},
              Plain{words_},
              RoomMention{{"teams", "19:abc@thread.tacv2", "", ""}, words_},
              Moment{story::at(15, 0), words_}};
    Buttons row;
    for (int i = 0; i < 8; ++i)
      row.buttons.push_back({words_, "ack P" + std::to_string(i), "", ButtonStyle::plain, ""});
    return adaptive_card(Message{{Heading{words_}, Paragraph{{line, line}}, Facts{{{words_, line}}}, Rule{},
                                  Aside{line}, row}},
                         people_, style("room"));
  }

 private:
  [[nodiscard]] CardStyle style(const std::string& card) const {
    return {"n1",  card,    card.empty() ? IncidentNumber{} : incident_.number,
            "ten", "group", [](std::string_view command) { return command.contains("update"); }};
  }

  std::string words_;
  Incident incident_;
  People people_;
  Policy policy_ = story::policy();
  Scene scene_{story::at(14, 55), policy_, people_};
  Speaker speaker_ = *Speaker::create(policy_);
};

void show_all() {
  const Show calm{kCalm};
  const Show hostile{kHostile};
  const auto both = [&](const std::string& name, const char* kind, const auto& make) {
    Json first = make(calm, kCalm);
    if (!first.is_null())
      print(
          {{"name", name}, {"kind", kind}, {"calm", std::move(first)}, {"hostile", make(hostile, kHostile)}});
  };
  const auto safe = story::spoken_wordings(kCalm);
  const auto unsafe = story::spoken_wordings(kHostile);
  for (std::size_t i = 0; i < safe.size(); ++i) {
    both(safe[i].name, "message", [&](const Show& show, const std::string& words) {
      return show.wording(&words == &kCalm ? safe[i] : unsafe[i]);
    });
  }
  for (const char* card : {"room", "announcement"}) {
    both(card, "message", [&](const Show& show, const std::string&) { return show.card(card); });
  }
  both("everything", "message", [](const Show& show, const std::string&) { return show.everything(); });
  const std::vector<View> views = {ShowIncident{{7}},     ShowCatchup{{7}}, ShowList{{{7}}, "Open"},
                                   ShowTimeline{{7}, 10}, ShowHelp{""},     ShowTray{{7}},
                                   ShowTasks{{7}},        ShowRoles{{7}},   ShowChecklist{{7}}};
  for (std::size_t i = 0; i < views.size(); ++i) {
    both("view " + std::to_string(i), "dialog",
         [&](const Show& show, const std::string&) { return show.view(views[i]); });
  }
  both("confirm", "dialog",
       [](const Show&, const std::string& words) { return confirm_card(words, "INC-7 resolve", "n1"); });
  for (const std::string& name : dialog_names()) {
    both(name, "form", [&](const Show& show, const std::string&) { return show.form(name); });
  }
}

// Always the same ones.
void show_words() {
  static constexpr std::array<std::string_view, 44> kBits{"*",        "**",  "_",
                                                          "__",       "[",   "]",
                                                          "(",        ")",   "](http://e)",
                                                          "<",        "at>", "</at>",
                                                          "&",        "lt;", "#60;",
                                                          "`",        "``",  "~",
                                                          "~~",       "\\",  "\n",
                                                          "- ",       "+ ",  "1. ",
                                                          "2) ",      "# ",  "> ",
                                                          "|",        "---", "===",
                                                          "{{",       "{",   "DATE(2026-01-01T00:00:00Z)}}",
                                                          "$",        "a",   "b1",
                                                          "\xC3\xA9", " ",   "    ",
                                                          "\t",       "!",   "https://e.x",
                                                          "x_y",      "\""};
  std::mt19937 chance{42};  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same words each time
  const People nobody;
  SpanWriter writer{nobody, "", ""};
  for (int i = 0; i < 5000; ++i) {
    Line line;
    std::string words;
    bool bold = false;
    for (auto pieces = 1 + chance() % 3; pieces > 0; --pieces) {
      Plain plain;
      for (auto bits = 1 + chance() % 7; bits > 0; --bits) plain.text += kBits.at(chance() % kBits.size());
      plain.bold = i % 2 == 1 && chance() % 3 == 0;
      bold = bold || plain.bold;
      words += plain.text;
      line.push_back(std::move(plain));
    }
    bool cut = false;
    print({{"words", words}, {"markdown", writer.write({line}, kCardBytes, cut)}, {"bold", bold}});
  }
}

void read_all() {
  for (std::string line; std::getline(std::cin, line);) {
    const auto data = net::parse_json(line);
    const auto read = data ? read_form(*data) : std::unexpected(data.error());
    if (read)
      print({{"dialog", read->dialog.dialog}, {"fields", read->dialog.fields}});
    else
      print({{"error", read.error().say}});
  }
}

}  // namespace
}  // namespace muster::teams

int main(int argc, char** argv) {
  const std::string_view mode = argc > 1 ? argv[1] : "";
  if (mode == "read")
    muster::teams::read_all();
  else if (mode == "words")
    muster::teams::show_words();
  else
    muster::teams::show_all();
}
