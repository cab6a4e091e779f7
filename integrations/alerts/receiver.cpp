#include "integrations/alerts/receiver.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cctype>

#include "bot/base/log.hpp"
#include "bot/base/out_of_memory.hpp"
#include "bot/net/digest.hpp"
#include "integrations/alerts/auth.hpp"
#include "integrations/alerts/heartbeats.hpp"

namespace muster::alerts {

namespace {

// The same body within this time is the same call sent again: most sources do not number theirs.
constexpr auto kSameCall = std::chrono::minutes{1};
constexpr std::chrono::milliseconds kLookEvery{500};
constexpr std::string_view kUnreadable = "muster/unreadable";
constexpr std::string_view kRequestOrigin = "webhook-request-origin";

HookAnswer answer(int status, const std::string& say) {
  // Only words of ours: nothing in them needs escaping.
  return {status, std::string{status < 300 ? R"({"ok":true,"say":")" : R"({"error":")"} + say + "\"}"};
}

HookAnswer post_only() {
  HookAnswer said = answer(405, "POST the alerts here");
  said.headers["Allow"] = "POST, PUT";
  return said;
}

// The CloudEvents handshake (http-webhook.md, 4): a sender asks before its first event whether they are
// wanted here. Consent is no proof of who it is: each call proves that again. Called when it has been proven.
HookAnswer consent(const HookCall& call) {
  const std::string origin = call.header(kRequestOrigin);
  const bool is_name = origin.size() <= 253 && std::ranges::all_of(origin, [](unsigned char c) {
                         return std::isalnum(c) != 0 || c == '.' || c == '-' || c == '*' || c == ':';
                       });
  if (!is_name) return answer(400, "WebHook-Request-Origin is no name of a host");
  HookAnswer said = answer(200, "events are welcome");
  said.headers = {{"Allow", "POST, PUT"}, {"WebHook-Allowed-Origin", origin}, {"WebHook-Allowed-Rate", "*"}};
  return said;
}

std::string quoted(std::string text) {
  std::erase_if(text, [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; });
  return text;
}

}  // namespace

struct Receiver::Impl : std::enable_shared_from_this<Receiver::Impl> {
  // What is remembered of a source since the start.
  struct Heard {
    std::int64_t calls = 0;
    std::int64_t refused = 0;
    std::string last_trouble;
  };

  Impl(ReceiverSettings wanted, const IntegrationDeps& given)
      : settings{std::move(wanted)},
        deps{given},
        heartbeats{settings.heartbeats, given.clock.now()},
        sns{settings.fetch},
        tick{given.io} {}

  ReceiverSettings settings;
  IntegrationDeps deps;
  Heartbeats heartbeats;
  Sns sns;
  std::map<std::string, Heard> heard;
  asio::steady_timer tick;
  bool stopping = false;

  asio::awaitable<HookAnswer> serve(const SourceSettings& source, HookCall call) {
    const Time now = deps.clock.now();
    Heard& known = heard[source.id];
    const bool asks = call.method == "OPTIONS" && !call.header(kRequestOrigin).empty();
    if (call.method != "POST" && call.method != "PUT" && !asks) co_return post_only();
    if (source.kind == SourceKind::prometheus && !call.path.ends_with(kPostedAlerts))
      co_return answer(404, "Prometheus posts to /api/v2/alerts below this address: set api_version to v2");
    const bool by_topic = source.kind == SourceKind::cloudwatch && !source.topic_arn.empty();
    auto allowed = by_topic ? co_await of_topic(source, call, now) : check_caller(call, source, now);
    if (!allowed) {
      if (allowed.error().kind == ErrorKind::unavailable) co_return not_kept(known, allowed.error());
      refuse(source.id, known, allowed.error().say, call.remote);
      co_return answer(401, "not authorised");
    }
    if (asks) co_return consent(call);
    const auto envelope = by_topic ? read_sns(call.body) : Result<SnsEnvelope>{SnsEnvelope{}};
    if (by_topic && envelope && envelope->type != "Notification") co_return answer(200, "thank you");
    ++known.calls;
    auto read = parse(call, source, now);
    if (!read) co_return co_await unreadable(source, known, read.error(), now);
    if (fires(trouble(source, AlertOp::fire, "")))
      read->alerts.alerts.push_back({trouble(source, AlertOp::resolve, ""), {}, {}});
    Inbound inbound;
    inbound.origin_key = origin(source.id, read->delivery, call.body, now);
    inbound.occurred_at = now;
    inbound.rule = source.id;
    const std::size_t count = read->alerts.alerts.size();
    if (count == 0) co_return answer(200, "nothing in it that fires or clears");
    inbound.what = std::move(read->alerts);
    const auto kept = co_await deps.intake.submit(std::move(inbound));
    if (!kept) co_return not_kept(known, kept.error());
    co_return answer(200, std::to_string(count) + (count == 1 ? " alert" : " alerts") + " kept");
  }

  // Of SNS, which signs what it sends; a subscription of the topic is confirmed on the way.
  asio::awaitable<Result<Done>> of_topic(SourceSettings source, HookCall call, Time now) {
    MUSTER_CO_TRY(const SnsEnvelope envelope, co_await sns.believed(call.body, source.topic_arn, now));
    if (envelope.type != "SubscriptionConfirmation") co_return Done{};
    log_info("the subscription of an SNS topic is confirmed", {{"source", source.id}});
    co_return co_await sns.confirm(envelope);
  }

  // Senders try this one again.
  static HookAnswer not_kept(Heard& known, const Error& why) {
    known.last_trouble = "could not be stored: " + why.say;
    return answer(503, "this could not be stored now: send it again");
  }

  static std::string origin(const std::string& source, const std::string& delivery, const std::string& body,
                            Time now) {
    const std::string base = "hook/" + source + "/";
    if (!delivery.empty()) return base + "id/" + net::sha256_hex(delivery).substr(0, 40);
    const auto minute = std::chrono::floor<std::chrono::minutes>(now).time_since_epoch() / kSameCall;
    return base + net::sha256_hex(body).substr(0, 40) + "/" + std::to_string(minute);
  }

  static void refuse(const std::string& id, Heard& known, const std::string& why, const std::string& remote) {
    ++known.refused;
    known.last_trouble = why;
    // A stranger must not be able to fill the log: the first, then each tenfold.
    const std::string count = std::to_string(known.refused);
    const bool is_power = count.front() == '1' && count.find_first_not_of('0', 1) == std::string::npos;
    if (is_power) {
      log_warn("a call of a source was refused",
               {{"source", id}, {"why", why}, {"remote", remote}, {"refused_so_far", count}});
    }
  }

  static AlertReported trouble(const SourceSettings& source, AlertOp op, const std::string& why) {
    AlertReported report;
    report.alert = report.dedup_key = kUnreadable;
    report.op = op;
    report.source = source.id;
    report.title = source.id + " sends what muster cannot read";
    report.summary =
        why + " Its alerts do not arrive until that is put right: muster hooks test " + source.id;
    report.severity = "warning";
    return report;
  }

  // Somebody who may call sends what is no alert: people hear of it, since alerts may be missing.
  asio::awaitable<HookAnswer> unreadable(const SourceSettings& source, Heard& known, Error why, Time now) {
    known.last_trouble = why.say;
    log_warn("a body of a source could not be read",
             {{"source", source.id}, {"why", why.say}, {"detail", why.detail}});
    if (fires(trouble(source, AlertOp::fire, ""))) co_return answer(400, quoted(why.say));
    Inbound inbound;
    inbound.origin_key =
        "hook/" + source.id + "/unreadable/" + std::to_string(now.time_since_epoch().count());
    inbound.occurred_at = now;
    inbound.rule = source.id;
    inbound.what = AlertsReceived{{{trouble(source, AlertOp::fire, why.say), {}, {}}}, 0};
    const auto kept = co_await deps.intake.submit(std::move(inbound));
    if (!kept) co_return not_kept(known, kept.error());
    co_return answer(400, quoted(why.say));
  }

  asio::awaitable<HookAnswer> beat(HookCall call) {
    constexpr std::string_view kBase = "/hooks/heartbeat/";
    std::string id = call.path.size() > kBase.size() ? call.path.substr(kBase.size()) : "";
    id = id.substr(0, id.find('/'));
    const auto token = settings.heartbeat_tokens.find(id);
    const std::string shown = shown_token(call, std::string{kBase} + id);
    if (token == settings.heartbeat_tokens.end() || !same_token(shown, token->second)) {
      refuse("heartbeat", heard["heartbeat"], "an unknown heartbeat or a wrong token", call.remote);
      co_return answer(401, "not authorised");
    }
    ++heard["heartbeat"].calls;
    const Time now = deps.clock.now();
    if (const auto back = heartbeats.reported(id, now); back && fires(*back)) {
      if (!co_await tell(*back)) co_return answer(503, "this could not be stored now: send it again");
    }
    co_return answer(200, "thank you");
  }

  // After a restart nothing is known of what was said before it, but the operations log.
  [[nodiscard]] bool fires(const AlertReported& report) const {
    const AlertRecord* known = deps.board.operations->alert(report.source, report.dedup_key);
    return known != nullptr && !known->cleared_at;
  }

  asio::awaitable<bool> tell(AlertReported report) {
    const Time now = deps.clock.now();
    Inbound inbound;
    inbound.origin_key = "heartbeat/" + report.dedup_key + "/" + std::string{name_of(report.op)} + "/" +
                         std::to_string(now.time_since_epoch().count());
    inbound.occurred_at = now;
    inbound.rule = "heartbeat";
    inbound.what = AlertsReceived{{{std::move(report), {}, {}}}, 0};
    const auto kept = co_await deps.intake.submit(std::move(inbound));
    co_return kept.has_value();
  }

  asio::awaitable<void> watch() {
    const auto self = shared_from_this();
    while (!stopping) {
      for (const AlertReported& late : heartbeats.overdue(deps.clock.now())) {
        if (!co_await tell(late)) heartbeats.not_told(late.dedup_key);
      }
      tick.expires_after(kLookEvery);
      co_await tick.async_wait(asio::as_tuple(asio::use_awaitable));
    }
  }
};

Receiver::Receiver(ReceiverSettings settings, const IntegrationDeps& deps)
    : impl_{std::make_shared<Impl>(std::move(settings), deps)} {}
Receiver::~Receiver() = default;

std::vector<std::pair<std::string, HealthReport>> Receiver::other_parts() {
  std::string detail;
  for (const auto& [id, known] : impl_->heard) {
    if (known.refused == 0) continue;
    detail += (detail.empty() ? "" : "; ") + id + ": " + std::to_string(known.refused) +
              " calls refused, last " + known.last_trouble;
  }
  return {{"alert sources", HealthReport{true, detail.empty() ? "listening" : detail}}};
}

std::vector<Hook> Receiver::hooks() {
  std::vector<Hook> hooks;
  for (const SourceSettings& source : impl_->settings.sources) {
    if (!has_hook(source)) continue;
    hooks.push_back({"/hooks/" + source.id,
                     [impl = impl_, source](HookCall call) { return impl->serve(source, std::move(call)); }});
  }
  if (!impl_->settings.heartbeats.empty()) {
    hooks.push_back(
        {"/hooks/heartbeat", [impl = impl_](HookCall call) { return impl->beat(std::move(call)); }});
  }
  return hooks;
}

void Receiver::start() {
  if (impl_->settings.heartbeats.empty()) return;
  asio::co_spawn(impl_->deps.io, impl_->watch(), [](const std::exception_ptr& ended) {
    give_up_if_out_of_memory(ended);
    if (!ended) return;
    try {
      std::rethrow_exception(ended);
    } catch (const std::exception& e) {
      log_error("the watch of heartbeats ended", {{"detail", e.what()}});
    }
  });
}

asio::awaitable<void> Receiver::stop(std::chrono::steady_clock::time_point /*deadline*/) {
  impl_->stopping = true;
  impl_->tick.cancel();
  co_return;
}

asio::awaitable<std::vector<Finding>> Receiver::check() {
  std::vector<Finding> findings;
  for (const SourceSettings& source : impl_->settings.sources) {
    if (!has_hook(source)) continue;
    const bool open = !source.token.empty() || !source.secret.empty() || !source.topic_arn.empty() ||
                      !source.certificate.empty();
    findings.push_back(
        {open, "/hooks/" + source.id + " for " + std::string{name_of(source.kind)},
         open ? "" : "give it a token or a secret in muster.yaml: until then it refuses every call"});
  }
  co_return findings;
}

bool has_hook(const SourceSettings& source) {
  return source.kind != SourceKind::changes;
}

}  // namespace muster::alerts
