#include "integrations/jsm/jsm.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "bot/base/log.hpp"
#include "bot/net/digest.hpp"
#include "bot/net/service.hpp"
#include "bot/net/url.hpp"
#include "integrations/jsm/alert_codec.hpp"

namespace muster::jsm {

namespace {

constexpr int kMostLooks = 4;

class JsmPager final : public Integration, public Pager {
 public:
  JsmPager(JsmConfig config, std::shared_ptr<net::Service> service, const IntegrationDeps& deps)
      : config_{std::move(config)},
        service_{std::move(service)},
        io_{deps.io},
        clock_{deps.clock},
        intake_{deps.intake} {}

  [[nodiscard]] Pager* pager() override { return this; }
  [[nodiscard]] std::vector<Hook> hooks() override {
    if (config_.webhook_token.empty()) return {};
    return {{"/hooks/jsm", [this](HookCall call) { return serve(std::move(call)); }}};
  }
  void start() override {}
  asio::awaitable<void> stop(std::chrono::steady_clock::time_point /*deadline*/) override { co_return; }
  asio::awaitable<std::vector<Finding>> check() override;

  [[nodiscard]] std::string name() const override { return "jsm"; }
  [[nodiscard]] HealthReport health() const override {
    return {service_->trouble().empty(), service_->trouble()};
  }
  asio::awaitable<Result<PageReceipt>> send(Delivery d, PageNotice notice) override;
  asio::awaitable<Result<Done>> settle(Delivery d, PageNotice notice, PageSettlement how,
                                       std::string ref) override;

 private:
  asio::awaitable<Result<net::HttpResponse>> post(std::string target, std::string body);
  asio::awaitable<Result<PageReceipt>> ask_after(std::string request_id);
  asio::awaitable<HookAnswer> serve(HookCall call);

  JsmConfig config_;
  std::shared_ptr<net::Service> service_;
  asio::any_io_executor io_;
  const Clock& clock_;
  Intake& intake_;
};

asio::awaitable<Result<net::HttpResponse>> JsmPager::post(std::string target, std::string body) {
  net::HttpRequest request;
  request.method = "POST";
  request.url = std::move(target);
  request.repeatable = true;  // by its alias
  request.headers.set("Content-Type", "application/json");
  request.body = std::move(body);
  return service_->call(std::move(request));
}

// The alert was taken in; whether it was made is known a little later. When that cannot be learned, the 202
// stands.
asio::awaitable<Result<PageReceipt>> JsmPager::ask_after(std::string request_id) {
  asio::steady_timer nap{io_};
  for (int look = 0; look < kMostLooks; ++look) {
    nap.expires_after(config_.first_look * (1 << look));
    co_await nap.async_wait(asio::use_awaitable);
    net::HttpRequest request;
    request.url = "/alerts/requests/" + request_id;
    const auto response = co_await service_->call(std::move(request));
    if (!response) continue;  // 404: not yet
    const auto outcome = read_outcome(response->body);
    if (!outcome) continue;
    if (outcome->success)
      co_return PageReceipt{SendState::accepted, outcome->alert, service_->scrubbed(outcome->status)};
    co_return fail(ErrorKind::rejected,
                   "Jira Service Management made no alert: " + service_->scrubbed(outcome->status));
  }
  co_return PageReceipt{SendState::accepted, "", "taken in, not confirmed"};
}

asio::awaitable<Result<PageReceipt>> JsmPager::send(Delivery d, PageNotice notice) {
  const auto to = std::ranges::find(config_.targets, notice.address, &Target::id);
  if (to == config_.targets.end())
    co_return fail(ErrorKind::not_found, "jsm.responders of muster.yaml has no " + notice.address + ".");
  MUSTER_CO_TRY(const net::HttpResponse response, co_await post("/alerts", alert_json(notice, *to)));
  const auto request = read_request(response.body);
  if (!request) co_return service_->lied(response, d.uncertain);
  co_return co_await ask_after(*request);
}

asio::awaitable<Result<Done>> JsmPager::settle(Delivery d, PageNotice notice, PageSettlement how,
                                               std::string /*ref*/) {
  const std::string action = how == PageSettlement::over ? "close" : "acknowledge";
  const std::string target =
      "/alerts/" + net::percent_encode(alias_of(notice)) + "/" + action + "?identifierType=alias";
  MUSTER_CO_TRY(const net::HttpResponse response,
                co_await post(target, note_json("In muster: " + notice.title)));
  if (!read_request(response.body)) co_return service_->lied(response, d.uncertain);
  co_return Done{};
}

asio::awaitable<HookAnswer> JsmPager::serve(HookCall call) {
  if (!net::constant_time_equal(call.header("authorization"), "Bearer " + config_.webhook_token.reveal())) {
    log_warn("a webhook without the token of jsm was refused", {{"remote", call.remote}});
    co_return HookAnswer{401, "send Authorization: Bearer and jsm.webhook_token", "text/plain"};
  }
  const auto told = read_webhook(call.body);
  if (!told) co_return HookAnswer{400, "not an outgoing webhook", "text/plain"};
  if (!told->alias || told->by_api || (!told->answer && told->progress.empty())) co_return HookAnswer{202};
  const std::string method = "jsm:" + told->alias->target;
  Inbound inbound;
  inbound.origin_key = "jsm/" + told->key;
  inbound.occurred_at = clock_.now();
  if (told->answer) {
    inbound.from = told->by;
    if (!inbound.from) inbound.rule = "jsm";
    inbound.what =
        PageAnswered{told->alias->page.incident, told->alias->page.page, {}, *told->answer, method};
  } else {
    inbound.rule = "jsm";
    inbound.what = PageProgressed{told->alias->page.incident, told->alias->page.page, {}, method,
                                  SendState::accepted,        told->progress,         ""};
  }
  const auto kept = co_await intake_.submit(std::move(inbound));
  co_return HookAnswer{kept ? 202 : 503};
}

asio::awaitable<std::vector<Finding>> JsmPager::check() {
  net::HttpRequest request;
  request.url = "/alerts/requests/muster-check";
  const auto answered = co_await service_->call(std::move(request));
  // It knows no such request, but it knows the key.
  const bool good = answered || answered.error().kind == ErrorKind::not_found ||
                    answered.error().kind == ErrorKind::rejected;
  std::vector<Finding> findings;
  findings.push_back(
      {good, good ? "Jira Service Management: signed in" : "Jira Service Management: " + answered.error().say,
       good ? "" : "correct jsm.api_key and jsm.api_url"});
  co_return findings;
}

}  // namespace

Result<std::unique_ptr<Integration>> make_jsm(JsmConfig config, const IntegrationDeps& deps) {
  constexpr std::array<std::string_view, 4> kKinds = {"team", "user", "escalation", "schedule"};
  for (const Target& to : config.targets) {
    if (std::ranges::find(kKinds, to.kind) == kKinds.end())
      return fail(ErrorKind::invalid,
                  "jsm.responders." + to.id + ".kind is one of team, user, escalation, schedule.");
  }
  net::ServiceOptions options{.name = "Jira Service Management",
                              .base_url = config.api_url,
                              .ca_file = config.ca_file,
                              .proxy = config.proxy,
                              .headers = {{"Authorization", "GenieKey " + config.api_key.reveal()}},
                              .secrets = {config.api_key, config.webhook_token},
                              .fix = "Correct jsm.api_key.",
                              .reason = read_reason};
  auto service = net::Service::create(std::move(options));
  if (!service) return fail(ErrorKind::invalid, "jsm.api_url: " + service.error().say);
  return std::make_unique<JsmPager>(std::move(config), *std::move(service), deps);
}

}  // namespace muster::jsm
