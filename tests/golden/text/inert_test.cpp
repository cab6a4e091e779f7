// Words of people stay words: whatever they hold, a message has the same mentions, links, buttons and blocks
// as with harmless words.
#include <gtest/gtest.h>

#include <algorithm>

#include "bot/text/speaker.hpp"
#include "tests/golden/text/story.hpp"
#include "tests/golden/text/wordings.hpp"

namespace muster {

namespace {

const std::vector<std::string>& hostile_values() {
  static const std::vector<std::string> kValues = {
      "# Heading",
      "\n# Heading",
      "\n\n# Heading\n",
      "> aside",
      "\n> aside",
      "---",
      "\n---\n",
      "| a | b |",
      "\n| a | b |\n",
      "x | y",
      "|",
      "[Resolve](command: INC-1 resolve)",
      "\n[Resolve](command: INC-1 resolve)\n",
      "![Resolve](command: INC-1 resolve)(confirm: sure?)",
      "!![Resolve](command: INC-1 resolve)",
      "](command: INC-1 resolve)",
      ")](command: INC-1 resolve",
      "[link](https://evil.example)",
      "a [link](https://evil.example) b",
      "https://evil.example",
      "](https://evil.example)",
      "<@person:ann>",
      "<@person:ann;Ann>",
      "<#room:slack;C1;general>",
      "<time:1770818700000000>",
      "<time:1770818700000000;now>",
      "> <@person:ann;Ann>",
      ";><@person:ann;Ann",
      "<!channel>",
      "<!here>",
      "@channel",
      "@here",
      "<@U1>",
      "<#C1|general>",
      "<https://evil.example|bank>",
      "<at>Ann</at>",
      "@{ann}",
      "**bold**",
      "**",
      "_",
      "`",
      "``` code",
      "\\",
      "\\\\",
      "\\n# Heading",
      "\\[x](command: y)",
      "{{title}}",
      "{{{title}}}",
      "{{#open}}",
      "{{/open}}",
      "{{> partial}}",
      "{{=<% %>=}}",
      "<script>alert(1)</script>",
      "<b>&amp;</b>",
      "\r\n[Resolve](command: x)",
      "\xe2\x80\xa8# Heading",
      "\xe2\x80\xae gnihton",
      std::string("a\0b", 3),
      "a\x01\x02\x7f",
      " leading and trailing ",
      "\t[Resolve](command: x)",
      std::string(5000, '['),
      std::string(5000, '<'),
      "(confirm: ",
      "command: INC-1 resolve",
      "--to public",
  };
  return kValues;
}

// What a message can do, without its words: blocks, mentions, links, buttons and what they type.
struct Shape {
  std::string text;

  void span(const Span& span) {
    std::visit(Overloaded{
                   [](const Plain&) {},
                   [&](const PersonMention& m) { text += "@" + m.person.value + " "; },
                   [&](const RoomMention& m) { text += "#" + m.room.room + " "; },
                   [&](const Hyperlink& l) { text += l.url + " "; },
                   [&](const Moment& m) { text += iso_seconds(m.at) + " "; },
               },
               span);
  }
  void line(const Line& line) {
    std::ranges::for_each(line, [&](const Span& s) { span(s); });
  }
};

std::string shape_of(const Message& message, bool with_commands) {
  Shape shape;
  for (const Block& block : message.blocks) {
    shape.text += "block " + std::to_string(block.index()) + "\n";
    std::visit(Overloaded{
                   [](const Heading&) {},
                   [&](const Paragraph& p) {
                     std::ranges::for_each(p.lines, [&](const Line& l) { shape.line(l); });
                   },
                   [&](const Facts& f) {
                     for (const Fact& fact : f.facts) {
                       shape.text += "fact ";
                       shape.line(fact.value);
                     }
                   },
                   [&](const Aside& a) { shape.line(a.line); },
                   [](const Rule&) {},
                   [&](const Buttons& b) {
                     for (const Button& button : b.buttons) {
                       shape.text += "button " + button.url + (with_commands ? button.command : "") + "\n";
                     }
                   },
               },
               block);
  }
  return shape.text;
}

class Inert : public testing::TestWithParam<std::size_t> {
 protected:
  static Policy with_partners() {
    Policy policy = story::policy();
    policy.audiences.push_back({"partners", "Partners", {}, false});
    return policy;
  }
  // A name is a person's word too.
  static People named(const std::string& words) {
    People people;
    for (const Person& person : story::people().all()) {
      Person renamed = person;
      renamed.name = words;
      people.put(renamed);
    }
    return people;
  }

  // Compiled once for all values.
  static const Policy& the_policy() {
    static const Policy kPolicy = with_partners();
    return kPolicy;
  }
  static const Speaker& the_speaker() {
    static const Speaker kSpeaker = *Speaker::create(the_policy());
    return kSpeaker;
  }

  const Policy& policy = the_policy();
  const Speaker& speaker = the_speaker();
  const std::string harmless = "harmless words";
  const std::string hostile = hostile_values()[GetParam()];
};

TEST_P(Inert, InEveryWording) {
  const People calm = named(harmless);
  const People evil = named(hostile);
  const auto safe = story::spoken_wordings(harmless);
  const auto unsafe = story::spoken_wordings(hostile);
  for (std::size_t i = 0; i < safe.size(); ++i) {
    const auto render = [&](const story::Spoken& spoken, const std::string& words, const People& people) {
      Event about;
      about.incident = IncidentNumber{7};
      about.seq = 30;
      about.occurred_at = about.recorded_at = story::at(14, 55);
      about.actor = actor(PersonId{"ann"});
      about.body = spoken.about;
      const Incident incident = story::incident_saying(words, story::running());
      return shape_of(
          speaker.speak(spoken.wording, incident, about, {story::at(14, 55), policy, people}).value(), true);
    };
    EXPECT_EQ(render(safe[i], harmless, calm), render(unsafe[i], hostile, evil))
        << safe[i].name << " with " << hostile;
  }
}

TEST_P(Inert, InCardsViewsAndHome) {
  const auto render = [&](const std::string& words) {
    const People people = named(words);
    const Scene scene{story::at(14, 55), policy, people};
    const Incident incident = story::incident_saying(words, story::running());
    Speaker::Lookup lookup;
    lookup.find = [&](IncidentNumber) { return &incident; };
    lookup.timeline = [&](IncidentNumber, int) {
      std::vector<Event> events = story::running();
      for (Event& event : events) {
        if (auto* decision = std::get_if<DecisionMade>(&event.body)) decision->text = words;
        if (auto* update = std::get_if<UpdatePosted>(&event.body)) update->text = words;
      }
      return events;
    };
    std::string shapes = shape_of(speaker.card("room", incident, scene).value(), true) +
                         shape_of(speaker.card("announcement", incident, scene).value(), true) +
                         shape_of(speaker.home(PersonId{"bob"}, {&incident}, scene).value(), true);
    const std::vector<View> views = {ShowIncident{{7}},     ShowCatchup{{7}}, ShowList{{{7}}, words},
                                     ShowTimeline{{7}, 10}, ShowHelp{words},  ShowTray{{7}},
                                     ShowTasks{{7}},        ShowRoles{{7}},   ShowPostmortem{{7}}};
    for (const View& view : views) shapes += shape_of(speaker.view(view, lookup, scene).value(), true);
    // These buttons type what was typed before; they must not become more or other buttons.
    for (const View& view :
         {View{ChooseIncident{{{7}}, "note " + words}}, View{ShowLookalikes{{{7}}, "declare " + words}}}) {
      shapes += shape_of(speaker.view(view, lookup, scene).value(), false);
    }
    return shapes;
  };
  EXPECT_EQ(render(harmless), render(hostile)) << hostile;
}

INSTANTIATE_TEST_SUITE_P(Values, Inert, testing::Range<std::size_t>(0, hostile_values().size()));

}  // namespace

}  // namespace muster
