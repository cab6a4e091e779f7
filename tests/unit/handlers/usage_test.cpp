// The grammar knows what the table of verbs promises.
#include <gtest/gtest.h>

#include "bot/domain/grammar.hpp"
#include "handlers/catalog.hpp"

namespace muster {
namespace {

TEST(Usage, EachFlagItNamesTakesNoValue) {
  int flags = 0;
  for (const CommandSpec& spec : all_commands()) {
    for (auto at = spec.usage.find("--"); at != std::string_view::npos; at = spec.usage.find("--", at + 2)) {
      const auto end = spec.usage.find_first_of(" =]|", at);
      const bool takes_value =
          end == std::string_view::npos || spec.usage[end] == ' ' || spec.usage[end] == '=';
      if (takes_value) continue;
      const std::string flag{spec.usage.substr(at, end - at)};
      const ParsedCommand parsed = parse_command(std::string{spec.verb} + " " + flag + " word");
      EXPECT_EQ(parsed.request.text, "word") << spec.verb << " " << flag;
      ++flags;
    }
  }
  EXPECT_GT(flags, 3);
}

TEST(Usage, VerbsAboutAnotherIncidentKeepItUnderEachName) {
  for (const char* verb : {"merge", "link"}) {
    const CommandSpec* spec = find_command(verb);
    ASSERT_NE(spec, nullptr);
    std::vector<std::string_view> names{spec->aliases.begin(), spec->aliases.end()};
    names.push_back(spec->verb);
    for (const std::string_view name : names) {
      const ParsedCommand parsed = parse_command(std::string{name} + " INC-3");
      EXPECT_FALSE(parsed.incident) << name;
      EXPECT_EQ(parsed.request.text, "INC-3") << name;
    }
  }
}

}  // namespace
}  // namespace muster
