// What systems outside call: each hook checks by itself who calls, on the raw bytes.
#include "bot/base/ascii.hpp"
#include "bot/console/access.hpp"
#include "bot/console/handlers.hpp"
#include "bot/domain/grammar.hpp"

namespace muster::console {

namespace {

HookCall hook_call(net::HttpCall call) {
  HookCall seen;
  seen.method = std::move(call.method);
  seen.path = std::move(call.path);
  seen.target = std::move(call.target);
  seen.query = std::move(call.query);
  for (const auto& [name, value] : call.headers.fields()) {
    std::string& joined = seen.headers[lower(name)];
    joined += (joined.empty() ? "" : ", ") + value;
  }
  seen.body = std::move(call.body);
  seen.remote = std::move(call.remote_address);
  seen.client_names = std::move(call.client.names);
  seen.client_trouble = std::move(call.client.trouble);
  return seen;
}

bool is_below(const std::string& path, const std::string& hook) {
  return path.starts_with(hook) && (path.size() == hook.size() || path[hook.size()] == '/');
}

}  // namespace

Answered serve_hook(Site& site, Visit visit) {
  const Hook* found = nullptr;
  for (const Hook& hook : site.deps.hooks) {
    const bool nearer = found == nullptr || hook.path.size() > found->path.size();
    if (is_below(visit.call.path, hook.path) && nearer) found = &hook;
  }
  if (found == nullptr)
    co_return fail(ErrorKind::not_found,
                   "No source of muster.yaml has this address. muster check lists them");
  // Below its address a source may have its token.
  Asked asked = asked_by(visit);
  asked.what = visit.call.method + " " + found->path;
  HookAnswer answer = co_await found->serve(hook_call(std::move(visit.call)));
  note_refused(site, std::move(asked), {answer.status, "not_authorised", {}, {}});
  net::HttpReply reply;
  reply.status = answer.status;
  if (!answer.body.empty()) reply.headers.set("Content-Type", answer.content_type);
  for (auto& [name, value] : answer.headers) reply.headers.set(name, value);
  reply.body = std::move(answer.body);
  co_return reply;
}

}  // namespace muster::console
