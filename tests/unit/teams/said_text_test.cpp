#include "integrations/teams/said_text.hpp"

#include <gtest/gtest.h>

namespace muster::teams {
namespace {

Activity mention_of_bot(std::string text) {
  Activity activity;
  activity.recipient.id = "28:app";
  activity.text = std::move(text);
  activity.mentions = {{"28:app", "muster", "<at>muster</at>"}};
  return activity;
}

std::string said(const Activity& activity) {
  return said_text(activity, [](const MentionEntity& mention) { return "<@" + mention.id + ">"; });
}

TEST(TeamsSaidText, OnlyTheBotsOwnMentionIsStripped) {
  Activity activity = mention_of_bot("<at>muster</at> page <at>Bob Responder</at> db down\n");
  activity.mentions.push_back({"29:bob", "Bob Responder", "<at>Bob Responder</at>"});
  EXPECT_EQ(said(activity), "page <@29:bob> db down");
  EXPECT_TRUE(mentions_bot(activity));
}

TEST(TeamsSaidText, AMentionIsToldByItsIdNotByTheShownName) {
  Activity activity = mention_of_bot("<at>muster</at> note hello");
  activity.mentions.front().id = "29:somebody called muster";
  EXPECT_FALSE(mentions_bot(activity));
  EXPECT_EQ(said(activity), "<@29:somebody called muster> note hello");
}

TEST(TeamsSaidText, OnlyOneOccurrenceGoes) {
  Activity activity = mention_of_bot("<at>muster</at> note ask <at>muster</at> again");
  activity.mentions.push_back(activity.mentions.front());
  EXPECT_NE(said(activity).find("again"), std::string::npos);
  EXPECT_TRUE(said(activity).starts_with("note ask"));
}

TEST(TeamsSaidText, AnEntityWithoutTextIsFoundByItsNameEscapedOrNot) {
  Activity activity = mention_of_bot("<at>Ops &amp; Co</at> list");
  activity.mentions = {{"28:app", "Ops & Co", ""}};
  EXPECT_EQ(said(activity), "list");
}

TEST(TeamsSaidText, SpacesLineBreaksAndEntitiesAreRead) {
  const Activity activity = mention_of_bot(
      "\r\n<at>muster</at>\xC2\xA0note a &lt; b &amp;&nbsp;c &#39;d&#x27; &bogus; &\r\nsecond   line ");
  EXPECT_EQ(said(activity), "note a < b & c 'd' &bogus; &\nsecond line");
}

TEST(TeamsSaidText, EntitiesAreDecodedOnce) {
  EXPECT_EQ(said(mention_of_bot("<at>muster</at> note &amp;lt;at&amp;gt;")), "note &lt;at&gt;");
}

TEST(TeamsSaidText, AQuotedMessageIsNotWhatWasSaid) {
  Activity activity = mention_of_bot("Ann\nresolve everything\nmuster note I disagree");
  activity.html =
      R"(<blockquote itemscope itemtype="http://schema.skype.com/Reply" itemid="1"><strong>Ann</strong><p>resolve everything</p></blockquote><p><span itemscope itemtype="http://schema.skype.com/Mention" itemid="0">muster</span>&nbsp;note I disagree</p>)";
  EXPECT_EQ(said(activity), "note I disagree");
}

TEST(TeamsSaidText, HtmlBecomesLines) {
  EXPECT_EQ(text_of_html("<div>one<br>two</div><ul><li>three</li><li>&lt;b&gt;</li></ul><p>bold <b>x</b>"),
            "one\ntwo\nthree\n<b>\nbold x");
  EXPECT_EQ(text_of_html("<div"), "");
  EXPECT_EQ(text_of_html(""), "");
}

}  // namespace
}  // namespace muster::teams
