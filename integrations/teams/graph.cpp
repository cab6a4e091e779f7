#include "integrations/teams/graph.hpp"

#include "bot/net/url.hpp"
#include "integrations/teams/outgoing_codec.hpp"

namespace muster::teams {

namespace asio = boost::asio;

namespace {

// Graph allows an app four calls a second on one team.
constexpr net::Pace kTeamPace{std::chrono::milliseconds{250}, std::chrono::milliseconds{1000}};
constexpr int kMostPages = 50;

}  // namespace

Graph::Graph(std::shared_ptr<ApiClient> api, std::string base, std::string team)
    : api_{std::move(api)}, base_{std::move(base)}, team_{std::move(team)} {
  while (base_.ends_with('/')) base_.pop_back();
}

ApiCall Graph::asking(std::string what, std::string path) const {
  ApiCall call;
  call.what = std::move(what);
  call.url = base_ + "/teams/" + net::percent_encode(team_) + std::move(path);
  call.lane = "team";
  call.pace = kTeamPace;
  call.repeatable = true;
  return call;
}

template <class T>
asio::awaitable<Result<std::vector<T>>> Graph::all(std::string what, std::string path,
                                                   Result<Page<T>> (*read)(std::string_view)) {
  std::vector<T> items;
  ApiCall call = asking(std::move(what), std::move(path));
  for (int page = 0; page < kMostPages; ++page) {
    MUSTER_CO_TRY(const std::string answer, co_await api_->call(call));
    MUSTER_CO_TRY(Page<T> read_page, read(answer));
    for (T& item : read_page.items) items.push_back(std::move(item));
    // The token goes only where it went before.
    if (!read_page.next.starts_with(base_ + "/")) break;
    call.url = std::move(read_page.next);
  }
  co_return items;
}

asio::awaitable<Result<Channel>> Graph::create_channel(std::string name, std::string description) {
  ApiCall call = asking("make a channel", "/channels");
  call.method = "POST";
  call.repeatable = false;
  call.body = channel_body(name, description);
  MUSTER_CO_TRY(const std::string answer, co_await api_->call(std::move(call)));
  co_return read_channel(answer);
}

asio::awaitable<Result<std::vector<Channel>>> Graph::channels() {
  return all<Channel>("list the team's channels", "/channels", read_channels);
}

asio::awaitable<Result<Done>> Graph::describe(std::string channel, std::string description) {
  ApiCall call = asking("change a channel's description", "/channels/" + net::percent_encode(channel));
  call.method = "PATCH";
  call.body = description_body(description);
  MUSTER_CO_TRY(const std::string answer, co_await api_->call(std::move(call)));
  (void)answer;
  co_return Done{};
}

asio::awaitable<Result<std::vector<Tab>>> Graph::tabs(std::string channel) {
  return all<Tab>("list a channel's tabs", "/channels/" + net::percent_encode(channel) + "/tabs", read_tabs);
}

asio::awaitable<Result<Done>> Graph::add_tab(std::string channel, std::string name, std::string url) {
  ApiCall call = asking("add a tab", "/channels/" + net::percent_encode(channel) + "/tabs");
  call.method = "POST";
  call.repeatable = false;
  call.body = tab_body(name, url);
  MUSTER_CO_TRY(const std::string answer, co_await api_->call(std::move(call)));
  (void)answer;
  co_return Done{};
}

asio::awaitable<Result<std::vector<std::string>>> Graph::members() {
  return all<std::string>("list the team's members", "/members", read_members);
}

asio::awaitable<Result<std::string>> Graph::find_marked(std::string channel, std::string root,
                                                        std::string mark) {
  std::string path = "/channels/" + net::percent_encode(channel) + "/messages";
  if (!root.empty()) path += "/" + net::percent_encode(root) + "/replies";
  ApiCall call = asking("read a channel's messages", path + "?$top=50");
  MUSTER_CO_TRY(const std::string answer, co_await api_->call(std::move(call)));
  co_return teams::find_marked(answer, mark).value_or("");
}

asio::awaitable<Result<MessageSnapshot>> Graph::message(std::string channel, std::string root,
                                                        std::string id) {
  std::string path = "/channels/" + net::percent_encode(channel) + "/messages/";
  if (!root.empty() && root != id) path += net::percent_encode(root) + "/replies/";
  MUSTER_CO_TRY(const std::string answer,
                co_await api_->call(asking("read a message", path + net::percent_encode(id))));
  co_return read_message(answer);
}

asio::awaitable<Result<std::string>> Graph::create_meeting(std::string organizer, std::string subject,
                                                           Time from, Time until) {
  ApiCall call = asking("set up a meeting", "");
  call.url = base_ + "/users/" + net::percent_encode(organizer) + "/onlineMeetings";
  call.method = "POST";
  call.repeatable = false;
  call.body = meeting_body(subject, from, until);
  MUSTER_CO_TRY(const std::string answer, co_await api_->call(std::move(call)));
  co_return read_join_link(answer);
}

}  // namespace muster::teams
