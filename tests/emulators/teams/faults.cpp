#include "tests/emulators/teams/faults.hpp"

#include <map>

#include "tests/emulators/common/documents.hpp"

namespace muster::fake::teams {
namespace {

const std::map<std::string, int>& documented_codes() {
  static const std::map<std::string, int> kStatus = {
      {"BadArgument", 400},
      {"BadSyntax", 400},
      {"BadRequest", 400},
      {"BotNotRegistered", 401},
      {"BotDisabledByAdmin", 403},
      {"BotNotInConversationRoster", 403},
      {"ConversationBlockedByUser", 403},
      {"ForbiddenOperationException", 403},
      {"NotEnoughPermissions", 403},
      {"MessageWritesBlocked", 403},
      {"InvalidBotApiHost", 403},
      {"Forbidden", 403},
      {"ConversationNotFound", 404},
      {"ActivityNotFoundInConversation", 404},
      {"MemberNotFoundInConversation", 404},
      {"NotFound", 404},
      {"Conflict", 409},
      {"PreconditionFailed", 412},
      {"MessageSizeTooBig", 413},
      {"Throttled", 429},
      {"TooManyRequests", 429},
      {"ServiceError", 500},
      {"BadGateway", 502},
      {"ServiceUnavailable", 503},
      {"GatewayTimeout", 504},
  };
  return kStatus;
}

std::string code_of(int status, Area area) {
  if (area == Area::entra) return "temporarily_unavailable";
  if (status == 401 && area == Area::graph) return "InvalidAuthenticationToken";
  if (status == 429) return area == Area::graph ? "TooManyRequests" : "Throttled";
  if (status == 404) return area == Area::graph ? "NotFound" : "ConversationNotFound";
  if (status == 403) return area == Area::graph ? "Forbidden" : "BotNotInConversationRoster";
  for (const auto& [code, known] : documented_codes()) {
    if (known == status) return code;
  }
  return "ServiceError";
}

}  // namespace

int status_of(const std::string& code) {
  const auto it = documented_codes().find(code);
  return it == documented_codes().end() ? 400 : it->second;
}

std::string error_body(Area area, int status, const std::string& code, const std::string& message) {
  if (area == Area::connector && status == 401) {
    return R"({"message":"Authorization has been denied for this request."})";
  }
  if (area == Area::entra) {
    const bool transient = code == "temporarily_unavailable";
    return dump(
        {{"error", code},
         {"error_description", transient ? "AADSTS90033: A transient error has occurred. Please try again."
                                         : "AADSTS50000: " + message},
         {"error_codes", Json::array({transient ? 90033 : 50000})}});
  }
  Json error = {{"code", code}, {"message", message}};
  if (area == Area::graph) {
    error["innerError"] = {{"date", "2026-02-01T21:10:07"}, {"request-id", random_hex(16)}};
  }
  return dump({{"error", error}});
}

void apply_fault(const Json& fault, Area area, HttpReply& reply) {
  if (fault.contains("error") || fault.contains("status")) {
    const std::string error = get_string(fault, "error");
    reply.status = static_cast<int>(get_int(fault, "status", error.empty() ? 500 : status_of(error)));
    const std::string code = error.empty() ? code_of(reply.status, area) : error;
    reply.body = get_string(fault, "body", error_body(area, reply.status, code, "ordered by a test"));
  }
  apply_transport_fault(fault, reply);
}

void record_call(Ledger& ledger, Json entry, const HttpReply& reply) {
  entry["ok"] = reply.status < 300;
  entry["http_status"] = reply.status;
  if (reply.status >= 300 && !entry.contains("error")) {
    const Json body = Json::parse(reply.body, nullptr, false);
    entry["error"] = get_string(member(body, "error"), "code", std::to_string(reply.status));
    entry["message"] = get_string(member(body, "error"), "message");
  }
  ledger.add("call", std::move(entry));
}

}  // namespace muster::fake::teams
