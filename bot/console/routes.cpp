#include "bot/console/routes.hpp"

#include <array>
#include <optional>

#include "bot/base/contains.hpp"
#include "bot/console/handlers.hpp"

namespace muster::console {

namespace {

constexpr std::size_t kNone = 0;
constexpr std::size_t kSmall = 4UL * 1024;
constexpr std::size_t kText = 64UL * 1024;
constexpr std::size_t kForm = 256UL * 1024;
constexpr std::size_t kDocument = 1024UL * 1024;
constexpr std::size_t kAlerts = 4UL * 1024 * 1024;  // a group of Alertmanager without max_alerts

// clang-format off
constexpr std::array kRoutes{
    Route{"GET",    "/healthz",                                    Access::open,    false, kNone, get_alive},
    Route{"GET",    "/readyz",                                     Access::open,    false, kNone, get_ready},
    Route{"GET",    "/metrics",                                    Access::loopback_or_session, false, kNone, get_metrics},
    Route{"GET",    "/api/v1/health",                              Access::session, false, kNone, get_health},
    Route{"GET",    "/api/v1/signin",                              Access::open,    false, kNone, get_signin},
    Route{"POST",   "/api/v1/session",                             Access::open,    true,  kSmall, post_session},
    Route{"DELETE", "/api/v1/session",                             Access::session, true,  kSmall, delete_session},
    Route{"POST",   "/api/v1/invitations",                         Access::session, true,  kSmall, post_invitation},
    Route{"GET",    "/api/v1/me",                                  Access::session, false, kNone, get_me},
    Route{"GET",    "/api/v1/rooms",                               Access::session, false, kNone, get_rooms},
    Route{"GET",    "/api/v1/rooms/{room}/messages",               Access::session, false, kNone, get_messages},
    Route{"POST",   "/api/v1/rooms/{room}/messages",               Access::session, true,  kText, post_message},
    Route{"PATCH",  "/api/v1/rooms/{room}/messages/{message}",     Access::session, true,  kText, patch_message},
    Route{"DELETE", "/api/v1/rooms/{room}/messages/{message}",     Access::session, true,  kSmall, delete_message},
    Route{"POST",   "/api/v1/reactions",                           Access::session, true,  kSmall, post_reaction},
    Route{"POST",   "/api/v1/commands",                            Access::session, true,  kText, post_command},
    Route{"POST",   "/api/v1/dialogs",                             Access::session, true,  kForm, post_dialog},
    Route{"GET",    "/api/v1/incidents",                           Access::session, false, kNone, get_incidents},
    Route{"GET",    "/api/v1/incidents/{n}",                       Access::session, false, kNone, get_incident},
    Route{"GET",    "/api/v1/incidents/{n}/timeline",              Access::session, false, kNone, get_timeline},
    Route{"GET",    "/api/v1/incidents/{n}/postmortem",            Access::session, false, kNone, get_postmortem},
    Route{"PUT",    "/api/v1/incidents/{n}/postmortem",            Access::session, true,  kDocument, put_postmortem},
    Route{"POST",   "/api/v1/incidents/{n}/postmortem/preview",    Access::session, true,  kDocument, post_preview},
    Route{"POST",   "/api/v1/changes",                             Access::system,  false, kSmall, post_change},
    Route{"GET",    "/p/{token}",                                  Access::open,    false, kNone, get_page},
    Route{"POST",   "/p/{token}",                                  Access::open,    false, kSmall, post_page},
    Route{"POST",   "/hooks/*",                                    Access::open,    false, kAlerts, serve_hook},
    Route{"PUT",    "/hooks/*",                                    Access::open,    false, kAlerts, serve_hook},
    Route{"GET",    "/hooks/*",                                    Access::open,    false, kNone, serve_hook},
    Route{"OPTIONS", "/hooks/*",                                   Access::open,    false, kNone, serve_hook},
    Route{"POST",   "/api/messages",                               Access::open,    false, kForm, serve_hook},
    Route{"GET",    "/incidents/{n}/postmortem.html",              Access::session, false, kNone, get_postmortem_page},
    Route{"GET",    "/api/v1/oncall",                              Access::session, false, kNone, get_oncall},
    Route{"GET",    "/oncall/{schedule}",                          Access::open,    false, kNone, get_oncall_feed},
    Route{"GET",    "/api/v1/report",                              Access::session, false, kNone, get_report},
    Route{"GET",    "/report.html",                                Access::session, false, kNone, get_report_page},
    Route{"GET",    "/report.csv",                                 Access::session, false, kNone, get_report_csv},
    Route{"GET",    "/*",                                          Access::open,    false, kNone, get_web_file},
};
// clang-format on

std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);  // the slash
  const auto segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

std::optional<std::map<std::string, std::string>> match(std::string_view pattern, std::string_view path) {
  std::map<std::string, std::string> params;
  while (!pattern.empty()) {
    if (pattern == "/*") return params;
    if (path.empty()) return std::nullopt;
    const auto wanted = take_segment(pattern);
    const auto given = take_segment(path);
    if (!wanted.starts_with('{')) {
      if (wanted != given) return std::nullopt;
    } else if (given.empty()) {
      return std::nullopt;
    } else {
      params.emplace(wanted.substr(1, wanted.size() - 2), given);
    }
  }
  if (!path.empty()) return std::nullopt;
  return params;
}

}  // namespace

std::span<const Route> routes() {
  return kRoutes;
}

RouteMatch find_route(std::string_view method, std::string_view path) {
  RouteMatch found;
  if (!path.starts_with('/')) return found;
  for (const Route& route : kRoutes) {
    // The last row serves the pages; an unknown path of the API is not one.
    if (route.pattern == "/*" && path.starts_with("/api/")) continue;
    auto params = match(route.pattern, path);
    if (!params) continue;
    if (route.method == method) return {&route, *std::move(params), {}};
    if (!contains(found.allowed, route.method)) found.allowed.push_back(route.method);
  }
  return found;
}

}  // namespace muster::console
