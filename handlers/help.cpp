// help: what one can say, or one verb in full.
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"
#include "handlers/catalog.hpp"
#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

Outcome handle(const Request& request, const Context& /*ctx*/) {
  const std::string word = lower(first_word(request.text).word);
  if (word.empty()) return show(ShowHelp{});
  if (const CommandSpec* spec = find_command(word)) return show(ShowHelp{std::string{spec->verb}});
  return show(ShowHelp{}, "There is no \"" + word + "\".");
}

constexpr std::array<std::string_view, 3> kAliases = {"tutorial", "commands", "?"};

}  // namespace

const CommandSpec kHelpCommand{"help",        kAliases, "help [verb]", "See what you can say",
                               "help update", false,    true,          handle};

}  // namespace muster
