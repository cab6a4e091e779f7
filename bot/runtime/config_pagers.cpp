// Keys of the systems that ring people.
#include "bot/runtime/config_adapters.hpp"

namespace muster {

void pager_keys(Keys& /*keys*/, Settings& /*settings*/) {}

}  // namespace muster
