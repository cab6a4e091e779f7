// Names at the door: which person a name means, and the user id of somebody new. Pure.
#pragma once

#include <functional>
#include <string>

#include "bot/base/result.hpp"
#include "bot/domain/people.hpp"
#include "bot/domain/policy.hpp"

namespace muster::console {

// The person known by this id or name: configured, or met before. None for somebody new.
[[nodiscard]] const Person* person_called(const std::string& name, const Policy& policy,
                                          const People& people);

// The console's identity of a newcomer with this name: the user is the name's slug, with a number when it is
// taken
// ("ann", "ann-2"). invalid: no usable name. conflict: the name is that of a configured person, who needs a
// link of their own.
[[nodiscard]] Result<Identity> newcomer(const std::string& name, const Policy& policy, const People& people,
                                        const std::function<bool(const std::string& user)>& is_taken);

// The person an identity stands for, as People::meet says.
[[nodiscard]] PersonId person_of(const Identity& identity, const People& people);
// The console's user id of a person.
[[nodiscard]] std::string user_of(const PersonId& person, const People& people);

}  // namespace muster::console
