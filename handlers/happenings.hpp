// What happens without anybody giving a command: messages, reactions, timers, answers to what we sent. One
// file each.
#pragma once

#include "bot/domain/command.hpp"
#include "bot/domain/inbound.hpp"

namespace muster {

[[nodiscard]] Outcome on_message_posted(const MessagePosted& message, const Context& ctx);
[[nodiscard]] Outcome on_message_edited(const MessageEdited& message, const Context& ctx);
[[nodiscard]] Outcome on_message_deleted(const MessageDeleted& message, const Context& ctx);
[[nodiscard]] Outcome on_reaction(const ReactionChanged& reaction, const Context& ctx);
[[nodiscard]] Outcome on_room_joined(const RoomJoined& joined, const Context& ctx);
[[nodiscard]] Outcome on_room_renamed(const RoomRenamed& renamed, const Context& ctx);
[[nodiscard]] Outcome on_console_entered(const ConsoleEntered& entered, const Context& ctx);
[[nodiscard]] Outcome on_access(const AccessNoted& noted);
[[nodiscard]] Outcome on_configuration(const ConfigurationLoaded& loaded, const Context& ctx);
[[nodiscard]] Outcome on_timer(const TimerFired& timer, const Context& ctx);
[[nodiscard]] Outcome on_delivered(const EffectDelivered& delivered, const Context& ctx);
[[nodiscard]] Outcome on_given_up(const EffectGivenUp& given_up, const Context& ctx);
[[nodiscard]] Outcome on_piled_up(const MessagesPiledUp& piled);
[[nodiscard]] Outcome on_alert(const AlertReceived& alert, const Context& ctx);
[[nodiscard]] Outcome on_change(const ChangeReceived& change, const Context& ctx);
[[nodiscard]] Outcome on_report(const ReportArrived& report, const Context& ctx);
[[nodiscard]] Outcome on_alerts(const AlertsReceived& received, const Context& ctx);
[[nodiscard]] Outcome on_page_answered(const PageAnswered& answered, const Context& ctx);
[[nodiscard]] Outcome on_page_progressed(const PageProgressed& progressed, const Context& ctx);
[[nodiscard]] Outcome on_shifts_read(const ShiftsRead& read, const Context& ctx);
[[nodiscard]] Outcome on_postmortem_text(const DialogSubmitted& dialog, const Context& ctx);

}  // namespace muster
