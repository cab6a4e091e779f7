#include "integrations/teams/connector_errors.hpp"

#include <algorithm>
#include <array>

#include "bot/base/utf8.hpp"
#include "bot/net/service.hpp"

namespace muster::teams {
namespace {

using enum ErrorKind;

struct Code {
  std::string_view code;
  ErrorKind kind;
  std::string_view fix;
};

constexpr std::string_view kNotThere =
    "muster's app is not installed there, or it is a private or shared channel, where bots cannot post.";
constexpr std::string_view kAdmin = "A Teams administrator has to allow the app.";
constexpr std::string_view kGone = "It is no longer there.";

constexpr std::array kCodes = {
    Code{"BotNotInConversationRoster", forbidden, kNotThere},
    Code{"BotDisabledByAdmin", forbidden, kAdmin},
    Code{"NotEnoughPermissions", forbidden, kAdmin},
    Code{"ForbiddenOperationException", forbidden, kAdmin},
    Code{"ConversationBlockedByUser", forbidden, "That person has blocked muster in Teams."},
    Code{"MessageWritesBlocked", forbidden, "That person has blocked muster in Teams, or is gone."},
    Code{"BotNotRegistered", forbidden,
         "Switch on the Teams channel of the Azure bot, and check microsoft_teams.app_id."},
    Code{"InvalidBotApiHost", forbidden, "microsoft_teams.service_url belongs to another cloud."},
    Code{"ConversationNotFound", not_found, kGone},
    Code{"ActivityNotFoundInConversation", not_found, kGone},
    Code{"MessageSizeTooBig", rejected, "The message is too long for Teams."},
    Code{"BadArgument", invalid, {}},
    Code{"BadSyntax", invalid, {}},
    Code{"NotFound", not_found, kGone},
    Code{"ItemNotFound", not_found, kGone},
    Code{"NameAlreadyExists", conflict, {}},
    Code{"Forbidden", forbidden, "Consent to the app's permissions (docs/teams.md lists them)."},
    Code{"Authorization_RequestDenied", forbidden,
         "Consent to the app's permissions (docs/teams.md lists them)."},
    Code{"InvalidAuthenticationToken", forbidden, "Check microsoft_teams.app_id, app_secret and tenant_id."},
};

ErrorKind kind_of(int status) {
  switch (status) {
    case 401:
    case 403:
      return forbidden;
    case 404:
    case 410:
      return not_found;
    case 409:
      return conflict;
    case 412:
    case 429:
      return rate_limited;
    case 408:
      return timeout;
    case 500:
    case 502:
    case 503:
    case 504:
      return unavailable;
    default:
      return rejected;
  }
}

// Two calls on one thread collided; soon is soon enough.
constexpr std::int64_t kAfterCollision = 1;
constexpr std::int64_t kAfterThrottling = 2;

}  // namespace

Error api_error(Api api, std::string_view call, const net::HttpResponse& response, std::int64_t now_s) {
  const std::string code = error_code(response.body);
  const auto* known = std::ranges::find(kCodes, std::string_view{code}, &Code::code);
  const bool is_known = known != kCodes.end();
  Error error;
  error.kind = kind_of(response.status);
  const bool final_word = error.kind != rate_limited && error.kind != unavailable && error.kind != timeout;
  if (is_known && final_word) error.kind = known->kind;
  // The Connector's own table does not list 500 among what may be tried again, and it may have happened.
  if (api == Api::connector && response.status == 500) error.kind = corrupt;
  const std::string name = api == Api::graph ? "Microsoft Graph" : "Teams";
  const std::string status = "HTTP " + std::to_string(response.status);
  error.detail = std::string{call} + ": " + status;
  if (!code.empty()) error.detail += " " + shorten(clean_text(code, false), 60);
  for (const char* trace : {"X-Correlating-OperationId", "MS-CV", "request-id"}) {
    if (response.headers.has(trace))
      error.detail += " (" + shorten(clean_text(response.headers.get(trace), false), 80) + ")";
  }
  if (error.kind == rate_limited) {
    const auto wanted = net::retry_after(response.headers, now_s);
    error.retry_after_s = wanted.value_or(response.status == 412 ? kAfterCollision : kAfterThrottling);
    error.say = name + " asked muster to slow down.";
  } else if (worth_retrying(error.kind)) {
    error.say = name + " does not work at the moment (" + status + ").";
  } else if (error.kind == corrupt) {
    error.say =
        name + " failed to " + std::string{call} + " (" + status + "); it may have happened all the same.";
  } else {
    error.say = name + " refused to " + std::string{call} + " (" + (code.empty() ? status : code) + ").";
    if (is_known && !known->fix.empty()) error.say += " " + std::string{known->fix};
    if (!is_known && response.status == 401)
      error.say += " Check microsoft_teams.app_id, app_secret and tenant_id.";
    if (!is_known && response.status == 403)
      error.say += " Consent to the app's permissions (docs/teams.md lists them).";
  }
  return error;
}

bool never_happened(const Error& error) {
  if (error.kind == rate_limited) return true;
  const auto says = [&](std::string_view status) { return error.detail.find(status) != std::string::npos; };
  return error.kind == unavailable && !says("HTTP 502") && !says("HTTP 504") && !says("HTTP 500");
}

}  // namespace muster::teams
