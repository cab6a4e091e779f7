// Any bytes as the lines of an evidence directory: checked without harm, and what does not hold says what.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "bot/store/sealed_timeline.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for (const std::string& wrong : muster::check_sealed({reinterpret_cast<const char*>(data), size})) {
    if (wrong.empty()) std::abort();
  }
  return 0;
}
