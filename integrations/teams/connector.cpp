#include "integrations/teams/connector.hpp"

#include <algorithm>
#include <array>

#include "bot/net/url.hpp"
#include "integrations/teams/outgoing_codec.hpp"

namespace muster::teams {

namespace asio = boost::asio;

namespace {

// Teams counts per conversation: 7 a second, 60 in half a minute, 1,800 an hour. One each second, with a few
// at once, stays below all of them.
constexpr net::Pace kConversationPace{std::chrono::milliseconds{1000}, std::chrono::milliseconds{4000}};
constexpr std::chrono::milliseconds kLookUp{700};
constexpr std::size_t kMostChats = 10000;

// Whom our token may be shown.
bool is_microsoft(const std::string& host) {
  static constexpr std::array<std::string_view, 3> kDomains = {".teams.microsoft.com", ".teams.microsoft.us",
                                                               ".botframework.com"};
  return host == "smba.trafficmanager.net" ||
         std::ranges::any_of(kDomains, [&](std::string_view domain) { return host.ends_with(domain); });
}

std::string host_of(const std::string& url) {
  const auto parsed = net::parse_service_url(url);
  return parsed ? parsed->host : std::string{};
}

std::string without_slash(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

std::string of_conversation(const std::string& conversation) {
  return "/v3/conversations/" + net::percent_encode(conversation);
}

}  // namespace

Connector::Connector(std::shared_ptr<ApiClient> api, ConnectorOptions options)
    : api_{std::move(api)}, options_{std::move(options)} {
  options_.hosts.push_back(host_of(options_.service_url));
  options_.service_url = without_slash(std::move(options_.service_url));
}

bool Connector::learn(const std::string& service_url) {
  const std::string host = host_of(service_url);
  const bool is_believed = !host.empty() && (is_microsoft(host) ||
                                             std::ranges::find(options_.hosts, host) != options_.hosts.end());
  if (is_believed) options_.service_url = without_slash(service_url);
  return is_believed;
}

ApiCall Connector::posting(std::string what, const std::string& conversation, std::string path) const {
  ApiCall call;
  call.what = std::move(what);
  call.method = "POST";
  call.url = options_.service_url + of_conversation(conversation) + std::move(path);
  call.lane = conversation;
  call.pace = kConversationPace;
  return call;
}

asio::awaitable<Result<std::string>> Connector::send(std::string conversation, std::string body) {
  ApiCall call = posting("post a message", conversation, "/activities");
  call.body = std::move(body);
  MUSTER_CO_TRY(const std::string answer, co_await api_->call(std::move(call)));
  co_return read_id(answer);
}

asio::awaitable<Result<Done>> Connector::update(std::string conversation, std::string id, std::string body) {
  ApiCall call = posting("change a message", conversation, "/activities/" + net::percent_encode(id));
  call.method = "PUT";
  call.repeatable = true;
  call.body = std::move(body);
  MUSTER_CO_TRY(const std::string answer, co_await api_->call(std::move(call)));
  (void)answer;
  co_return Done{};
}

asio::awaitable<Result<Done>> Connector::remove(std::string conversation, std::string id) {
  ApiCall call = posting("delete a message", conversation, "/activities/" + net::percent_encode(id));
  call.method = "DELETE";
  call.repeatable = true;
  MUSTER_CO_TRY(const std::string answer, co_await api_->call(std::move(call)));
  (void)answer;
  co_return Done{};
}

asio::awaitable<Result<std::string>> Connector::direct(std::string user) {
  if (const auto known = direct_.find(user); known != direct_.end()) co_return known->second;
  ApiCall call;
  call.what = "open a chat with a person";
  call.method = "POST";
  call.url = options_.service_url + "/v3/conversations";
  call.lane = "chats";
  call.body = direct_body(bot(), options_.tenant_id, user);
  call.repeatable = true;
  MUSTER_CO_TRY(const std::string answer, co_await api_->call(std::move(call)));
  MUSTER_CO_TRY(const std::string chat, read_id(answer));
  if (direct_.size() >= kMostChats) direct_.clear();
  direct_[user] = chat;
  co_return chat;
}

asio::awaitable<Result<Member>> Connector::member(std::string conversation, std::string user) {
  ApiCall call;
  call.what = "look somebody up";
  call.lane = "members/" + conversation;
  call.url = options_.service_url + of_conversation(conversation) + "/members/" + net::percent_encode(user);
  call.repeatable = true;
  call.timeout = kLookUp;
  call.patience = {};
  MUSTER_CO_TRY(const std::string answer, co_await api_->call(std::move(call)));
  co_return read_member(answer, options_.tenant_id);
}

}  // namespace muster::teams
