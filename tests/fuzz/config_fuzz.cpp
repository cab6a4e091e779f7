// muster.yaml, read as a stranger might write it. A file without problems must also be the same when read
// again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "bot/runtime/config.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const muster::SecretSource secrets = [](const muster::SecretReference&) {
    return muster::Result<muster::Secret>{muster::Secret{"canary"}};
  };
  const muster::KnownNames known{{"slack", "console"}, {"declared", "update"}};
  const muster::ConfigReading first = muster::read_config(text, known, secrets);
  const muster::ConfigReading second = muster::read_config(text, known, secrets);
  if (first.problems != second.problems || first.settings.policy != second.settings.policy) std::abort();
  if (muster::say_problems("muster.yaml", first.problems).find('\0') != std::string_view::npos) std::abort();
  return 0;
}
