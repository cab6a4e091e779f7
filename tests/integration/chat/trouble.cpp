#include "tests/integration/chat/trouble.hpp"

namespace muster::testing {

Json fault_of(Trouble trouble, Json forbidden) {
  switch (trouble) {
    case Trouble::answer_lost:
      return {{"mode", "accept_then_drop"}};
    case Trouble::nothing_happened:
      return {{"mode", "drop"}};
    case Trouble::limited:
      return {{"status", 429}, {"retry_after", 60}};
    case Trouble::down:
      return {{"status", 503}};
    case Trouble::forbidden:
      return forbidden;
  }
  return {};
}

}  // namespace muster::testing
