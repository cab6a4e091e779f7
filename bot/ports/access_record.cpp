#include "bot/ports/access_record.hpp"

#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <utility>

#include "bot/base/log.hpp"
#include "bot/base/out_of_memory.hpp"

namespace muster {

namespace asio = boost::asio;

AccessRecord::AccessRecord(asio::any_io_executor io, const Clock& clock, const Board& board, std::string run,
                           Keep keep)
    : io_{std::move(io)}, clock_{clock}, board_{board}, run_{std::move(run)}, keep_{std::move(keep)} {}

// The person on whatever platform; "" when nobody knows.
std::string AccessRecord::who_is(const Caller& caller) const {
  if (!caller.person) return caller.system.empty() ? "" : "system/" + caller.system;
  const Person* known = board_.people.find_identity(caller.person->platform, caller.person->user);
  return known != nullptr ? known->id.value : caller.person->platform + ":" + caller.person->user;
}

void AccessRecord::note(AccessRecorded access, Caller caller) {
  std::string who = who_is(caller);
  const Time now = clock_.now();
  const auto left_out = bound_.admit(access, who, now);
  if (!left_out) return;
  access.left_out = *left_out;
  Inbound inbound;
  inbound.origin_key = "access/" + run_ + "/" + std::to_string(++noted_);
  inbound.occurred_at = now;
  inbound.from = std::move(caller.person);
  inbound.rule = std::move(caller.system);
  inbound.what = AccessNoted{std::move(access)};
  asio::co_spawn(io_, keep(std::move(inbound), std::move(who)), [](const std::exception_ptr& thrown) {
    give_up_if_out_of_memory(thrown);
    if (!thrown) return;
    try {
      std::rethrow_exception(thrown);
    } catch (const std::exception& e) {
      log_error("the record of an access threw", {{"what", e.what()}});
    }
  });
}

void AccessRecord::note_reading(const Incident& incident, AccessRecorded access, Caller caller) {
  if (incident.visibility == Visibility::public_) return;
  const PersonId reader{who_is(caller)};
  access.kind = AccessKind::private_read;
  access.incident = incident.number;
  // Whoever is in its room without being on it was let in there by the chat.
  access.why = may_see(incident, reader, {})                        ? "member"
               : may_see(incident, reader, board_.policy->auditors) ? "auditor"
                                                                    : "room";
  note(std::move(access), std::move(caller));
}

asio::awaitable<void> AccessRecord::keep(Inbound inbound, std::string who) {
  const AccessRecorded access = std::get<AccessNoted>(inbound.what).access;
  const auto kept = co_await keep_(std::move(inbound));
  if (kept) co_return;
  bound_.not_kept(access, who);
  log_warn("an access could not be recorded",
           {{"kind", std::string{name_of(access.kind)}}, {"error", kept.error().say}});
}

}  // namespace muster
