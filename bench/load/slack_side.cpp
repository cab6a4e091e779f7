#include "bench/load/slack_side.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <set>

#include "tests/emulators/common/form.hpp"

namespace muster::bench {

namespace asio = boost::asio;
using fake::get_int;
using fake::get_string;
using fake::Json;

namespace {

constexpr std::chrono::milliseconds kLook{2};
constexpr std::chrono::seconds kPatience{120};
constexpr std::size_t kPage = 900;

// One field of a form, without decoding the others: bodies with blocks are long.
std::string field(const std::string& body, const std::string& name) {
  std::size_t at = body.starts_with(name + "=") ? 0 : body.find("&" + name + "=");
  if (at == std::string::npos) return {};
  at = body.find('=', at) + 1;
  return fake::percent_decode(body.substr(at, body.find('&', at) - at), true);
}

asio::awaitable<void> pause(asio::io_context& io, std::chrono::milliseconds length) {
  asio::steady_timer timer{io, length};
  co_await timer.async_wait(asio::use_awaitable);
}

Json user_of(const std::string& id) {
  const std::string name = "user" + id.substr(std::min<std::size_t>(6, id.size()));
  return {{"ok", true},
          {"user",
           {{"id", id},
            {"team_id", "T0TEAM"},
            {"name", name},
            {"real_name", name},
            {"tz", "UTC"},
            {"profile", {{"real_name", name}, {"email", name + "@example.com"}}}}}};
}

}  // namespace

asio::awaitable<fake::HttpReply> SlackSide::answer(fake::HttpRequest request) {
  if (request.path.starts_with("/control/")) {
    const Json body = Json::parse(request.body.empty() ? "{}" : request.body, nullptr, false);
    const Json result = co_await control(request.path.substr(9), body);
    co_return fake::HttpReply{.status = result.is_null() ? 404 : 200, .body = fake::dump(result)};
  }
  last_call_ = Clock::now();
  const std::string method = request.path.starts_with("/api/") ? request.path.substr(5) : "response_url";
  ++calls_[method];
  if (const int wait = limits_.take(method, field(request.body, "channel"), last_call_); wait > 0) {
    co_return fake::HttpReply{.status = 429,
                              .body = R"({"ok":false,"error":"ratelimited"})",
                              .headers = {{"Retry-After", std::to_string(wait)}}};
  }
  co_return fake::HttpReply{.body = fake::dump(call(method, request.body))};
}

Json SlackSide::posted_message(const std::string& body) {
  if (running_) running_->on_post(posted(body));
  ++last_stamp_;
  const std::string ts = "1700000000." + std::to_string(1000000 + last_stamp_ % 1000000).substr(1);
  return {
      {"ok", true}, {"channel", field(body, "channel")}, {"ts", ts}, {"message", {{"ts", ts}, {"text", ""}}}};
}

Json SlackSide::create_channel(const std::string& body) {
  channels_.push_back("C" + std::to_string(100000 + channels_.size()));
  return {{"ok", true},
          {"channel", {{"id", channels_.back()}, {"name", field(body, "name")}, {"creator", "U0BOT"}}}};
}

// Those that the bot is in, in pages.
Json SlackSide::list_channels(const std::string& body) const {
  const std::string cursor = field(body, "cursor");
  const std::size_t begin = cursor.empty() ? 0 : std::stoul(cursor);
  const std::size_t end = std::min(begin + kPage, rooms_.size());
  Json channels = Json::array();
  for (std::size_t i = begin; i < end; ++i)
    channels.push_back({{"id", rooms_[i]}, {"name", "room-" + std::to_string(i + 1)}, {"creator", "U0ANN"}});
  return {{"ok", true},
          {"channels", std::move(channels)},
          {"response_metadata", {{"next_cursor", end < rooms_.size() ? std::to_string(end) : ""}}}};
}

Json SlackSide::call(const std::string& method, const std::string& body) {
  if (method == "chat.postMessage") return posted_message(body);
  if (method == "chat.update")
    return {{"ok", true}, {"channel", field(body, "channel")}, {"ts", field(body, "ts")}, {"text", ""}};
  if (method == "apps.connections.open") return {{"ok", true}, {"url", "ws://" + host_ + "/link/?ticket=1"}};
  if (method == "auth.test") {
    return {{"ok", true},          {"url", "https://acme.slack.com/"},
            {"team", "Acme"},      {"user", "muster"},
            {"team_id", "T0TEAM"}, {"user_id", "U0BOT"},
            {"bot_id", "B0BOT"}};
  }
  if (method == "users.info") return user_of(field(body, "user"));
  if (method == "conversations.create") return create_channel(body);
  if (method == "conversations.open")
    return {{"ok", true}, {"channel", {{"id", "D" + field(body, "users")}}}};
  if (method == "users.conversations") return list_channels(body);
  if (method == "bookmarks.add") return {{"ok", true}, {"bookmark", {{"id", "Bk1"}}}};
  return {{"ok", true},
          {"channels", Json::array()},
          {"members", Json::array()},
          {"messages", Json::array()},
          {"bookmarks", Json::array()},
          {"response_metadata", {{"next_cursor", ""}}}};
}

asio::awaitable<void> SlackSide::serve_socket(boost::beast::tcp_stream stream, fake::WireRequest upgrade) {
  auto socket = std::make_shared<Socket>(std::move(stream));
  co_await Socket::run(
      socket, std::move(upgrade),
      [this](Socket& open) {
        if (greeted_ == Clock::time_point{}) greeted_ = Clock::now();
        sockets_.push_back(open.weak_from_this());
      },
      [this](std::string_view text) {
        if (running_) running_->on_ack(acknowledged(text));
      });
  std::erase_if(sockets_, [&](const auto& each) { return each.expired() || each.lock() == socket; });
}

// In turn, as no pattern is promised.
void SlackSide::send(std::string frame) {
  if (sockets_.empty()) return;
  if (const auto socket = sockets_[turn_++ % sockets_.size()].lock()) socket->send(std::move(frame));
}

asio::awaitable<Json> SlackSide::control(const std::string& order, const Json& body) {
  if (order == "wait_for_socket") co_return co_await wait_for_socket();
  if (order == "declare") co_return co_await declare(body);
  if (order == "run") co_return co_await run(body);
  if (order == "broadcast") co_return co_await broadcast(body);
  if (order == "forget") co_return forget();
  if (order == "calls") co_return Json(calls_);
  if (order == "wait_until_quiet") {
    co_await wait_until_quiet(std::chrono::milliseconds{get_int(body, "ms", 500)});
    co_return Json::object();
  }
  co_return nullptr;
}

asio::awaitable<Json> SlackSide::wait_for_socket() {
  const auto give_up = Clock::now() + kPatience;
  while (greeted_ == Clock::time_point{} && Clock::now() < give_up) co_await pause(io_, kLook);
  const auto at = std::chrono::duration_cast<std::chrono::microseconds>(greeted_.time_since_epoch()).count();
  co_return Json{{"connected", greeted_ != Clock::time_point{}}, {"at_us", at}};
}

asio::awaitable<void> SlackSide::wait_until_quiet(std::chrono::milliseconds length) {
  const auto give_up = Clock::now() + kPatience;
  while (Clock::now() - last_call_ < length && Clock::now() < give_up) co_await pause(io_, length / 10);
}

// So many incidents by slash command; each makes its channel.
asio::awaitable<Json> SlackSide::declare(const Json& body) {
  RunPlan plan;
  plan.wanted.text = get_string(body, "text", "declare sev3");
  plan.wanted.distinct = true;
  plan.count = static_cast<std::uint64_t>(get_int(body, "count", 1));
  plan.open = 8;
  plan.channels = {"C0BENCH"};
  const std::size_t wanted = channels_.size() + plan.count;
  running_ = std::make_shared<LoadRun>(io_, plan, next_number_,
                                       [this](std::string frame) { send(std::move(frame)); });
  next_number_ += plan.count;
  co_await running_->run();
  const auto give_up = Clock::now() + kPatience;
  while (channels_.size() < wanted && Clock::now() < give_up) co_await pause(io_, kLook);
  co_await wait_until_quiet(std::chrono::milliseconds{1500});
  Json result = running_->result();
  result["channels"] = channels_.size();
  running_.reset();
  co_return result;
}

asio::awaitable<Json> SlackSide::run(const Json& body) {
  RunPlan plan;
  plan.wanted.text = get_string(body, "text", "note");
  plan.wanted.kind =
      get_string(body, "kind", "command") == "event" ? EnvelopeKind::event : EnvelopeKind::command;
  plan.count = static_cast<std::uint64_t>(get_int(body, "count", 1000));
  plan.lasts = std::chrono::milliseconds{get_int(body, "lasts_ms", 0)};
  plan.open = static_cast<std::uint64_t>(get_int(body, "open", 16));
  plan.per_second = static_cast<std::uint64_t>(get_int(body, "per_second", 0));
  plan.wait_for_posts = fake::get_bool(body, "posts");
  plan.patience = std::chrono::seconds{get_int(body, "patience_s", 30)};
  const auto channels = std::min(static_cast<std::size_t>(get_int(body, "channels", 16)), channels_.size());
  plan.channels.assign(channels_.begin(), channels_.begin() + static_cast<std::ptrdiff_t>(channels));
  if (plan.channels.empty()) plan.channels = {"C0BENCH"};
  running_ = std::make_shared<LoadRun>(io_, plan, next_number_,
                                       [this](std::string frame) { send(std::move(frame)); });
  next_number_ += plan.count;
  co_await running_->run();
  Json result = running_->result();
  running_.reset();
  co_return result;
}

// One command in an incident's room that posts in each of `rooms` rooms, called room-1, room-2 and so on,
// while Slack's limits hold.
asio::awaitable<Json> SlackSide::broadcast(const Json& body) {
  rooms_.clear();
  for (int i = 0; i < get_int(body, "rooms", 1000); ++i) rooms_.push_back("C" + std::to_string(7000000 + i));
  limits_ = Limits{static_cast<double>(get_int(body, "posts_per_minute", 600)),
                   static_cast<double>(get_int(body, "burst", 20))};
  Json order = body;
  order["count"] = order["open"] = order["channels"] = 1;
  const auto begin = Clock::now();
  co_await run(order);
  const auto missing = [this] {
    std::set<std::string> rooms{rooms_.begin(), rooms_.end()};
    for (const Limits::Post& post : limits_.taken()) rooms.erase(post.channel);
    return rooms.size();
  };
  while (missing() > 0 && Clock::now() - last_call_ < kPatience) co_await pause(io_, kLook * 10);
  co_await wait_until_quiet(std::chrono::milliseconds{1500});  // nothing is said again
  const std::size_t left = missing();
  const std::set<std::string> rooms{rooms_.begin(), rooms_.end()};
  Clock::time_point last = begin;
  std::size_t posts = 0;
  for (const Limits::Post& post : limits_.taken()) {
    if (!rooms.contains(post.channel)) continue;
    ++posts;
    last = post.at;
  }
  Json result{{"rooms", rooms.size() - left},
              {"doubled", posts - (rooms.size() - left)},
              {"other_posts", limits_.taken().size() - posts},
              {"seconds", std::chrono::duration<double>(last - begin).count()},
              {"refused_posts", limits_.refused_posts()},
              {"refused_others", limits_.refused_others()}};
  limits_ = {};
  co_return result;
}

// Before the next program under test. Numbers go on, so that no trigger comes twice.
Json SlackSide::forget() {
  greeted_ = {};
  sockets_.clear();
  channels_.clear();
  rooms_.clear();
  calls_.clear();
  return Json::object();
}

}  // namespace muster::bench
