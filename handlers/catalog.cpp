// The table of verbs: a new verb is a new file and a row here.
#include "handlers/catalog.hpp"

#include <array>

#include "bot/base/ascii.hpp"
#include "bot/base/contains.hpp"
#include "bot/domain/grammar.hpp"
#include "handlers/commands.hpp"

namespace muster {

std::span<const CommandSpec> all_commands() {
  static const std::array kTable = {
      kDeclareCommand,  kUpdateCommand,   kStatusCommand,  kSeverityCommand,  kImpactCommand,
      kRoleCommand,     kClaimCommand,    kHandoffCommand, kAcceptCommand,    kDeclineCommand,
      kPageCommand,     kAckCommand,      kNoteCommand,    kTaskCommand,      kDoneCommand,
      kDecideCommand,   kFollowupCommand, kActionCommand,  kLinkCommand,      kTimelineCommand,
      kCatchupCommand,  kListCommand,     kJoinCommand,    kFollowCommand,    kSnoozeCommand,
      kEditCommand,     kWithdrawCommand, kResolveCommand, kReopenCommand,    kCancelCommand,
      kMergeCommand,    kCloseCommand,    kPrivateCommand, kPublicCommand,    kPostmortemCommand,
      kCadenceCommand,  kCauseCommand,    kChangeCommand,  kChecklistCommand, kClockCommand,
      kContactCommand,  kDetectedCommand, kFactCommand,    kFreezeCommand,    kHoldCommand,
      kRecoveryCommand, kReleaseCommand,  kReportCommand,  kVendorCommand,    kOncallCommand,
      kCoverCommand,    kAlertsCommand,   kSilenceCommand, kUnsilenceCommand, kLegalHoldCommand,
      kHelpCommand};
  return kTable;
}

const CommandSpec* find_command(std::string_view verb) {
  const std::string wanted = lower(verb);
  for (const CommandSpec& spec : all_commands()) {
    if (spec.verb == wanted || contains(spec.aliases, std::string_view{wanted})) return &spec;
  }
  return nullptr;
}

}  // namespace muster
