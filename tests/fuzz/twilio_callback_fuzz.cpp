// Any bytes as a callback of Twilio's: read without harm; only what was sealed opens, and texts that name a
// page name one.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "integrations/twilio/api_wire.hpp"
#include "integrations/twilio/callback.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muster;
  const std::string raw{reinterpret_cast<const char*>(data), size};
  const Secret key{"key"};
  if (twilio::unseal_page(key, raw)) std::abort();
  (void)twilio::read_sent(raw);
  (void)twilio::find_call(raw, Time{});
  (void)twilio::read_text(raw);
  (void)twilio::read_mail_date(raw);
  const auto form = twilio::read_form(raw);
  if (!form) return 0;
  const std::string url = "https://muster.example.org/hooks/twilio/key?" + twilio::field(*form, "url");
  if (!twilio::is_signed({key}, url, *form, twilio::signature_of(key, url, *form))) std::abort();
  if (const auto progress = twilio::read_progress(*form); progress && progress->rank < 1) std::abort();
  return 0;
}
