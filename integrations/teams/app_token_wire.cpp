#include "integrations/teams/app_token_wire.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/net/json.hpp"

namespace muster::teams {

namespace {

struct Words {
  std::int64_t code;
  std::string_view words;
};
// "Microsoft Entra authentication and authorization error codes". Short: a sentence of a service has 200
// letters.
constexpr std::array kWords = {
    Words{7000215,
          "the client secret is wrong; microsoft_teams.app_secret is the secret's value, not its id"},
    Words{7000222,
          "the client secret has expired; make a new one under Certificates & secrets for "
          "microsoft_teams.app_secret"},
    Words{7000216, "no client secret came; set microsoft_teams.app_secret"},
    Words{7000218, "no client secret came; set microsoft_teams.app_secret"},
    Words{7000112, "the app is disabled; enable it in Entra under Enterprise applications"},
    Words{
        700016,
        "the tenant has no such app; compare microsoft_teams.app_id and tenant_id with the app registration"},
    Words{90002,
          "there is no such tenant; microsoft_teams.tenant_id is the Directory (tenant) ID of the app"},
    Words{900023, "microsoft_teams.tenant_id is neither a GUID nor a domain"},
    Words{500011, "the tenant does not know the service asked for; compare microsoft_teams.tenant_id"},
    Words{53003, "a Conditional Access policy blocks the app; exclude it or allow this address"},
};

// "AADSTS7000222: The provided …. Trace ID: …": what stands before the first full stop.
std::string first_sentence(const std::string& description) {
  return description.substr(0, std::min(description.find(". "), description.find_first_of("\r\n")));
}

std::int64_t code_of(const nlohmann::json& json) {
  const nlohmann::json& code = net::element(net::member(json, "error_codes"), 0);
  return code.is_number_unsigned()
             ? static_cast<std::int64_t>(std::min<std::uint64_t>(code.get<std::uint64_t>(), 999999999))
             : 0;
}

}  // namespace

std::optional<GrantedToken> read_granted(std::string_view body) {
  constexpr std::int64_t kDay = 86400;
  const auto json = net::parse_json(body, {.max_bytes = 64UL * 1024, .max_nodes = 100});
  if (!json || lower(net::text(*json, "token_type")) != "bearer") return std::nullopt;
  std::string token = net::text(*json, "access_token");
  const auto lifetime = net::integer(*json, "expires_in");
  const bool is_plain = std::ranges::all_of(token, [](char c) { return c > ' ' && c < 127; });
  if (token.empty() || !is_plain || !lifetime || *lifetime <= 0) return std::nullopt;
  return GrantedToken{Secret{std::move(token)}, std::chrono::seconds{std::min(*lifetime, kDay)}};
}

std::string refusal_words(std::string_view body) {
  const auto json = net::parse_json(body, {.max_bytes = 64UL * 1024, .max_nodes = 100});
  if (!json) return "";
  const std::int64_t code = code_of(*json);
  const auto* const known = std::ranges::find(kWords, code, &Words::code);
  if (known == kWords.end()) {
    const std::string said = first_sentence(net::text(*json, "error_description"));
    return said.empty() ? net::text(*json, "error") : said;
  }
  return std::string{known->words} + " (AADSTS" + std::to_string(code) + ")";
}

}  // namespace muster::teams
