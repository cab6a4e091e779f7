#include "bot/text/message.hpp"

#include <gtest/gtest.h>

#include "tests/golden/text/story.hpp"

namespace muster {

namespace {

TEST(PlainText, LeavesOutMarkupAndButtons) {
  const Message message{
      {Heading{"Head"},
       Paragraph{{{Plain{"a ", true}, PersonMention{PersonId{"ann"}, "Ann Lee"}}, {Plain{"b"}}}},
       Facts{{{"Room", {RoomMention{Place{"slack", "C1", "", ""}, "inc-7"}}},
              {"Link", {Hyperlink{"https://a.example", "site"}}},
              {"At", {Moment{story::at(14, 5), "14:05 UTC"}}}}},
       Rule{}, Aside{{Plain{"small"}}}, Buttons{{Button{"Go", "go", "", ButtonStyle::plain, ""}}}}};
  EXPECT_EQ(plain_text(message),
            "Head\na Ann Lee\nb\nRoom: #inc-7\nLink: site (https://a.example)\nAt: 14:05 UTC\nsmall");
}

TEST(PlainText, NamesWhatHasNoName) {
  EXPECT_EQ(plain_text(Line{PersonMention{PersonId{"slack:U9"}, ""}, Plain{" "},
                            RoomMention{Place{"slack", "C1", "", ""}, ""}, Plain{" "},
                            Moment{story::at(14, 5), ""}, Plain{" "}, Hyperlink{"https://a.example", ""}}),
            "slack:U9 #C1 2026-02-11T14:05:00Z https://a.example");
}

TEST(Say, MentionsPeopleAndNothingElse) {
  const Message message = say("@{bob} is paged.\n**Not bold** @{} @{open <@U1> @{stranger}", story::people());
  ASSERT_EQ(message.blocks.size(), 1U);
  const auto& lines = std::get<Paragraph>(message.blocks[0]).lines;
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0], (Line{PersonMention{PersonId{"bob"}, "Bob Ray"}, Plain{" is paged."}}));
  EXPECT_EQ(plain_text(lines[1]).substr(0, 17), "**Not bold** @{} ");
  EXPECT_TRUE(say("", story::people()).blocks.empty());
}

}  // namespace

}  // namespace muster
