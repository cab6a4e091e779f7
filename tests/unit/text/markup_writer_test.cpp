// Markup that is written and read again says the same.
#include <gtest/gtest.h>

#include "bot/text/markup.hpp"
#include "tests/golden/text/story.hpp"
#include "tests/golden/text/wordings.hpp"

namespace muster {
namespace {

TEST(MarkupWriter, EveryKindOfPieceComesBack) {
  const Time at{std::chrono::seconds{1392734382}};
  const std::vector<Block> blocks{
      Heading{"INC-1: *db*"},
      Paragraph{{{Plain{"# a "}, Plain{.text = "b_c", .bold = true}},
                 {Hyperlink{"https://x/(a)", "run]book"}},
                 {Plain{.text = "x", .italic = true}, Plain{"y"}, Plain{.text = "z\\", .code = true}},
                 {PersonMention{PersonId{"ann"}, "Ann; Lee"}, RoomMention{{"teams", "19:a", "", ""}, "r>"}},
                 {Moment{at, "14:39 UTC"}}}},
      Paragraph{{{Hyperlink{"https://x", "a link alone"}}}},
      Facts{{{"La|bel", {Plain{"va|lue"}}}, {"B", {Plain{.text = "c", .bold = true}}}}},
      Rule{},
      Aside{{Plain{"> small"}}},
      Buttons{{{"Ack)", "INC-1 ack (P1)", "", ButtonStyle::primary, ""},
               {"No", "x", "", ButtonStyle::danger, "Really (sure)?"},
               {"Open", "", "https://x/1", ButtonStyle::plain, ""}}}};
  EXPECT_EQ(parse_markup(to_markup(blocks)).blocks, blocks);
}

TEST(MarkupWriter, SoDoesEveryWordingWithHostileWords) {
  const Policy policy = story::policy();
  const People people = story::people();
  const Speaker speaker = *Speaker::create(policy);
  for (const char* words :
       {"plain words", "# **x** [a](command: b) | c |\n> d\\", "](https://x) _y_ `z` <@person:ann>"}) {
    for (const story::Spoken& spoken : story::spoken_wordings(words)) {
      Event about;
      about.incident = IncidentNumber{7};
      about.seq = 30;
      about.occurred_at = about.recorded_at = story::at(14, 55);
      about.actor = actor(PersonId{"ann"});
      about.body = spoken.about;
      const Incident incident = story::incident_saying(words, story::running());
      const auto message =
          speaker.speak(spoken.wording, incident, about, {story::at(14, 55), policy, people});
      if (!message) continue;  // an audience this policy does not have
      const Message once = parse_markup(to_markup(message->blocks));
      // Plain pieces that stood side by side are one now; it says the same, and stays as it is.
      EXPECT_EQ(plain_text(once), plain_text(*message)) << spoken.name;
      EXPECT_EQ(once.blocks.size(), message->blocks.size()) << spoken.name;
      EXPECT_EQ(parse_markup(to_markup(once.blocks)), once) << spoken.name;
    }
  }
}

}  // namespace
}  // namespace muster
