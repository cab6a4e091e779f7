#include "integrations/teams/check.hpp"

namespace muster::teams {

namespace asio = boost::asio;

namespace {

template <class T>
Finding finding(const Result<T>& got, const std::string& works, const std::string& what) {
  if (got) return {true, works, {}};
  return {false, what, got.error().say};
}

}  // namespace

asio::awaitable<std::vector<Finding>> check_teams(CorePtr core, std::shared_ptr<AppToken> tokens) {
  std::vector<Finding> findings;
  const auto token = co_await tokens->get(kConnectorScope);
  findings.push_back(
      finding(token, "Teams: app id, secret and tenant are right", "Teams: sign-in of the app"));
  const auto keys = co_await core->keys->refresh();
  findings.push_back(
      finding(keys, "Teams: the bot service's keys are there", "Teams: keys of the bot service"));
  if (!core->graph->has_team()) {
    findings.push_back({core->config.rooms == RoomKind::threads, "Teams: no team is configured",
                        "Set microsoft_teams.team to the team's group id, or rooms: threads."});
    co_return findings;
  }
  const auto channels = co_await core->graph->channels();
  findings.push_back(finding(channels, "Teams: the team's channels can be read", "Teams: the team"));
  if (channels && core->config.rooms == RoomKind::channels && channels->size() > 900)
    findings.push_back({false,
                        "Teams: the team has " + std::to_string(channels->size()) + " channels of 1,000",
                        "Deleted channels count for 30 days. Use another team, or rooms: threads."});
  if (channels && !channels->empty()) {
    const auto messages = co_await core->graph->find_marked(channels->front().id, "", "no such mark");
    findings.push_back(finding(messages, "Teams: the team's messages can be read",
                               "Teams: messages cannot be read, so that a lost post cannot be looked for"));
  }
  const auto members = co_await core->graph->members();
  findings.push_back(finding(members, "Teams: the team's members can be read", "Teams: the team's members"));
  co_return findings;
}

}  // namespace muster::teams
