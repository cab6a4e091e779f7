// fake_slack: see README.md.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/ssl/context.hpp>
#include <csignal>
#include <fstream>
#include <iostream>
#include <optional>

#include "tests/emulators/common/control_desk.hpp"
#include "tests/emulators/slack/conditions.hpp"
#include "tests/emulators/slack/control.hpp"
#include "tests/emulators/slack/interactions.hpp"
#include "tests/emulators/slack/ledger_check.hpp"
#include "tests/emulators/slack/options.hpp"
#include "tests/emulators/slack/server.hpp"

using namespace muster::fake;
using namespace muster::fake::slack;

namespace {

// The workspace that --state describes, through the orders of the control API. What is wrong with it, or "".
std::string apply_state(Slack& slack, const std::string& file) {
  if (file.empty()) return "";
  std::ifstream in(file);
  const Json state = in ? Json::parse(in, nullptr, false) : Json();
  if (!state.is_object()) return "cannot read " + file + " as a JSON object";
  try {
    for (const Json& user : member(state, "users")) control::post_users(slack, user);
    for (const Json& channel : member(state, "channels")) control::post_channels(slack, channel);
    for (const Json& group : member(state, "usergroups")) control::post_usergroups(slack, group);
    if (state.contains("config")) control::post_config(slack, state["config"]);
  } catch (const SlackError& error) {
    return file + ": " + error.word;
  }
  return "";
}

void apply_options(Slack& slack, const Options& options) {
  Json config = slack.workspace.config();
  if (!options.rate_limits.empty()) config["rate_limits"] = options.rate_limits;
  if (options.ack_deadline_ms > 0) config["ack_deadline_ms"] = options.ack_deadline_ms;
  if (config != slack.workspace.config()) slack.workspace.put(kind::kConfig, "config", config);
}

int refuse(const std::string& problem) {
  std::cerr << "fake_slack: " << problem << "\n";
  return 2;
}

int run(const Options& options) {
  boost::asio::io_context io{1};
  std::optional<boost::asio::ssl::context> tls;
  if (!options.tls_cert.empty()) {
    tls.emplace(boost::asio::ssl::context::tls_server);
    tls->use_certificate_chain_file(options.tls_cert);
    tls->use_private_key_file(options.tls_key, boost::asio::ssl::context::pem);
  }
  Clock clock(io);
  Ledger ledger(clock);
  Workspace workspace(clock, ledger);
  std::string problem;
  if (!ledger.open(options.ledger, [&](const Json& line) { workspace.restore(line); }, problem))
    return refuse(problem);
  SocketHub hub(workspace, ledger, clock);
  Injections injections([](const std::string& method) { return method.find('.') != std::string::npos; });
  RateLimits limits(clock);
  Slack slack{clock, ledger, workspace, hub, injections, limits};
  hub.on_ack([&](const Json& envelope, const Json& ack) { apply_ack(slack, envelope, ack); });
  if (workspace.empty()) {
    seed_workspace(workspace);
    problem = apply_state(slack, options.state);
    if (!problem.empty()) return refuse(problem);
  }
  apply_options(slack, options);
  hub.resume();

  Waits waits(
      io, [&](const Json& query) { return check_condition(slack, query); },
      [&] { return awaits_acks(slack); });
  ledger.on_change([&] { waits.wake(); });
  ControlDesk control(
      ledger, waits,
      {.run = [&](const std::string& order, const Json& body) { return run_order(slack, order, body); },
       .finish = [&](const std::string& order, Json body,
                     Json& answer) { return finish_order(slack, waits, order, std::move(body), answer); }});
  Server server(io, tls ? &*tls : nullptr, slack, control);
  const std::string address = options.host + ":" + std::to_string(server.listen(options.port));
  slack.http_url = (tls ? "https://" : "http://") + address;
  slack.socket_url = (tls ? "wss://" : "ws://") + address;
  ledger.flush();
  boost::asio::co_spawn(io, server.accept_forever(), boost::asio::detached);
  boost::asio::signal_set signals(io, SIGINT, SIGTERM);
  signals.async_wait([&](const boost::system::error_code&, int) { io.stop(); });
  const std::string port = address.substr(address.rfind(':') + 1);
  std::cout << dump({{"api_url", slack.http_url + "/api/"},
                     {"control_url", "http://127.0.0.1:" + port + "/control/"},
                     {"port", std::stoi(port)}})
            << std::endl;
  io.run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  const std::string problem = read_options(argc, argv, options);
  if (!problem.empty()) return refuse(problem);
  if (options.describe) {
    describe_methods(std::cout);
    return 0;
  }
  if (!options.check_ledger.empty()) return check_ledger(options.check_ledger, options.specs, std::cout);
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return run(options);
  } catch (const std::exception& error) {
    return refuse(error.what());
  }
}
