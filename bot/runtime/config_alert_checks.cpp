// Checks of what comes in: a pattern that cannot be read would match nothing, and a window without an end
// would keep alerts quiet for ever; both would be found at 03:00.
#include <re2/re2.h>

#include <set>

#include "bot/runtime/config_checks.hpp"

namespace muster {

namespace {

void check_match(ReadingState& state, const AlertMatch& match, const std::string& path) {
  for (const auto& [label, pattern] : match.labels) {
    const re2::RE2 read{pattern, re2::RE2::Quiet};
    const std::string where = path + ".match.labels." + label;
    if (!read.ok())
      state.complain(state.place({where, path + ".match.labels", path}),
                     where + " cannot be read: " + read.error(), "write an RE2 expression");
  }
}

}  // namespace

void check_alerts(ReadingState& state, const Policy& policy) {
  std::set<std::string> ids;
  for (std::size_t i = 0; i < policy.routes.size(); ++i) {
    const AlertRoute& route = policy.routes[i];
    const std::string path = "routes." + std::to_string(i + 1);
    check_match(state, route.match, path);
    if (!ids.insert(route.id).second)
      state.complain(state.place({path + ".id", path}),
                     path + ".id: '" + route.id + "' is the name of a route before it", "give it another");
    if (route.is_private && route.act == AlertAct::page)
      state.complain(state.place({path + ".act", path}), path + ": what is private has no room to page from",
                     "write act: declare, which pages from a private room");
  }
  for (const MaintenanceWindow& window : policy.maintenance) {
    const std::string path = "maintenance." + window.id;
    check_match(state, window.match, path);
    if (window.from && window.until && *window.from >= *window.until)
      state.complain(state.place({path + ".until", path}), path + ".until is not after from",
                     "write the end of the window");
    if (!window.until && window.weekly.empty())
      state.complain(state.place({path}), path + " has no end", "give it until, or weekly parts");
  }
}

void check_sources(ReadingState& state, const Settings& settings) {
  for (const SourceSettings& source : settings.sources) {
    if (source.certificate.empty()) continue;
    const std::string path = "sources." + source.id + ".certificate";
    const auto at = state.place({path, "sources." + source.id});
    if (source.kind == SourceKind::changes) {
      state.complain(at, path + ": changes are told with a token", "remove certificate; give it a token");
    } else if (!source.topic_arn.empty()) {
      state.complain(at, path + ": SNS shows no certificate, it signs",
                     "remove certificate; topic_arn is enough");
    } else if (settings.tls_client_ca.empty()) {
      state.complain(at, path + " needs tls.client_ca, the authorities that muster believes",
                     "give it with tls.cert and tls.key; behind a proxy that ends TLS use a token, which the "
                     "proxy adds");
    }
  }
}

}  // namespace muster
