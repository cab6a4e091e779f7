#include "tests/emulators/teams/api.hpp"

#include <sstream>

#include "tests/emulators/common/form.hpp"
#include "tests/emulators/teams/entra.hpp"

namespace muster::fake::teams {
namespace {

// Without whatever stands before /v3/, which is the region's.
std::string api_path(const std::string& path) {
  const std::size_t connector = path.find("/v3/");
  if (connector != std::string::npos && !path.starts_with("/graph/")) return path.substr(connector + 1);
  return path.substr(1);
}

void read_body(const HttpRequest& request, Call& call) {
  call.query = parse_form(request.query);
  call.body = Json::object();
  if (request.verb == "GET" || request.verb == "DELETE") return;
  const Json body = Json::parse(request.body, nullptr, false);
  const bool json = lower_case(request.content_type).starts_with("application/json");
  if (!json || !body.is_object()) {
    fail(400, call.route.area == Area::graph ? "BadRequest" : "BadSyntax", "The body is not a JSON object.");
  }
  call.body = body;
  const bool typing = std::string(call.route.method) == "send" || std::string(call.route.method) == "reply";
  if (typing && get_string(body, "type") == "typing") call.method = "typing";
}

// The chat that the one member named has with the bot already, or "".
std::string chat_with_member(const Call& call) {
  const Json& members = member(call.body, "members");
  if (!members.is_array() || members.size() != 1) return "";
  const Json* user = call.teams.world.user(get_string(members[0], "id"));
  for (const auto& [id, chat] : call.teams.world.all(kind::kChats)) {
    if (user && get_string(chat, "user") == get_string(*user, "id")) return id;
  }
  return "";
}

// The channel, chat or team a call is about: what faults and limits go by.
std::string target_of(const Call& call) {
  if (call.method == "create_conversation") {
    const std::string channel = get_string(member(member(call.body, "channelData"), "channel"), "id");
    return channel.empty() ? chat_with_member(call) : split_thread(channel).conversation;
  }
  if (call.route.area == Area::connector) return split_thread(call.params.at(0)).conversation;
  return call.params.size() > 1 ? call.params[1] : call.params[0];
}

void authorize(const Call& call, const HttpRequest& request) {
  const bool graph = call.route.area == Area::graph;
  const std::string problem =
      token_problem(call.teams, request.authorization, graph ? kGraphAudience : kConnectorAudience);
  if (!problem.empty()) fail(401, graph ? "InvalidAuthenticationToken" : "Unauthorized", problem);
  const Json& config = call.teams.world.config();
  if (get_string(config, "rate_limits") == "real") {
    const int wait = call.teams.limits.check(call.route.load, call.channel);
    if (wait > 0) {
      throw ServiceError{429, graph ? "TooManyRequests" : "Throttled", "Too many requests.", wait};
    }
  }
  if (!graph) return;
  std::istringstream grants(call.route.grants);
  for (std::string grant; grants >> grant;) {
    if (has_item(member(config, "graph_grants"), grant)) return;
    if (grant == "ChannelMessage.Read.Group" && get_bool(config, "rsc_messages")) return;
  }
  fail(403, "Forbidden",
       "Missing role permissions on the request. API requires one of '" + std::string(call.route.grants) +
           "'.");
}

HttpReply error_reply(Area area, const ServiceError& error) {
  HttpReply reply{.status = error.status, .body = error_body(area, error.status, error.code, error.message)};
  if (error.retry_after_s > 0) reply.headers.emplace_back("Retry-After", std::to_string(error.retry_after_s));
  if (error.status == 401) reply.headers.emplace_back("WWW-Authenticate", "Bearer");
  return reply;
}

HttpReply run(Call& call, const HttpRequest& request, Json& entry) {
  try {
    authorize(call, request);
    const Json answer = call.route.handler(call);
    return {.status = call.status, .body = answer.is_null() ? "" : dump(answer)};
  } catch (const ServiceError& error) {
    entry["error"] = error.code;
    entry["message"] = error.message;
    return error_reply(call.route.area, error);
  } catch (const Json::exception& error) {
    // A member of a kind that nobody expects there.
    entry["error"] = "BadSyntax";
    entry["message"] = error.what();
    return error_reply(call.route.area, ServiceError{400, "BadSyntax", error.what()});
  }
}

HttpReply no_route(const HttpRequest& request, Ledger& ledger) {
  const Area area = request.path.starts_with("/graph/") ? Area::graph : Area::connector;
  const HttpReply reply{.status = 404,
                        .body = error_body(area, 404, "NotFound", "No such resource: " + request.path)};
  record_call(ledger, {{"method", "unknown"}, {"verb", request.verb}, {"path", request.path}}, reply);
  return reply;
}

}  // namespace

HttpReply handle_api(Teams& teams, const HttpRequest& request) {
  std::vector<std::string> params;
  const Route* route = find_route(request.verb, api_path(request.path), params);
  if (!route) return no_route(request, teams.ledger);
  Call call{.teams = teams, .route = *route, .params = std::move(params), .method = route->method};
  Json entry = {{"verb", request.verb}, {"path", request.path}};
  HttpReply reply;
  std::optional<Json> fault;
  try {
    read_body(request, call);
    call.channel = target_of(call);
    fault = teams.injections.take(call.method, call.channel);
    if (!fault || takes_effect(*fault)) reply = run(call, request, entry);
  } catch (const ServiceError& error) {
    entry["error"] = error.code;
    reply = error_reply(route->area, error);
  }
  if (fault) {
    apply_fault(*fault, route->area, reply);
    entry["fault"] = *fault;
    if (reply.status >= 300) entry["error"] = get_string(*fault, "error", std::to_string(reply.status));
  }
  reply.headers.emplace_back("X-Correlating-OperationId", random_hex(8));
  entry.update(call.notes);
  entry["method"] = call.method;
  entry["channel"] = call.channel;
  if (!call.body.empty()) entry["body"] = call.body;
  if (!call.query.empty()) entry["query"] = call.query;
  entry["result"] = call.result;
  record_call(teams.ledger, std::move(entry), reply);
  return reply;
}

}  // namespace muster::fake::teams
