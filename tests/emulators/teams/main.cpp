// fake_teams: see README.md.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <fstream>
#include <iostream>

#include "tests/emulators/common/control_desk.hpp"
#include "tests/emulators/teams/answers.hpp"
#include "tests/emulators/teams/conditions.hpp"
#include "tests/emulators/teams/control.hpp"
#include "tests/emulators/teams/courier.hpp"
#include "tests/emulators/teams/options.hpp"
#include "tests/emulators/teams/server.hpp"

using namespace muster::fake;
using namespace muster::fake::teams;

namespace {

// The world that --state describes, through the orders of the control API. What is wrong with it, or "".
std::string apply_state(Teams& world, const std::string& file) {
  if (file.empty()) return "";
  std::ifstream in(file);
  const Json state = in ? Json::parse(in, nullptr, false) : Json();
  if (!state.is_object()) return "cannot read " + file + " as a JSON object";
  try {
    for (const Json& user : member(state, "users")) control::post_users(world, user);
    for (const Json& channel : member(state, "channels")) control::post_channels(world, channel);
    if (state.contains("config")) control::post_config(world, state["config"]);
  } catch (const Refusal& refusal) {
    return file + ": " + refusal.word;
  }
  return "";
}

void apply_options(World& world, const Options& options) {
  Json config = world.config();
  if (!options.rate_limits.empty()) config["rate_limits"] = options.rate_limits;
  if (!options.bot_endpoint.empty()) config["bot_endpoint"] = options.bot_endpoint;
  if (config != world.config()) world.put(kConfigKind, "config", config);
}

int refuse_start(const std::string& problem) {
  std::cerr << "fake_teams: " << problem << "\n";
  return 2;
}

void say_ready(const std::string& base_url) {
  const std::string port = base_url.substr(base_url.rfind(':') + 1);
  std::cout << dump({{"service_url", base_url + "/emea/"},
                     {"login_url", base_url + "/login"},
                     {"graph_url", base_url + "/graph/v1.0"},
                     {"openid_url", base_url + "/v1/.well-known/openidconfiguration"},
                     {"control_url", "http://127.0.0.1:" + port + "/control/"},
                     {"app_id", kAppId},
                     {"app_secret", kAppSecret},
                     {"tenant", kTenant},
                     {"team", kTeamGraphId},
                     {"port", std::stoi(port)}})
            << std::endl;
}

int run(const Options& options) {
  boost::asio::io_context io{1};
  Clock clock(io);
  Ledger ledger(clock);
  World world(clock, ledger);
  std::string problem;
  if (!ledger.open(options.ledger, [&](const Json& line) { world.restore(line); }, problem)) {
    return refuse_start(problem);
  }
  // "*" means the connector and Graph.
  Injections injections(
      [](const std::string& method) { return method != "token" && method != "openid" && method != "keys"; });
  RateLimits limits(clock);
  KeyRing ring(world);
  Courier courier(io, clock, ledger, world, ring);
  Teams teams{clock, ledger, world, injections, limits, ring, courier};
  courier.on_answer([&](const Json& delivery, int status, const Json& body, const std::string& raw) {
    return apply_answer(teams, delivery, status, body, raw);
  });
  if (world.empty()) {
    seed_world(world);
    ring.begin();
    problem = apply_state(teams, options.state);
    if (!problem.empty()) return refuse_start(problem);
  }
  apply_options(world, options);

  Waits waits(
      io, [&](const Json& query) { return check_condition(teams, query); }, [&] { return courier.busy(); });
  ledger.on_change([&] { waits.wake(); });
  ControlDesk control(
      ledger, waits,
      {.run = [&](const std::string& order, const Json& body) { return run_order(teams, order, body); },
       .finish = [&](const std::string& order, Json body,
                     Json& answer) { return finish_order(teams, waits, order, std::move(body), answer); }});
  Server server(io, teams, control);
  teams.base_url = "http://" + options.host + ":" + std::to_string(server.listen(options.port));
  ledger.flush();
  courier.resume();
  boost::asio::co_spawn(io, server.accept_forever(), boost::asio::detached);
  boost::asio::signal_set signals(io, SIGINT, SIGTERM);
  signals.async_wait([&](const boost::system::error_code&, int) { io.stop(); });
  say_ready(teams.base_url);
  io.run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  const std::string problem = read_options(argc, argv, options);
  if (!problem.empty()) return refuse_start(problem);
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return run(options);
  } catch (const std::exception& error) {
    return refuse_start(error.what());
  }
}
