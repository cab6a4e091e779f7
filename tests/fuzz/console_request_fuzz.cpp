// Bodies of the console's requests: the first byte chooses which. Whatever comes, the codec answers or
// refuses, and what it lets through keeps its limits.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "bot/base/result.hpp"
#include "bot/console/request_codec.hpp"

namespace {

using namespace muster::console;

constexpr std::size_t kUuid = 36;

void check(bool holds) {
  if (!holds) std::abort();
}

template <auto parse>
void try_one(std::string_view body) {
  const auto read = parse(body);
  if (!read) {
    check(read.error().kind == muster::ErrorKind::invalid && !read.error().say.empty());
  } else if constexpr (requires { read->id; }) {
    check(read->id.size() == kUuid);
  }
}

constexpr std::array kAll{try_one<parse_signin>,    try_one<parse_post>,       try_one<parse_edit>,
                          try_one<parse_delete>,    try_one<parse_reaction>,   try_one<parse_command_body>,
                          try_one<parse_dialog>,    try_one<parse_postmortem>, try_one<parse_preview>,
                          try_one<parse_invitation>};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  kAll[data[0] % kAll.size()]({reinterpret_cast<const char*>(data) + 1, size - 1});
  return 0;
}
