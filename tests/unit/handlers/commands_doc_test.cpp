// docs/commands.md is made from the table of verbs: what is written there is what muster understands.
// UPDATE_GOLDEN=1 writes it anew.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "handlers/catalog.hpp"

namespace muster {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string{"\\|"} : std::string{c};
  return out;
}

std::string commands_page() {
  std::string page =
      "# Commands\n\n"
      "Typed after `/inc` (or `/incident`) in Slack and in the console, after `@muster` anywhere, or pressed "
      "as buttons. In an\n"
      "incident's room no number is needed; elsewhere put it in front (`/inc INC-7 severity sev1`) or choose "
      "from the recent ones\n"
      "that are offered. Options (`--name value`) may stand anywhere; `--` ends them. The bare command opens "
      "the declare form, or\n"
      "in an incident's room the tray of buttons.\n\n"
      "This page is made from the program's own table, which `/inc help` shows too.\n\n"
      "| command | what it does | also |\n|---|---|---|\n";
  for (const CommandSpec& spec : all_commands()) {
    std::string aliases;
    for (const auto alias : spec.aliases) aliases += (aliases.empty() ? "" : ", ") + std::string{alias};
    page += "| `" + escaped(spec.usage) + "` | " + escaped(spec.help) + " | " + escaped(aliases) + " |\n";
  }
  page +=
      "\n## Times\n\n"
      "`10:32` is read in your own time zone when muster knows it, otherwise as UTC; `10:32 UTC`, `10:32 "
      "Europe/Berlin`,\n"
      "`2026-11-24 10:32 UTC`, `20m ago` and `-20m` work too. Ahead: `30m`, `in 2h`, `15:00`, `2026-12-01`. "
      "A local time that does\n"
      "not exist or happens twice because the clocks change is asked about, not guessed.\n\n"
      "## On messages\n\n"
      "\xF0\x9F\x93\x8C on a message (thread replies included) puts it on the timeline at its own time; "
      "muster answers with a tick, and\n"
      "taking the pin away withdraws it. Editing or deleting the message is followed. In Slack the message "
      "menu has\n"
      "*Add to timeline* and *Declare from message*.\n";
  return page;
}

TEST(CommandsPage, IsWhatTheTableSays) {
  const std::string path = std::string{MUSTER_SOURCE_DIR} + "/docs/commands.md";
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream{path} << commands_page();
  std::ostringstream written;
  written << std::ifstream{path}.rdbuf();
  EXPECT_EQ(written.str(), commands_page()) << "run again with UPDATE_GOLDEN=1 and look at the difference";
}

}  // namespace
}  // namespace muster
