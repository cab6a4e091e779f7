#include "tests/emulators/teams/entra.hpp"

#include "tests/emulators/common/form.hpp"
#include "tests/emulators/teams/faults.hpp"

namespace muster::fake::teams {
namespace {

// An error of Entra's: OAuth's word, and the number by which people look it up.
struct Denial {
  int status;
  const char* error;
  int number;
  std::string description;
};

constexpr const char* kSuffix = "/.default";

std::string audience_of(const std::string& scope) {
  if (!scope.ends_with(kSuffix)) {
    throw Denial{400, "invalid_scope", 1002012,
                 "The provided value for scope " + scope +
                     " is not valid. Client credential flows must have a scope value with /.default suffixed "
                     "to the resource identifier (application ID URI)."};
  }
  const std::string audience = scope.substr(0, scope.size() - std::string(kSuffix).size());
  if (audience == kConnectorAudience || audience == kGraphAudience) return audience;
  throw Denial{400, "invalid_resource", 500011,
               "The resource principal named " + audience + " was not found in the tenant."};
}

void require(const Json& form, const char* name) {
  if (!get_string(form, name).empty()) return;
  throw Denial{400, "invalid_request", 900144,
               std::string("The request body must contain the following parameter: '") + name + "'."};
}

// The audience the client asks for. Throws Denial.
std::string check_request(const Json& form, const std::string& tenant) {
  require(form, "grant_type");
  require(form, "client_id");
  if (tenant != kTenant && tenant != "botframework.com") {
    throw Denial{400, "invalid_request", 90002,
                 "Tenant '" + tenant + "' not found. Check to make sure you have the correct tenant ID."};
  }
  if (get_string(form, "grant_type") != "client_credentials") {
    throw Denial{400, "unsupported_grant_type", 70003,
                 "The app requested an unsupported grant type '" + get_string(form, "grant_type") + "'."};
  }
  if (lower_case(get_string(form, "client_id")) != kAppId) {
    throw Denial{400, "unauthorized_client", 700016,
                 "Application with identifier '" + get_string(form, "client_id") +
                     "' was not found in the directory."};
  }
  if (!form.contains("client_secret")) {
    throw Denial{401, "invalid_client", 7000218,
                 "The request body must contain the following parameter: 'client_assertion' or "
                 "'client_secret'."};
  }
  if (get_string(form, "client_secret") != kAppSecret) {
    throw Denial{401, "invalid_client", 7000215,
                 "Invalid client secret provided. Ensure the secret being sent in the request is the client "
                 "secret value, not the client secret ID, for a secret added to app '" +
                     std::string(kAppId) + "'."};
  }
  require(form, "scope");
  return audience_of(get_string(form, "scope"));
}

Json denied(const Teams& teams, const Denial& denial) {
  const std::string trace = random_hex(8);
  return {{"error", denial.error},
          {"error_description", "AADSTS" + std::to_string(denial.number) + ": " + denial.description +
                                    " Trace ID: " + trace + " Timestamp: " + iso_time(teams.clock.now_ms())},
          {"error_codes", Json::array({denial.number})},
          {"timestamp", iso_time(teams.clock.now_ms())},
          {"trace_id", trace},
          {"correlation_id", guid_of(trace)},
          {"error_uri", "https://login.microsoftonline.com/error?code=" + std::to_string(denial.number)}};
}

Json issue(Teams& teams, const std::string& tenant, const std::string& audience) {
  const std::int64_t life_s = get_int(teams.world.config(), "token_expires_in_s");
  const std::string id = random_hex(12);
  const std::int64_t expires_ms = teams.clock.now_ms() + life_s * 1000;
  teams.world.put(kind::kTokens, id,
                  {{"audience", audience}, {"tenant", tenant}, {"expires_ms", expires_ms}});
  const Json header = {{"typ", "JWT"}, {"alg", "RS256"}, {"kid", teams.ring.current_kid()}};
  const Json claims = {{"aud", audience},          {"iss", "https://sts.windows.net/" + tenant + "/"},
                       {"appid", kAppId},          {"tid", tenant},
                       {"exp", expires_ms / 1000}, {"uti", id}};
  const std::string body = unsigned_token(header, claims);
  return {{"token_type", "Bearer"},
          {"expires_in", life_s},
          {"ext_expires_in", life_s},
          {"access_token", body + "." + base64url(rsa_signature(teams.ring.current(), "RS256", body))}};
}

}  // namespace

HttpReply handle_token(Teams& teams, const HttpRequest& request, const std::string& tenant) {
  const auto fault = teams.injections.take("token", "");
  const bool is_form = lower_case(request.content_type).starts_with("application/x-www-form-urlencoded");
  Json form = is_form ? parse_form(request.body) : Json::object();
  Json entry = {{"method", "token"}, {"verb", request.verb}, {"path", request.path}, {"tenant", tenant}};
  HttpReply reply;
  if (!fault || takes_effect(*fault)) {
    try {
      reply.body = dump(issue(teams, tenant, check_request(form, tenant)));
    } catch (const Denial& denial) {
      reply = {.status = denial.status, .body = dump(denied(teams, denial))};
      entry["error"] = "AADSTS" + std::to_string(denial.number);
    }
  }
  if (fault) apply_fault(*fault, Area::entra, reply);
  form.erase("client_secret");
  entry["body"] = form;
  if (fault) entry["fault"] = *fault;
  record_call(teams.ledger, std::move(entry), reply);
  return reply;
}

std::string token_problem(const Teams& teams, const std::string& authorization, const std::string& audience) {
  if (authorization.empty()) return "no token";
  if (!authorization.starts_with("Bearer ")) return "not a bearer token";
  const std::size_t first = authorization.find('.');
  const std::size_t last = authorization.rfind('.');
  if (first == std::string::npos || last <= first) return "not a token";
  const Json claims =
      Json::parse(from_base64url(authorization.substr(first + 1, last - first - 1)), nullptr, false);
  const Json* known = teams.world.find(kind::kTokens, get_string(claims, "uti"));
  if (!known) return "an unknown token";
  if (get_string(*known, "audience") != audience) return "a token for " + get_string(*known, "audience");
  if (get_string(*known, "tenant") != kTenant) return "a token of another tenant";
  if (get_int(*known, "expires_ms") <= teams.clock.now_ms()) return "an expired token";
  return "";
}

}  // namespace muster::fake::teams
