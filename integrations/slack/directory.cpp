#include "integrations/slack/directory.hpp"

namespace muster::slack {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds kPatience{700};

asio::awaitable<Result<Identity>> ask(std::shared_ptr<WebApi> api, std::string user, Self self) {
  net::FormFields fields{{"user", std::move(user)}};
  MUSTER_CO_TRY(const ApiAnswer answer,
                co_await api->call("users.info", std::move(fields),
                                   {.repeatable = true, .timeout = kPatience, .patience = {}}));
  co_return read_profile(answer, self).identity;
}

}  // namespace

asio::awaitable<Result<Identity>> Directory::complete(Identity identity, Self self) {
  const std::string user = identity.user;
  return known_.complete(std::move(identity), [api = api_, user, self] { return ask(api, user, self); });
}

}  // namespace muster::slack
