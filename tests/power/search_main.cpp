// muster-search-torture: lets every allocation of SQLite fail in turn while an incident's description
// changes, which renews what it is found by. The change must say so, be taken the second time, and leave the
// full-text index whole. The exit code is 1 when anything was violated.
#include <cstdint>
#include <cstdio>
#include <stdexcept>
#include <string>

#include "tests/power/allocations.hpp"
#include "tests/power/house.hpp"
#include "tests/power/raw.hpp"
#include "tests/power/scratch.hpp"

namespace {

using namespace muster;
using namespace muster::power;

void must(const Result<Done>& done) {
  if (!done) throw std::runtime_error{done.error().say + " / " + done.error().detail};
}

// One allocation of the change fails; false: it has not so many.
bool change_with_failure(House& house, std::int64_t number, std::int64_t& said) {
  const std::string key = std::to_string(number);
  const std::string text = "INC-1 edit description words of change " + key;
  fail_allocation(number);
  const Result<Done> first = house.type(key, "ann", text);
  const bool failed = allocation_failed();
  count_allocations();
  if (!first && first.error().kind != ErrorKind::unavailable) must(first);
  if (!first) ++said;
  must(house.type(key, "ann", text));
  return failed;
}

int torture() {
  const Scratch scratch;
  House house{scratch.path() / "data"};
  house.now = beginning();
  must(house.open());
  must(house.load());
  for (const char* title : {"Checkout is down", "Search is slow", "Mail is late"})
    must(house.type(title, "ann", std::string{"declare sev2 --anyway "} + title));
  Raw seen_from_outside{house.data_dir() / "muster.sqlite"};
  std::int64_t number = 0;
  std::int64_t said = 0;
  while (change_with_failure(house, number + 1, said)) {
    ++number;
    seen_from_outside.run("INSERT INTO incident_search (incident_search) VALUES ('integrity-check')");
  }
  std::printf(
      "injected: allocations of SQLite in a change of what is found: %lld failures (%lld answered with an "
      "error); violations 0\n",
      static_cast<long long>(number), static_cast<long long>(said));
  return number > 0 && said > 0 ? 0 : 1;
}

}  // namespace

int main() {
  prepare_allocations();
  try {
    return torture();
  } catch (const std::exception& violated) {
    std::printf("VIOLATED %s\n", violated.what());
    return 1;
  }
}
