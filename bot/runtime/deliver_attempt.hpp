// One attempt to deliver an effect. Private to deliver*.cpp.
#pragma once

#include <memory>

#include "bot/runtime/deliver.hpp"

namespace muster {

struct Deliverer::Attempt {
  OutboxRow row;
  ChatPlatform* chat = nullptr;  // null: the effect is for a pager
  Pager* pager = nullptr;
  std::shared_ptr<const Incident> incident;
  Delivery delivery;

  [[nodiscard]] Delivered done() const {
    Delivered delivered;
    delivered.receipt.key = row.key;
    delivered.receipt.incident = row.incident;
    delivered.receipt.effect = row.effect.body;
    delivered.receipt.platform = row.effect.platform;
    delivered.receipt.rendered_at = incident->last_seq;
    return delivered;
  }
  [[nodiscard]] Delivered unsaid() const {
    Delivered stale = done();
    stale.stale = true;
    return stale;
  }
};

// An effect's incident is always there: when it is not found it could not be read, and is tried again.
[[nodiscard]] inline std::unexpected<Error> unread(IncidentNumber number) {
  return fail(ErrorKind::unavailable, to_string(number) + " cannot be read from the database now");
}

}  // namespace muster
