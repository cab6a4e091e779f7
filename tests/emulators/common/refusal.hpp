// An error word that ends a call, from whatever depth it is found out: of an API, or of a control call.
#pragma once

#include <string>

#include "tests/emulators/common/json.hpp"

namespace muster::fake {

struct Refusal {
  std::string word;
  Json extra = Json::object();  // further members of the answer
};

}  // namespace muster::fake
