#include "tests/emulators/teams/options.hpp"

#include <cstdlib>
#include <map>

namespace muster::fake::teams {

std::string read_options(int argc, char** argv, Options& options) {
  std::string port;
  const std::map<std::string, std::string*> texts = {{"--port", &port},
                                                     {"--host", &options.host},
                                                     {"--ledger", &options.ledger},
                                                     {"--state", &options.state},
                                                     {"--bot-endpoint", &options.bot_endpoint},
                                                     {"--rate-limits", &options.rate_limits}};
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    const auto it = texts.find(name);
    if (it == texts.end()) return "unknown option " + name + "; see tests/emulators/teams/README.md";
    if (++i == argc) return name + " needs a value";
    *it->second = argv[i];
  }
  options.port = static_cast<unsigned short>(std::strtoul(port.c_str(), nullptr, 10));
  if (!options.rate_limits.empty() && options.rate_limits != "off" && options.rate_limits != "real") {
    return "--rate-limits takes off or real";
  }
  return "";
}

}  // namespace muster::fake::teams
