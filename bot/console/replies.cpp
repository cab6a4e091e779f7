#include "bot/console/replies.hpp"

#include "bot/base/log.hpp"
#include "bot/console/answer_codec.hpp"
#include "bot/net/digest.hpp"

namespace muster::console {

namespace {

// Some addresses are secrets: a page's link is sealed, and a source that can send no header has its token in
// the path. What is left names the route and the source.
std::string loggable(std::string where) {
  if (const auto page = where.find(" /p/"); page != std::string::npos)
    return where.substr(0, page + 4) + "***";
  static constexpr std::string_view kHooks = " /hooks/";
  const auto hook = where.find(kHooks);
  if (hook == std::string::npos) return where;
  const auto name_end = where.find('/', hook + kHooks.size());
  return name_end == std::string::npos ? where : where.substr(0, name_end) + "/***";
}

}  // namespace

net::HttpReply json_reply(std::string body) {
  return net::reply_with(200, "application/json", std::move(body));
}

net::HttpReply error_reply(const Trouble& trouble, const std::string& where) {
  const std::string id = net::random_hex(6);
  // A person's mistake is not news; ours, or the store's, is.
  log(trouble.status >= 500 ? LogLevel::error : LogLevel::info, "console request refused",
      {{"error_id", id},
       {"request", loggable(where)},
       {"status", std::to_string(trouble.status)},
       {"code", trouble.code},
       {"detail", trouble.detail}});
  auto reply = net::reply_with(trouble.status, "application/json", error_json(trouble.code, trouble.say, id));
  if (trouble.status == 429) reply.headers.set("Retry-After", "10");
  return reply;
}

Trouble trouble_of(const Error& error) {
  const std::string code{to_string(error.kind)};
  switch (error.kind) {
    case ErrorKind::invalid:
    case ErrorKind::rejected:
      return {400, code, error.say, error.detail};
    case ErrorKind::not_found:
      return {404, code, error.say, error.detail};
    case ErrorKind::conflict:
      return {409, code, error.say, error.detail};
    case ErrorKind::forbidden:
      return {403, code, error.say, error.detail};
    case ErrorKind::rate_limited:
      return {429, code, error.say, error.detail};
    case ErrorKind::unavailable:
    case ErrorKind::timeout:
      return {503, code, error.say, error.detail};
    case ErrorKind::corrupt:
    case ErrorKind::internal:
      return {500, code, error.say, error.detail};
  }
  return {};
}

std::unexpected<Error> no_such_incident() {
  return fail(ErrorKind::not_found, "There is no such incident, or it is not yours to see.");
}

std::unexpected<Error> no_such_room() {
  return fail(ErrorKind::not_found, "There is no such room, or it is not yours to see.");
}

std::unexpected<Error> no_such_message() {
  return fail(ErrorKind::not_found, "The message is not there any more.");
}

}  // namespace muster::console
