// PagerDuty's answers and error words, of events and of REST. tests/emulators/pagers serves the same to
// PagerDuty's own client.
#pragma once

#include <string>

#include "tests/integration/pagers/fake_service.hpp"

namespace muster::testing {

class FakePagerDuty {
 public:
  static inline const std::string kRoutingKey = "e93facc04764012d7bfb002500d5d1a6";
  static inline const std::string kApiToken = "y_NbAkKc66ryYTWUXYEu";
  static inline const std::string kFrom = "bot@example.org";

  Says operator()(const Asked& asked);

 private:
  static Says event(const Asked& asked);
  Says open(const Asked& asked);

  std::string open_key_;
};

}  // namespace muster::testing
