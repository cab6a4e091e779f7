// Takes a person out of bodies and of the console's messages. Each function says whether anything changed.
#pragma once

#include <string>

#include "bot/domain/effect.hpp"
#include "bot/domain/event.hpp"
#include "bot/domain/traces.hpp"

namespace muster::store {

// With what only the entry of that person is allowed to say of them: the address they called from.
bool forget_in(Event& event, const Forgetter& forgetter);
bool forget_in(EffectBody& body, const Forgetter& forgetter);
// A message of the console's chat. One that is no JSON is emptied when they are in it.
bool forget_in_message(std::string& content, const Forgetter& forgetter);

}  // namespace muster::store
