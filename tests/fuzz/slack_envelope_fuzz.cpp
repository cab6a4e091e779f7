// Any bytes as a Socket Mode frame: read without harm, and what is read can be acknowledged and written back.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "integrations/slack/envelope_wire.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muster;
  const slack::Self self{
      .team = "T1", .bot_user = "U0BOT", .bot_id = "B0BOT", .workspace = "https://acme.slack.com/"};
  const auto frame = slack::read_frame({reinterpret_cast<const char*>(data), size}, self, Time{});
  if (!frame) return 0;
  const auto* arrival = std::get_if<slack::Arrival>(&*frame);
  if (arrival == nullptr) return 0;
  for (const Inbound& inbound : arrival->inbound) {
    // Without a key of its own two different things would be one.
    const std::string& key = inbound.origin_key;
    if (key.empty() || (key.ends_with('/') && !key.starts_with("slack/envelope/"))) std::abort();
  }
  return 0;
}
