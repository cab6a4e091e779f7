#include "integrations/slack/slack.hpp"

#include <algorithm>
#include <optional>

#include "bot/base/log.hpp"
#include "bot/net/task_group.hpp"
#include "bot/net/url.hpp"
#include "integrations/slack/answers.hpp"
#include "integrations/slack/check.hpp"
#include "integrations/slack/core.hpp"
#include "integrations/slack/gap_repair.hpp"
#include "integrations/slack/messages.hpp"
#include "integrations/slack/reconnect_policy.hpp"
#include "integrations/slack/rooms.hpp"
#include "integrations/slack/socket_mode.hpp"

namespace muster::slack {
namespace {

constexpr std::chrono::seconds kLimitedFor{65};  // the minute, and a little for Slack's clock

struct Parts {
  CorePtr core;
  std::shared_ptr<WebApi> app_api;
  std::shared_ptr<net::TlsClient> trust;
  std::shared_ptr<SocketMode> sockets;
  std::shared_ptr<Rooms> rooms;
  std::shared_ptr<net::TaskGroup> repairs;
};

void arrange_repair(const Parts& parts, Time since) {
  parts.repairs->spawn("gap repair", repair_gap(parts.core, since));
}

// Slack dropped events of this minute: they are read from the history once it is over.
asio::awaitable<void> repair_after(CorePtr core, Time minute) {
  const Duration left = minute + kLimitedFor - core->clock.now();
  co_await core->stop.pause(std::clamp(left, Duration{}, Duration{2 * kLimitedFor}));
  if (!core->stop.raised()) co_await repair_gap(core, minute);
}

asio::awaitable<void> take(Parts parts, Arrival arrival, SendAck ack) {
  if (const auto minute = arrival.limited_minute)
    parts.repairs->spawn("gap repair", repair_after(parts.core, *minute));
  if (!arrival.renamed_room.empty()) parts.rooms->forget_names();
  return handle_arrival(parts.core, std::move(arrival), std::move(ack));
}

// Who we are decides which messages are our own: without it nothing can be taken in.
asio::awaitable<bool> learn_self(CorePtr core) {
  ReconnectPolicy policy{[] { return 0.5; }};
  while (!core->stop.raised()) {
    const auto auth = co_await core->api->call("auth.test", {}, {.repeatable = true});
    if (auth) {
      core->self = read_self(*auth);
      core->trouble.clear();
      co_return true;
    }
    const Reconnect next = policy.open_failed(auth.error(), steady_now());
    core->trouble = auth.error().say;
    log(next.alert ? LogLevel::error : LogLevel::warn, "Slack did not say who muster is: " + auth.error().say,
        {{"detail", auth.error().detail}});
    co_await core->stop.pause(next.wait);
  }
  co_return false;
}

asio::awaitable<void> begin(Parts parts) {
  if (!co_await learn_self(parts.core) || parts.core->stop.raised()) co_return;
  // Hooks hold no reference to the sockets they hang on, or neither would ever go away.
  Parts held = parts;
  held.sockets = nullptr;
  parts.sockets->start(parts.core->self, {.arrived =
                                              [held](Arrival arrival, SendAck ack) {
                                                return take(held, std::move(arrival), std::move(ack));
                                              },
                                          .hole = [held](Time since) { arrange_repair(held, since); }});
}

class Workspace final : public Slack {
 public:
  explicit Workspace(Parts parts) : parts_{std::move(parts)} {}

  std::string name() const override { return std::string{kPlatform}; }
  HealthReport health() const override;
  void start() override { parts_.repairs->spawn("slack start", begin(parts_)); }
  asio::awaitable<void> stop(std::chrono::steady_clock::time_point deadline) override;
  asio::awaitable<std::vector<Finding>> check() override {
    return check_slack(parts_.core->api, parts_.app_api, parts_.trust);
  }

  asio::awaitable<Result<RoomReceipt>> open_room(Delivery d, std::string wanted, bool is_private) override {
    return parts_.rooms->open(std::move(d), std::move(wanted), is_private);
  }
  asio::awaitable<Result<Done>> invite(Delivery, Place room, std::vector<Person> people) override {
    return parts_.rooms->invite(std::move(room), std::move(people));
  }
  asio::awaitable<Result<Done>> remove(Delivery, Place room, std::vector<Person> people) override {
    return parts_.rooms->remove(std::move(room), std::move(people));
  }
  asio::awaitable<Result<Done>> set_topic(Delivery, Place room, std::string topic) override {
    return parts_.rooms->set_topic(std::move(room), std::move(topic));
  }
  asio::awaitable<Result<Place>> find_room(std::string wanted) override {
    return parts_.rooms->find(std::move(wanted));
  }
  // Rendered here and now: `people` need not outlive the call.
  asio::awaitable<Result<Place>> post(Delivery d, Place to, Message message, const People& people) override {
    return slack::post(parts_.core, std::move(d), std::move(to), render(message, people));
  }
  asio::awaitable<Result<Place>> post_direct(Delivery d, Person to, Message message,
                                             const People& people) override {
    return slack::post_direct(parts_.core, std::move(d), std::move(to), render(message, people));
  }
  asio::awaitable<Result<Done>> edit(Delivery, Place at, Message message, const People& people) override {
    return slack::edit(parts_.core, std::move(at), render(message, people));
  }
  asio::awaitable<Result<Done>> delete_message(Delivery, Place message) override {
    return slack::delete_message(parts_.core, std::move(message));
  }
  asio::awaitable<Result<Done>> pin(Delivery, Place message) override {
    return slack::pin(parts_.core, std::move(message));
  }
  asio::awaitable<Result<Done>> bookmark(Delivery d, Place room, std::string title,
                                         std::string link) override {
    return slack::bookmark(parts_.core, std::move(d), std::move(room), std::move(title), std::move(link));
  }
  asio::awaitable<Result<Done>> react(Delivery, Place message, std::string emoji, bool add) override {
    return slack::react(parts_.core, std::move(message), std::move(emoji), add);
  }
  asio::awaitable<Result<MessageSnapshot>> fetch(Delivery, Place message) override {
    return slack::fetch(parts_.core, std::move(message));
  }
  asio::awaitable<Result<Done>> share_file(Delivery d, Place room, std::string file_name, std::string title,
                                           std::string content) override {
    return slack::share_file(parts_.core, std::move(d), std::move(room), std::move(file_name),
                             std::move(title), std::move(content));
  }

 private:
  Parts parts_;
};

HealthReport Workspace::health() const {
  const int live = parts_.sockets->live_sockets();
  if (live > 0) return {true, std::to_string(live) + (live == 1 ? " socket" : " sockets")};
  const std::string& unknown = parts_.core->trouble;
  return {false, unknown.empty() ? parts_.sockets->trouble() : unknown};
}

asio::awaitable<void> Workspace::stop(std::chrono::steady_clock::time_point deadline) {
  const Parts parts = parts_;
  parts.core->stop.raise();
  co_await parts.sockets->stop(deadline);
  (void)co_await parts.repairs->wait_until_idle(deadline);
}

Result<Done> check_tokens(const SlackConfig& config) {
  if (!config.app_token.reveal().starts_with("xapp-")) {
    return fail(ErrorKind::invalid, "slack.app_token must be the app-level token, which starts with xapp-.");
  }
  if (!config.bot_token.reveal().starts_with("xoxb-")) {
    return fail(ErrorKind::invalid, "slack.bot_token must be the bot token, which starts with xoxb-.");
  }
  return Done{};
}

}  // namespace

Result<std::unique_ptr<Slack>> Slack::create(asio::any_io_executor executor, SlackConfig config,
                                             Intake& intake, const Board& board, const Clock& clock,
                                             SlackHooks hooks) {
  MUSTER_CHECK(check_tokens(config));
  if (!config.api_url.ends_with('/')) config.api_url += '/';
  if (auto url = net::parse_service_url(config.api_url); !url) {
    return fail(ErrorKind::invalid, "slack.api_url: " + url.error().say);
  }
  std::optional<std::filesystem::path> ca_file;
  if (!config.ca_file.empty()) ca_file = config.ca_file;
  MUSTER_TRY(const std::shared_ptr<net::TlsClient> trust, net::make_tls_client(ca_file, config.proxy));
  const auto http = std::make_shared<net::HttpClient>(trust);
  const auto bot_api = std::make_shared<WebApi>(http, config.api_url, config.bot_token);
  Parts parts;
  parts.app_api = std::make_shared<WebApi>(http, config.api_url, config.app_token);
  parts.trust = trust;
  parts.core = std::make_shared<Core>(executor, bot_api, intake, board, clock);
  parts.core->command = config.command;
  parts.core->allow_external = config.allow_external;
  parts.core->hooks = std::move(hooks);
  SocketModeOptions options;
  options.lines = config.sockets;
  parts.sockets = std::make_shared<SocketMode>(executor, parts.app_api, trust, clock, options);
  parts.rooms = std::make_shared<Rooms>(parts.core);
  parts.repairs = std::make_shared<net::TaskGroup>(executor);
  return std::make_unique<Workspace>(std::move(parts));
}

}  // namespace muster::slack
