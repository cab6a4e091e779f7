#include "bot/domain/grammar.hpp"

#include <gmock/gmock.h>

namespace muster {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Example {
  std::string_view typed;
  std::string_view verb;
  int incident;
  std::map<std::string, std::string> options;
  std::string_view text;
};

class Grammar : public testing::TestWithParam<Example> {};

TEST_P(Grammar, Reads) {
  const ParsedCommand parsed = parse_command(GetParam().typed);
  EXPECT_EQ(parsed.verb, GetParam().verb);
  EXPECT_EQ(parsed.incident.value_or(IncidentNumber{}).value, GetParam().incident);
  EXPECT_EQ(parsed.request.options, GetParam().options);
  EXPECT_EQ(parsed.request.text, GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(
    Forms, Grammar,
    testing::Values(
        Example{"", "", 0, {}, ""}, Example{"   ", "", 0, {}, ""},
        Example{"declare sev2 Checkout is down", "declare", 0, {}, "sev2 Checkout is down"},
        Example{"INC-7 severity sev1 all regions", "severity", 7, {}, "sev1 all regions"},
        Example{"severity INC-7 sev1", "severity", 7, {}, "sev1"},
        Example{"note #3 node failed", "note", 0, {}, "#3 node failed"},
        Example{"withdraw #12 wrong", "withdraw", 0, {}, "#12 wrong"},
        Example{"resolve --end-impact all regions", "resolve", 0, {{"end-impact", "yes"}}, "all regions"},
        Example{"#7 info", "info", 7, {}, ""}, Example{"inc-7", "", 7, {}, ""},
        Example{"update --incident 12 text", "update", 12, {}, "text"},
        Example{"UPDATE Hello", "update", 0, {}, "Hello"},
        Example{"declare --private --service a,b Title here",
                "declare",
                0,
                {{"private", "yes"}, {"service", "a,b"}},
                "Title here"},
        Example{"declare Title --started=\"10:32 UTC\" here",
                "declare",
                0,
                {{"started", "10:32 UTC"}},
                "Title here"},
        Example{"update --next 30m --to public Some text",
                "update",
                0,
                {{"next", "30m"}, {"to", "public"}},
                "Some text"},
        Example{"declare \u2014private Title", "declare", 0, {{"private", "yes"}}, "Title"},
        Example{"note \u201cquoted\u201d words", "note", 0, {}, "\"quoted\" words"},
        Example{"note \"all of it\"", "note", 0, {}, "all of it"},
        Example{"note -- --not an option", "note", 0, {}, "--not an option"},
        Example{"note a  b\n c", "note", 0, {}, "a  b\n c"},
        Example{"note --5 degrees", "note", 0, {}, "--5 degrees"},
        Example{"merge INC-2 into INC-1", "merge", 0, {}, "INC-2 into INC-1"},
        Example{"note \"unclosed quote", "note", 0, {}, "\"unclosed quote"},
        Example{"declare --drill", "declare", 0, {{"drill", "yes"}}, ""}));

TEST(IncidentNumbers, AreReadInEveryFormAndNothingElse) {
  EXPECT_EQ(parse_incident_number("INC-7"), IncidentNumber{7});
  EXPECT_EQ(parse_incident_number("inc-7"), IncidentNumber{7});
  EXPECT_EQ(parse_incident_number("#7"), IncidentNumber{7});
  for (const auto* wrong : {"", "INC-", "INC-7x", "INC--7", "0", "-1", "99999999999999999999"}) {
    EXPECT_FALSE(parse_incident_number(wrong)) << wrong;
  }
}

TEST(Nearest, OffersPlausibleWordsOnly) {
  const std::vector<std::string> verbs = {"declare", "update", "status", "severity", "resolve"};
  EXPECT_THAT(nearest("sevrity", verbs), ElementsAre("severity"));
  EXPECT_THAT(nearest("udpate", verbs), ElementsAre("update"));
  EXPECT_THAT(nearest("res", verbs), ElementsAre("resolve"));
  EXPECT_THAT(nearest("banana", verbs), IsEmpty());
  EXPECT_THAT(nearest(std::string(100000, 'a'), verbs), IsEmpty());
}

TEST(Lists, AreSplitAtCommas) {
  EXPECT_THAT(split_list("a, b,,c "), ElementsAre("a", "b", "c"));
  EXPECT_THAT(split_list(""), IsEmpty());
}

}  // namespace
}  // namespace muster
