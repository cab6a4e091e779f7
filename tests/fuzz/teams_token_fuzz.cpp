// Any bytes as the Authorization header of a caller, as the two halves of its token, and as the documents
// that name the keys: read without harm; nobody is believed without a key, nor with one that did not sign.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "integrations/teams/signing_keys_wire.hpp"
#include "integrations/teams/token_check.hpp"
#include "integrations/teams/token_wire.hpp"

namespace {

// One that belongs to nobody.
muster::teams::SigningKey any_key() {
  return {{std::string(255, '\xC1') + '\x01', std::string{"\x01\x00\x01", 3}}, {"msteams"}};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muster::teams;
  const std::string raw{reinterpret_cast<const char*>(data), size};
  const muster::Time now{std::chrono::seconds{1795449754}};
  TokenRules rules;
  rules.app_id = "11111111-2222-3333-4444-555555555555";
  const SaidOfItself said{"msteams", "https://smba.trafficmanager.net/emea/", ""};
  if (check_token(raw, said, {}, rules, now)) std::abort();
  if (const auto token = read_token(raw, said, rules, now)) {
    if (token->kid.empty() || check_signature(*token, any_key())) std::abort();
  }
  if (const auto header = read_token_header(raw); header && header->kid.empty()) std::abort();
  if (const auto claims = read_token_claims(raw); claims && claims->expires < 0) std::abort();
  if (const auto directory = read_key_directory(raw); directory && directory->keys_url.empty()) std::abort();
  if (const auto set = read_key_set(raw)) {
    if (set->empty()) std::abort();
    for (const auto& [kid, key] : *set) {
      if (kid.empty() || !muster::net::is_usable(key.key)) std::abort();
    }
  }
  return 0;
}
