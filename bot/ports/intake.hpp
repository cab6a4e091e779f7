// Intake: how an integration hands in what came from outside, and what it gets back. The call returns when
// the decision is durable: only then may the integration acknowledge.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>

#include "bot/base/result.hpp"
#include "bot/domain/command.hpp"
#include "bot/domain/inbound.hpp"
#include "bot/ports/store.hpp"
#include "bot/text/dialog.hpp"
#include "bot/text/message.hpp"

namespace muster {

namespace asio = boost::asio;

// What the asker gets, already in words. At most one of message and dialog; both absent: nothing to say.
struct Answer {
  std::optional<Message> message;
  std::optional<Dialog> dialog;
  bool refused = false;
  std::string refused_code;   // change_freeze, unknown_verb ...; empty when not refused
  std::string refused_field;  // refused dialog: the field it is about (may be empty) and why
  std::string refused_say;
  bool shareable = false;  // says nothing that others in the room it was asked in may not read
};

// io thread only.
class Intake {
 public:
  Intake() = default;
  Intake(const Intake&) = delete;
  Intake& operator=(const Intake&) = delete;
  virtual ~Intake() = default;

  // Error only when nothing was kept (the store cannot take it, or shutting down): do not acknowledge.
  virtual asio::awaitable<Result<Answer>> submit(Inbound inbound) = 0;

  // For the console, whose server we are: console writes are kept in the same transaction as the decision.
  virtual asio::awaitable<Result<Answer>> submit(Inbound inbound, std::vector<ConsoleWrite> writes) = 0;
  // Console writes alone.
  virtual asio::awaitable<Result<Done>> write(std::vector<ConsoleWrite> writes) = 0;
};

}  // namespace muster
