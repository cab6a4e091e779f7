// muster hooks: the addresses at which systems call, and what a body would do, without doing it.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>

#include "bot/base/clock.hpp"
#include "bot/cli/cli.hpp"
#include "bot/domain/routing.hpp"
#include "integrations/alerts/auth.hpp"
#include "integrations/alerts/receiver.hpp"
#include "integrations/alerts/wires.hpp"

namespace muster::cli {

namespace {

std::string proof_of(const SourceSettings& source) {
  if (!source.topic_arn.empty()) return "SNS signature of " + source.topic_arn;
  std::string proof = source.certificate.empty() ? "" : "certificate";
  const std::string also = proof.empty() ? "" : " and ";
  if (!source.secret.empty())
    return proof + also + (source.previous_secret.empty() ? "signature" : "signature, of two secrets");
  if (!source.token.empty())
    return proof + also + (source.previous_token.empty() ? "token" : "token, of two");
  return proof.empty() ? "CLOSED: no token, secret or certificate in muster.yaml" : proof;
}

std::string base_of(const Settings& settings) {
  std::string base =
      settings.policy.console_url.empty() ? "http://" + settings.listen : settings.policy.console_url;
  while (base.ends_with('/')) base.pop_back();
  return base;
}

Result<std::string> body_from(const std::string& file) {
  if (file.empty() || file == "-") return std::string{std::istreambuf_iterator<char>{std::cin}, {}};
  std::ifstream in{file, std::ios::binary};
  if (!in) return fail(ErrorKind::not_found, "cannot read " + file);
  return std::string{std::istreambuf_iterator<char>{in}, {}};
}

void say(const std::string& line) {
  std::printf("%s\n", line.c_str());
}

// As if nothing fired yet and no incident were open.
std::string outcome_of(const AlertReported& alert, const AlertRoute* route, const Policy& policy, Time now) {
  if (alert.op == AlertOp::resolve) return "clears, if it fires; never resolves an incident";
  const OperationsLog nothing;
  if (const Hush hush = hushed(alert, now, nothing, policy); hush.quiet())
    return "kept quiet by " + hush.name;
  const auto severity = severity_of(alert, route, policy);
  const std::string level = severity ? policy.label(severity) : "no severity";
  switch (route == nullptr ? policy.unrouted : route->act) {
    case AlertAct::ignore:
      return "ignored: kept on record only";
    case AlertAct::attach:
      return "joins an open incident that fits, else is kept";
    case AlertAct::suggest:
      return "joins an open incident that fits, else is suggested (" + level + ")";
    case AlertAct::page:
      return "joins an open incident that fits, else pages (" + level + ")";
    case AlertAct::declare:
      return "joins an open incident that fits, else declares one (" + level + ")";
  }
  return {};
}

}  // namespace

int list_hooks(const Globals& globals) {
  const auto settings = settings_of(globals);
  if (!settings) return complain(settings.error());
  for (const SourceSettings& source : settings->sources) {
    if (alerts::has_hook(source))
      say(base_of(*settings) + "/hooks/" + source.id + "  " + std::string{name_of(source.kind)} + "  " +
          proof_of(source));
  }
  for (const HeartbeatRule& rule : settings->policy.heartbeats)
    say(base_of(*settings) + "/hooks/heartbeat/" + rule.id + "  heartbeat  token");
  return ok;
}

int test_hook(const Globals& globals, const std::string& id, const std::string& file) {
  const auto settings = settings_of(globals);
  if (!settings) return complain(settings.error());
  const SourceSettings* source = nullptr;
  for (const SourceSettings& each : settings->sources) {
    if (each.id == id) source = &each;
  }
  if (source == nullptr)
    return complain(Error{
        ErrorKind::not_found, "muster.yaml has no source \"" + id + "\": muster hooks lists them", {}, 0});
  auto body = body_from(file);
  if (!body) return complain(body.error());
  HookCall call;
  call.body = *std::move(body);
  const Time now = SystemClock{}.now();
  const auto heard = alerts::parse(call, *source, now);
  if (!heard) return complain(heard.error());
  for (const AlertReceived& each : heard->alerts.alerts) {
    const AlertReported& alert = each.report;
    const AlertRoute* route = route_of(alert, now, settings->policy);
    say((alert.op == AlertOp::fire ? "FIRES   " : "CLEARS  ") + alert.title);
    say("  key       " + alert.dedup_key);
    say("  service   " + (alert.service.empty() ? "none" : alert.service));
    say("  severity  " + (alert.severity.empty() ? "none" : alert.severity));
    for (const auto& [name, value] : alert.labels) say("  label     " + name + "=" + value);
    say("  route     " + (route == nullptr ? "none matches: unrouted" : route->id));
    say("  group     " + group_key(alert, route));
    say("  it        " + outcome_of(alert, route, settings->policy, now));
  }
  if (heard->alerts.cut > 0)
    say("and " + std::to_string(heard->alerts.cut) + " more that the source left out");
  if (heard->alerts.alerts.empty()) say("Nothing in it fires or clears.");
  say("Nothing was stored.");
  return ok;
}

}  // namespace muster::cli
