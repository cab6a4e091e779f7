#include "integrations/teams/teams.hpp"

#include "bot/base/log.hpp"
#include "bot/net/stop_signal.hpp"
#include "bot/net/url.hpp"
#include "integrations/teams/check.hpp"
#include "integrations/teams/core.hpp"
#include "integrations/teams/listener.hpp"
#include "integrations/teams/messages.hpp"
#include "integrations/teams/rooms.hpp"

namespace muster::teams {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::minutes kKeysLookedAt{30};
// A channel that Graph made may take a minute to be known to the Bot Connector.
constexpr std::int64_t kAskAgain = 2;

struct Parts {
  CorePtr core;
  std::shared_ptr<AppToken> tokens;
  std::shared_ptr<Rooms> rooms;
  std::shared_ptr<Presses> presses;
  std::shared_ptr<net::StopSignal> stop;
  std::function<Result<Message>(PersonId)> home;
};

// Keys are fetched before anybody has to wait for them, and by the hour; the channel of the threads is found.
asio::awaitable<void> look_after(Parts parts) {
  while (!parts.stop->raised()) {
    if (const auto keys = co_await parts.core->keys->refresh(); !keys)
      log_warn("The keys of the bot service could not be read", {{"detail", keys.error().detail}});
    const bool wants_channel =
        parts.core->config.rooms == RoomKind::threads && parts.core->thread_channel.empty();
    if (wants_channel) {
      const auto channel = co_await parts.rooms->find(parts.core->config.channel);
      if (channel) parts.core->thread_channel = channel->room;
    }
    co_await parts.stop->pause(kKeysLookedAt);
  }
}

class Teams final : public Integration, public ChatPlatform {
 public:
  explicit Teams(Parts parts) : parts_{std::move(parts)} {}

  // Integration.
  [[nodiscard]] ChatPlatform* chat() override { return this; }
  [[nodiscard]] std::vector<Hook> hooks() override {
    const Listener listener{parts_.core, parts_.presses, parts_.rooms, parts_.home};
    return {{kEndpoint, [listener](HookCall call) { return listener.serve(std::move(call)); }}};
  }
  void start() override { parts_.core->tasks.spawn("teams keys", look_after(parts_)); }
  asio::awaitable<void> stop(std::chrono::steady_clock::time_point deadline) override {
    const Parts parts = parts_;
    parts.stop->raise();
    (void)co_await parts.core->tasks.wait_until_idle(deadline);
  }
  asio::awaitable<std::vector<Finding>> check() override { return check_teams(parts_.core, parts_.tokens); }

  // ChatPlatform.
  [[nodiscard]] std::string name() const override { return std::string{kPlatform}; }
  [[nodiscard]] HealthReport health() const override;
  asio::awaitable<Result<RoomReceipt>> open_room(Delivery d, std::string wanted, bool is_private) override {
    return parts_.rooms->open(std::move(d), std::move(wanted), is_private);
  }
  asio::awaitable<Result<Done>> invite(Delivery d, Place room, std::vector<Person> people) override {
    return parts_.rooms->invite(std::move(d), std::move(room), std::move(people));
  }
  asio::awaitable<Result<Done>> remove(Delivery /*d*/, Place /*room*/,
                                       std::vector<Person> /*people*/) override {
    co_return fail(ErrorKind::rejected,
                   "Everybody in the team can read its channels; nobody can be put out.");
  }
  asio::awaitable<Result<Done>> set_topic(Delivery d, Place room, std::string topic) override {
    return parts_.rooms->set_topic(std::move(d), std::move(room), std::move(topic));
  }
  asio::awaitable<Result<Place>> post(Delivery d, Place to, Message message, const People& people) override;
  asio::awaitable<Result<Place>> post_direct(Delivery d, Person to, Message message,
                                             const People& /*people*/) override {
    return teams::post_direct(parts_.core, std::move(d), std::move(to), std::move(message));
  }
  asio::awaitable<Result<Done>> edit(Delivery d, Place at, Message message,
                                     const People& /*people*/) override {
    return teams::edit(parts_.core, std::move(d), std::move(at), std::move(message));
  }
  asio::awaitable<Result<Done>> delete_message(Delivery /*d*/, Place message) override {
    return teams::delete_message(parts_.core, std::move(message));
  }
  // Bots cannot pin in Teams; the card is the first message of the room.
  asio::awaitable<Result<Done>> pin(Delivery /*d*/, Place /*message*/) override { co_return Done{}; }
  asio::awaitable<Result<Done>> bookmark(Delivery d, Place room, std::string title,
                                         std::string link) override {
    return parts_.rooms->bookmark(std::move(d), std::move(room), std::move(title), std::move(link));
  }
  // Nor can they react. Whoever put something on the timeline was told so by the answer.
  asio::awaitable<Result<Done>> react(Delivery /*d*/, Place /*message*/, std::string /*emoji*/,
                                      bool /*add*/) override {
    co_return Done{};
  }
  asio::awaitable<Result<MessageSnapshot>> fetch(Delivery /*d*/, Place message) override {
    return teams::fetch(parts_.core, std::move(message));
  }
  asio::awaitable<Result<Done>> share_file(Delivery d, Place room, std::string file_name, std::string title,
                                           std::string content) override {
    return teams::share_file(parts_.core, std::move(d), std::move(room), std::move(file_name),
                             std::move(title), std::move(content));
  }
  asio::awaitable<Result<Place>> find_room(std::string wanted) override {
    return parts_.rooms->find(std::move(wanted));
  }

 private:
  Parts parts_;
};

HealthReport Teams::health() const {
  const HealthReport keys = parts_.core->keys->health();
  if (!keys.ready) return keys;
  for (const std::string& trouble : {parts_.tokens->trouble(), parts_.core->connector->trouble()}) {
    if (!trouble.empty()) return {false, trouble};
  }
  return {true, keys.reason.empty() ? "listening" : keys.reason};
}

asio::awaitable<Result<Place>> Teams::post(Delivery d, Place to, Message message, const People& /*people*/) {
  const Parts parts = parts_;
  auto posted = co_await teams::post(parts.core, std::move(d), to, std::move(message));
  const bool is_unknown =
      !posted && (posted.error().kind == ErrorKind::not_found || posted.error().kind == ErrorKind::forbidden);
  if (is_unknown && parts.rooms->is_new(to)) {
    posted.error().kind = ErrorKind::rate_limited;
    posted.error().retry_after_s = kAskAgain;
  }
  co_return posted;
}

Result<Done> check_settings(const TeamsConfig& config) {
  for (const auto& [key, value] :
       {std::pair{"app_id", config.app_id}, std::pair{"tenant_id", config.tenant_id}}) {
    if (!is_guid(value))
      return fail(ErrorKind::invalid, std::string{"microsoft_teams."} + key +
                                          " must be a GUID, as Entra shows it: 8-4-4-4-12 hex digits.");
  }
  if (!config.team.empty() && !is_guid(config.team))
    return fail(ErrorKind::invalid,
                "microsoft_teams.team must be the team's group id, a GUID: \"Get link to team\" has it.");
  if (config.rooms == RoomKind::channels && config.team.empty())
    return fail(ErrorKind::invalid,
                "microsoft_teams.team is needed to make channels; or set rooms: threads and a channel.");
  if (config.rooms == RoomKind::threads && config.channel.empty())
    return fail(ErrorKind::invalid, "microsoft_teams.channel is needed with rooms: threads.");
  for (const auto& [key, value] :
       {std::pair{"service_url", config.service_url}, std::pair{"graph_url", config.graph_url},
        std::pair{"openid_url", config.openid_url}}) {
    if (auto url = net::parse_service_url(value); !url)
      return fail(ErrorKind::invalid, std::string{"microsoft_teams."} + key + ": " + url.error().say);
  }
  return Done{};
}

}  // namespace

Result<std::unique_ptr<Integration>> make_teams(TeamsConfig config, const IntegrationDeps& deps) {
  MUSTER_CHECK(check_settings(config));
  std::optional<std::filesystem::path> ca_file;
  if (!config.ca_file.empty()) ca_file = config.ca_file;
  MUSTER_TRY(const std::shared_ptr<net::TlsClient> trust, net::make_tls_client(ca_file, config.proxy));
  const auto http = std::make_shared<net::HttpClient>(trust);
  auto tokens = AppToken::create(
      deps.io, deps.clock,
      {config.login_url, config.tenant_id, config.app_id, config.app_secret, config.ca_file, config.proxy});
  if (!tokens) return fail(ErrorKind::invalid, "microsoft_teams.login_url: " + tokens.error().say);
  Parts parts;
  parts.tokens = *std::move(tokens);
  parts.core = std::make_shared<Core>(config, deps);
  const auto connector_api =
      std::make_shared<ApiClient>(Api::connector, http, parts.tokens, kConnectorScope, deps.clock);
  const auto graph_api = std::make_shared<ApiClient>(Api::graph, http, parts.tokens, kGraphScope, deps.clock);
  parts.core->connector = std::make_shared<Connector>(
      connector_api,
      ConnectorOptions{config.app_id, config.tenant_id, config.service_url, config.service_hosts});
  parts.core->graph = std::make_shared<Graph>(graph_api, config.graph_url, config.team);
  parts.core->keys = std::make_shared<SigningKeys>(deps.io, http, deps.clock,
                                                   SigningKeysOptions{config.openid_url, config.issuer});
  parts.rooms = std::make_shared<Rooms>(parts.core);
  parts.presses = std::make_shared<Presses>(deps);
  parts.stop = std::make_shared<net::StopSignal>(deps.io);
  parts.home = deps.home;
  return std::make_unique<Teams>(std::move(parts));
}

}  // namespace muster::teams
