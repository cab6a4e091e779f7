#include "bot/text/postmortem.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "bot/text/markdown.hpp"
#include "bot/text/postmortem_blocks.hpp"
#include "bot/text/postmortem_record.hpp"
#include "bot/text/speaker.hpp"
#include "tests/golden/text/golden.hpp"
#include "tests/golden/text/story.hpp"

namespace muster {

namespace {

using story::at;

// Any digest will do here; this one is short to write and always the same.
std::string digest(std::string_view text) {
  std::uint64_t hash = 1469598103934665603ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  std::string hex;
  for (int shift = 60; shift >= 0; shift -= 4) hex += "0123456789abcdef"[(hash >> shift) & 15U];
  return hex + hex;
}

bool has(const std::string& text, std::string_view what) {
  return text.find(what) != std::string::npos;
}

std::string part_between(const std::string& text, const std::string& begin, const std::string& end) {
  const auto from = text.find(begin);
  return from == std::string::npos ? "" : text.substr(from, text.find(end, from) - from);
}

class PostmortemTest : public testing::Test {
 protected:
  [[nodiscard]] std::string draft(const std::string& form, const std::vector<Event>& events) const {
    const Incident incident = fold(events);
    return draft_postmortem({form, incident, events, policy, people, at(16, 0)}, digest).value();
  }
  [[nodiscard]] std::string refreshed(const std::string& existing, const std::vector<Event>& events) const {
    const Incident incident = fold(events);
    return refresh_postmortem(existing, {"full", incident, events, policy, people, at(16, 0)}, digest)
        .value();
  }

  Policy policy = story::policy();
  const People people = story::people();
};

TEST_F(PostmortemTest, TheStoryAsEachForm) {
  for (const std::string form : {"full", "brief", "security", "drill"}) {
    golden::expect_golden("postmortem/" + form + ".md", draft(form, story::whole()));
  }
  golden::expect_golden("postmortem/full_running.md", draft("full", story::running()));
  golden::expect_golden("postmortem/full.html",
                        postmortem_html(draft("full", story::whole()), "INC-7 <Checkout>"));
}

TEST_F(PostmortemTest, AnEmptyRecordSaysWhatItDoesNotKnow) {
  story::Log log{IncidentNumber{9}};
  IncidentDeclared declared;
  declared.title = "Something";
  log.add(at(14, 0), actor(PersonId{"ann"}), declared);
  const std::string text = draft("full", log.events());
  for (const char* expected :
       {"Unknown: whether and when users were affected. Ask: When did users first notice",
        "Nobody was paged.", "Unknown: who led", "No update was sent.", "No decision is on record.",
        "Unknown: what contributed", "Unknown: what will be done", "It is not resolved yet"}) {
    EXPECT_TRUE(has(text, expected)) << expected;
  }
}

TEST_F(PostmortemTest, EveryGeneratedSentenceCitesOrAsks) {
  const std::string text = draft("full", story::whole());
  for (const char* section : {"## Summary", "## Contributing factors", "## Detection", "## Lessons"}) {
    const std::string part = part_between(text, section, "<!-- muster:end");
    ASSERT_FALSE(part.empty()) << section;
    for (auto begin = part.find("\n- "); begin != std::string::npos; begin = part.find("\n- ", begin + 1)) {
      const std::string line = part.substr(begin + 1, part.find('\n', begin + 1) - begin - 1);
      EXPECT_TRUE(has(line, "](#e") || has(line, "Unknown: ") || has(line, "Ask: "))
          << section << ": " << line;
    }
  }
}

TEST_F(PostmortemTest, CitationsLeadToRowsOfTheTimeline) {
  const std::string html = markdown_html(draft("full", story::whole()));
  static constexpr std::string_view kLink = "href=\"#e";
  int links = 0;
  for (auto at = html.find(kLink); at != std::string::npos; at = html.find(kLink, at + 1)) {
    const auto begin = at + kLink.size() - 1;
    const std::string anchor = html.substr(begin, html.find('"', begin) - begin);
    EXPECT_TRUE(has(html, "<td id=\"" + anchor + "\">")) << anchor;
    ++links;
  }
  EXPECT_GT(links, 40);
}

TEST_F(PostmortemTest, NamesStandOnlyInTimelineAndResponse) {
  const std::string text = draft("full", story::whole());
  for (const char* section : {"## Summary", "## Contributing factors", "## Detection", "## Decisions",
                              "## Lessons", "## Action items", "## Communication"}) {
    const std::string part = part_between(text, section, "<!-- muster:end");
    for (const char* name : {"Ann", "Bob", "Bea", "Dan"})
      EXPECT_FALSE(has(part, name)) << section << " names " << name;
  }
  EXPECT_TRUE(has(part_between(text, "## Timeline", "<!-- muster:end"), "Ann Lee"));
  EXPECT_TRUE(has(part_between(text, "## Response", "<!-- muster:end"), "Bea Okafor"));
}

TEST_F(PostmortemTest, WordsThatNameSomebodyAreNameless) {
  std::vector<Event> events = story::whole();
  for (Event& event : events) {
    if (auto* state = std::get_if<StateChanged>(&event.body))
      state->note = "Bob Ray forgot, @ann and Okafor saw it; Bobby did not";
    if (auto* note = std::get_if<NoteAdded>(&event.body)) note->text = "Ann told Bob Ray";
    if (auto* revised = std::get_if<EntryRevised>(&event.body)) revised->text = "Ann told Bob Ray";
  }
  const std::string factors =
      part_between(draft("full", events), "## Contributing factors", "<!-- muster:end");
  EXPECT_TRUE(has(factors, "a responder forgot, a responder and a responder saw it; Bobby did not"))
      << factors;
  const std::string security = draft("security", events);
  for (const char* name : {"Ann", "Bob Ray", "Bea", "Dan Ito", "Lee", "Okafor"})
    EXPECT_FALSE(has(security, name)) << name;
  EXPECT_TRUE(has(security, "it is called"));
}

TEST_F(PostmortemTest, PrivateIncidentsSaySo) {
  std::vector<Event> events = story::whole();
  EXPECT_FALSE(has(draft("full", events), "Restricted: members only"));
  std::get<IncidentDeclared>(events.front().body).visibility = Visibility::private_;
  for (const char* form : {"full", "brief", "security"})
    EXPECT_TRUE(has(draft(form, events), "Restricted: members only"));
}

TEST_F(PostmortemTest, UnknownFormsAndOverrides) {
  const std::vector<Event> events = story::whole();
  const Incident incident = fold(events);
  EXPECT_EQ(draft_postmortem({"long", incident, events, policy, people, at(16, 0)}, digest).error().kind,
            ErrorKind::invalid);
  policy.wording["postmortem/full"] = "# Ours\n{{summary}}\n";
  EXPECT_TRUE(Speaker::create(policy));
  EXPECT_TRUE(draft("full", events).starts_with("# Ours\n<!-- muster:begin summary "));
  policy.wording["postmortem/full"] = "{{sumary}}";
  EXPECT_EQ(Speaker::create(policy).error().say,
            "Template 'postmortem/full': it does not know {{sumary}}; did you mean {{summary}}?");
}

TEST_F(PostmortemTest, RefreshingAnUntouchedDraftMakesItAnew) {
  EXPECT_EQ(refreshed(draft("full", story::running()), story::whole()), [&] {
    // The text outside the blocks is the same; all blocks are the new ones.
    return draft("full", story::whole());
  }());
}

TEST_F(PostmortemTest, RefreshKeepsWhatAPersonWrote) {
  std::string text = draft("full", story::running());
  const auto at_summary = text.find("- It was declared at");
  text.insert(at_summary, "- In our own words: the certificate ran out.\n");
  text.replace(text.find("## Impact"), 9, "## What it did");
  const std::string again = refreshed(text, story::whole());
  EXPECT_TRUE(has(again, "In our own words: the certificate ran out."));
  EXPECT_TRUE(has(again, "## What it did"));
  EXPECT_TRUE(has(again, "It is not resolved yet")) << "the edited block keeps its old sentences";
  EXPECT_TRUE(has(again, "<!-- muster:begin summary.suggestion "));
  EXPECT_TRUE(has(again, "> - It was resolved at 2026-02-11 15:40 UTC."));
  EXPECT_TRUE(has(again, "Roll back to the old gateway"));
  EXPECT_EQ(refreshed(again, story::whole()), again) << "refreshing twice changes nothing";
}

TEST(Blocks, EditedSuggestionsAndRemovedBlocksStayAsTheyAre) {
  const std::string one =
      generated_block("a", "first", digest) + "between\n" + generated_block("b", "second", digest);
  const std::string fresh = generated_block("a", "newer", digest) + generated_block("b", "newest", digest);
  EXPECT_EQ(merge_blocks(one, fresh, digest),
            generated_block("a", "newer", digest) + "between\n" + generated_block("b", "newest", digest));
  // An editor's line ends and blanks are no edit.
  std::string windows;
  for (const char c : one) windows += c == '\n' ? " \r\n" : std::string{c};
  EXPECT_TRUE(has(merge_blocks(windows, fresh, digest), "newest"));
  // Removed with its markers: stays away.
  EXPECT_EQ(merge_blocks(generated_block("a", "first", digest), fresh, digest),
            generated_block("a", "newer", digest));
  // Edited: kept, with one suggestion, which in turn may be edited.
  std::string edited = one;
  edited.replace(edited.find("first"), 5, "mine");
  const std::string offered = merge_blocks(edited, fresh, digest);
  EXPECT_TRUE(has(offered, "mine\n<!-- muster:end a -->\n<!-- muster:begin a.suggestion "));
  std::string worked_on = offered;
  worked_on.replace(worked_on.find("> newer"), 7, "> newer and mine");
  const std::string later = merge_blocks(worked_on, generated_block("a", "latest", digest), digest);
  EXPECT_TRUE(has(later, "> newer and mine"));
  EXPECT_FALSE(has(later, "latest"));
  // Written as muster would say it now: nothing to suggest.
  std::string agreed = edited;
  agreed.replace(agreed.find("mine"), 4, "newer");
  EXPECT_FALSE(has(merge_blocks(agreed, fresh, digest), "suggestion"));
}

TEST(Blocks, BrokenMarkersAreText) {
  const std::string fresh = generated_block("a", "newer", digest);
  for (const std::string text :
       {"<!-- muster:begin a 0123 -->\nnever ended\n", "<!-- muster:end a -->\n",
        "<!-- muster:begin a -->\nx\n<!-- muster:end a -->\n", "<!-- muster:begin", "no end of line", ""}) {
    EXPECT_EQ(merge_blocks(text, fresh, digest), text);
  }
  const std::string doubled = generated_block("a", "x", digest) + generated_block("a", "x", digest);
  EXPECT_EQ(merge_blocks(doubled, fresh, digest), fresh + generated_block("a", "x", digest));
  const std::string nested = "<!-- muster:begin b 1 -->\n" + generated_block("a", "x", digest);
  EXPECT_EQ(merge_blocks(nested, fresh, digest), "<!-- muster:begin b 1 -->\n" + fresh);
}

TEST_F(PostmortemTest, HostileWordsStayWords) {
  for (const std::string hostile :
       {"<script>alert(1)</script>", "[x](javascript:alert(1))", "![x](https://evil.example/p.png)",
        "# Heading", "\n# Heading\n", "| a | b |", "<!-- muster:end timeline -->",
        "\n<!-- muster:begin impact 0 -->\n", "https://evil.example", "<https://evil.example>",
        "**bold** `code`", "&lt;b&gt;", "\\", "- item", "[#1](#e1)", "{{summary}}", "~~x~~"}) {
    std::vector<Event> events = story::whole();
    for (Event& event : events) {
      if (auto* note = std::get_if<NoteAdded>(&event.body)) note->text = hostile;
      if (auto* revised = std::get_if<EntryRevised>(&event.body)) revised->text = hostile;
      if (auto* decision = std::get_if<DecisionMade>(&event.body)) decision->text = hostile;
      if (auto* update = std::get_if<UpdatePosted>(&event.body)) update->text = hostile;
      if (auto* state = std::get_if<StateChanged>(&event.body)) state->note = hostile;
      if (auto* item = std::get_if<ActionItemAdded>(&event.body)) item->title = hostile;
      if (auto* link = std::get_if<LinkAdded>(&event.body)) link->title = hostile;
    }
    const std::string text = draft("full", events);
    EXPECT_EQ(merge_blocks(text, text, digest), text) << hostile;
    const std::string html = markdown_html(text);
    for (const char* bad : {"<script", "<img", "evil.example\"", "href=\"javascript:", "<h1>Heading",
                            "<del>x", "<strong>bold"}) {
      EXPECT_FALSE(has(html, bad)) << hostile << " made " << bad;
    }
  }
}

TEST(Html, SafeWhateverTheMarkdown) {
  const std::string html = postmortem_html(
      "<script>x</script>\n\n<img src=x onerror=y>\n\n[a](javascript:b) [c](https://d.example)\n\n| a "
      "|\n|---|\n| ~~b~~ |\n",
      "T </title><script>");
  for (const char* bad : {"<script>x", "<img", "javascript:", "</title><script>"})
    EXPECT_FALSE(has(html, bad)) << bad;
  for (const char* good :
       {"<a href=\"https://d.example\">c</a>", "<table>", "<del>b</del>", "@media print", "T &lt;/title"}) {
    EXPECT_TRUE(has(html, good)) << good;
  }
  EXPECT_EQ(markdown_html(""), "");
}

TEST_F(PostmortemTest, TheRecordBehindTheWords) {
  const std::vector<Event> events = story::whole();
  const Incident incident = fold(events);
  const PostmortemRecord record = read_record({"full", incident, events, policy, people, at(16, 0)}, people);
  EXPECT_EQ(record.declared.at, at(14, 6));
  EXPECT_EQ(record.impact_start->at, at(14, 2));
  EXPECT_EQ(record.impact_end->at, at(14, 57));
  EXPECT_EQ(record.first_ack->at, at(14, 12));
  EXPECT_EQ(record.engaged->at, at(14, 17));
  EXPECT_EQ(record.mitigated->at, at(15, 3));
  EXPECT_EQ(record.resolved->at, at(15, 40));
  EXPECT_EQ(record.first_public->at, at(15, 1));
  ASSERT_EQ(record.updates.size(), 2U);
  EXPECT_FALSE(record.updates[0].late);
  EXPECT_EQ(record.updates[1].late, std::chrono::minutes{6})
      << "promised for 14:55 when it was raised to SEV1";
  Duration in_states{};
  for (const StateFinding& span : record.states) in_states += span.end.value() - span.start;
  EXPECT_EQ(in_states, at(15, 40) - at(14, 6));
  Duration in_severities{};
  for (const SeverityFinding& span : record.severities) in_severities += span.end.value() - span.start;
  EXPECT_EQ(in_severities, at(15, 40) - at(14, 6));
  EXPECT_EQ(impact_union(incident, at(16, 0)), std::chrono::minutes{55});
}

}  // namespace

}  // namespace muster
