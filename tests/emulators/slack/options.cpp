#include "tests/emulators/slack/options.hpp"

#include <cstdlib>
#include <map>

namespace muster::fake::slack {

std::string read_options(int argc, char** argv, Options& options) {
  std::string port;
  std::string deadline;
  const std::map<std::string, std::string*> texts = {{"--port", &port},
                                                     {"--host", &options.host},
                                                     {"--ledger", &options.ledger},
                                                     {"--state", &options.state},
                                                     {"--tls-cert", &options.tls_cert},
                                                     {"--tls-key", &options.tls_key},
                                                     {"--rate-limits", &options.rate_limits},
                                                     {"--ack-deadline-ms", &deadline},
                                                     {"--check-ledger", &options.check_ledger},
                                                     {"--specs", &options.specs}};
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    if (name == "--describe") {
      options.describe = true;
      continue;
    }
    const auto it = texts.find(name);
    if (it == texts.end()) return "unknown option " + name + "; see tests/emulators/slack/README.md";
    if (++i == argc) return name + " needs a value";
    *it->second = argv[i];
  }
  options.port = static_cast<unsigned short>(std::strtoul(port.c_str(), nullptr, 10));
  options.ack_deadline_ms = std::strtol(deadline.c_str(), nullptr, 10);
  if (options.tls_cert.empty() != options.tls_key.empty()) return "--tls-cert and --tls-key go together";
  if (!options.rate_limits.empty() && options.rate_limits != "off" && options.rate_limits != "real") {
    return "--rate-limits takes off or real";
  }
  return "";
}

}  // namespace muster::fake::slack
