// The verbs by name, for the table in catalog.cpp, and the few rules that two of them share.
#pragma once

#include <string>
#include <string_view>

#include "bot/domain/command.hpp"

namespace muster {

extern const CommandSpec kAcceptCommand;
extern const CommandSpec kAckCommand;
extern const CommandSpec kAlertsCommand;
extern const CommandSpec kSilenceCommand;
extern const CommandSpec kUnsilenceCommand;
extern const CommandSpec kActionCommand;
extern const CommandSpec kCancelCommand;
extern const CommandSpec kClaimCommand;
extern const CommandSpec kCloseCommand;
extern const CommandSpec kContactCommand;
extern const CommandSpec kDecideCommand;
extern const CommandSpec kDeclareCommand;
extern const CommandSpec kDeclineCommand;
extern const CommandSpec kDoneCommand;
extern const CommandSpec kEditCommand;
extern const CommandSpec kFollowCommand;
extern const CommandSpec kFollowupCommand;
extern const CommandSpec kHandoffCommand;
extern const CommandSpec kHelpCommand;
extern const CommandSpec kImpactCommand;
extern const CommandSpec kCatchupCommand;
extern const CommandSpec kJoinCommand;
extern const CommandSpec kLinkCommand;
extern const CommandSpec kListCommand;
extern const CommandSpec kMergeCommand;
extern const CommandSpec kNoteCommand;
extern const CommandSpec kPageCommand;
extern const CommandSpec kPostmortemCommand;
extern const CommandSpec kPrivateCommand;
extern const CommandSpec kPublicCommand;
extern const CommandSpec kReopenCommand;
extern const CommandSpec kResolveCommand;
extern const CommandSpec kRoleCommand;
extern const CommandSpec kSeverityCommand;
extern const CommandSpec kSnoozeCommand;
extern const CommandSpec kStatusCommand;
extern const CommandSpec kTaskCommand;
extern const CommandSpec kTimelineCommand;
extern const CommandSpec kUpdateCommand;
extern const CommandSpec kWithdrawCommand;

// The practice around it.
extern const CommandSpec kCadenceCommand;
extern const CommandSpec kCauseCommand;
extern const CommandSpec kChangeCommand;
extern const CommandSpec kChecklistCommand;
extern const CommandSpec kClockCommand;
extern const CommandSpec kDetectedCommand;
extern const CommandSpec kFactCommand;
extern const CommandSpec kFreezeCommand;
extern const CommandSpec kHoldCommand;
extern const CommandSpec kLegalHoldCommand;
extern const CommandSpec kRecoveryCommand;
extern const CommandSpec kReleaseCommand;
extern const CommandSpec kReportCommand;
extern const CommandSpec kVendorCommand;

// On call.
extern const CommandSpec kCoverCommand;
extern const CommandSpec kOncallCommand;

// "inc-42-checkout-is-down"; a private incident's name tells nothing.
[[nodiscard]] std::string room_name(IncidentNumber number, std::string_view title, bool is_private,
                                    const Policy& policy);

// Moves the incident to another state with all that belongs to it; shared by status, resolve, close and
// update.
class Plan;
[[nodiscard]] std::optional<Refusal> plan_transition(Plan& plan, const Context& ctx, State to,
                                                     const std::string& note,
                                                     const std::string& despite = {});

// A form opened before the state changed must not change it back: refused when what the form was opened from
// (option "expected") is not the state any more.
[[nodiscard]] std::optional<Refusal> check_expected(const Request& request, const Context& ctx);

// Gives a role to a person, says so and brings them in; shared by role, claim, accept and ack.
void plan_role(Plan& plan, const Context& ctx, const std::string& role, const PersonId& person);

}  // namespace muster
