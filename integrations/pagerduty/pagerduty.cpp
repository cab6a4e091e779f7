#include "integrations/pagerduty/pagerduty.hpp"

#include <algorithm>
#include <deque>
#include <map>

#include "bot/base/log.hpp"
#include "bot/net/service.hpp"
#include "integrations/pagerduty/events_codec.hpp"
#include "integrations/pagerduty/rest.hpp"
#include "integrations/pagerduty/shift_import.hpp"
#include "integrations/pagerduty/webhook_wire.hpp"

namespace muster::pagerduty {

namespace {

constexpr std::size_t kMostEvents = 110;  // a minute and key; PagerDuty takes about 120
constexpr std::chrono::seconds kMinute{60};

// Events of one routing key within the last minute.
class Pace {
 public:
  // Seconds to wait before the next; 0: it may go, and counts.
  std::int64_t wait(std::chrono::steady_clock::time_point now) {
    while (!sent_.empty() && sent_.front() + kMinute <= now) sent_.pop_front();
    if (sent_.size() >= kMostEvents)
      return std::max<std::int64_t>(
          1, std::chrono::ceil<std::chrono::seconds>(sent_.front() + kMinute - now).count());
    sent_.push_back(now);
    return 0;
  }

 private:
  std::deque<std::chrono::steady_clock::time_point> sent_;
};

class PagerDuty final : public Integration, public Pager {
 public:
  PagerDuty(PagerDutyConfig config, std::shared_ptr<net::Service> events, std::shared_ptr<Rest> rest,
            const IntegrationDeps& deps)
      : config_{std::move(config)},
        events_{std::move(events)},
        rest_{std::move(rest)},
        clock_{deps.clock},
        intake_{deps.intake},
        board_{deps.board} {
    if (rest_) import_ = std::make_shared<ShiftImport>(rest_, deps);
  }

  [[nodiscard]] Pager* pager() override { return this; }
  [[nodiscard]] std::vector<Hook> hooks() override {
    if (config_.webhook_secret.empty()) return {};
    return {{"/hooks/pagerduty", [this](HookCall call) { return serve(std::move(call)); }}};
  }
  void start() override {
    if (import_) import_->start();
  }
  asio::awaitable<void> stop(std::chrono::steady_clock::time_point /*deadline*/) override {
    if (import_) import_->stop();
    co_return;
  }
  asio::awaitable<std::vector<Finding>> check() override;

  [[nodiscard]] std::string name() const override { return "pagerduty"; }
  [[nodiscard]] HealthReport health() const override {
    const std::string& trouble = events_->trouble().empty() && rest_ ? rest_->trouble() : events_->trouble();
    return {trouble.empty(), trouble};
  }
  asio::awaitable<Result<PageReceipt>> send(Delivery d, PageNotice notice) override;
  asio::awaitable<Result<Done>> settle(Delivery d, PageNotice notice, PageSettlement how,
                                       std::string ref) override;

 private:
  [[nodiscard]] Result<Target> target(const PageNotice& notice) const;
  asio::awaitable<Result<PageReceipt>> open(Target to, PageNotice notice);
  asio::awaitable<Result<Done>> tell(Delivery d, std::string action, Target to, PageNotice notice);
  asio::awaitable<HookAnswer> serve(HookCall call);

  PagerDutyConfig config_;
  std::shared_ptr<net::Service> events_;
  std::shared_ptr<Rest> rest_;  // null: without an API token
  std::shared_ptr<ShiftImport> import_;
  const Clock& clock_;
  Intake& intake_;
  const Board& board_;
  std::map<std::string, Pace> paces_;  // by target
};

Result<Target> PagerDuty::target(const PageNotice& notice) const {
  const auto found = std::ranges::find(config_.targets, notice.address, &Target::id);
  if (found == config_.targets.end())
    return fail(ErrorKind::not_found, "pagerduty.integrations of muster.yaml has no " + notice.address + ".");
  return *found;
}

asio::awaitable<Result<PageReceipt>> PagerDuty::open(Target to, PageNotice notice) {
  MUSTER_CO_TRY(const std::string incident, co_await rest_->open(notice, to.service));
  std::vector<std::string> users;
  for (const PersonId& person : to.responders) {
    std::string user = board_.people.identity_of(person, "pagerduty");
    if (!user.empty()) users.push_back(std::move(user));
  }
  if (!users.empty()) {
    // They are asked besides those on call: without them the page is out all the same.
    const auto asked = co_await rest_->ask_responders(incident, std::move(users), notice.title);
    if (!asked)
      log_warn("PagerDuty did not ask the responders",
               {{"integration", to.id}, {"error", asked.error().say}, {"detail", asked.error().detail}});
  }
  co_return PageReceipt{SendState::accepted, incident, ""};
}

asio::awaitable<Result<Done>> PagerDuty::tell(Delivery d, std::string action, Target to, PageNotice notice) {
  if (const std::int64_t wait = paces_[to.id].wait(steady_now()); wait > 0) {
    Error slow{ErrorKind::rate_limited, "PagerDuty takes no more events for " + to.id + " this minute.", "",
               wait};
    co_return std::unexpected(std::move(slow));
  }
  net::HttpRequest request;
  request.method = "POST";
  request.url = "/enqueue";
  request.repeatable = true;  // by its dedup_key
  request.headers.set("Content-Type", "application/json");
  request.body = event_json(action, to.routing_key, notice);
  MUSTER_CO_TRY(const net::HttpResponse response, co_await events_->call(std::move(request)));
  if (!is_taken(response.body)) co_return events_->lied(response, d.uncertain);
  co_return Done{};
}

asio::awaitable<Result<PageReceipt>> PagerDuty::send(Delivery d, PageNotice notice) {
  MUSTER_CO_TRY(Target to, target(notice));
  if (!to.service.empty()) co_return co_await open(std::move(to), std::move(notice));
  const std::string key = key_of(notice);
  MUSTER_CO_CHECK(co_await tell(std::move(d), "trigger", std::move(to), std::move(notice)));
  co_return PageReceipt{SendState::accepted, key, ""};
}

asio::awaitable<Result<Done>> PagerDuty::settle(Delivery d, PageNotice notice, PageSettlement how,
                                                std::string ref) {
  const bool over = how == PageSettlement::over;
  MUSTER_CO_TRY(Target to, target(notice));
  if (to.service.empty())
    co_return co_await tell(std::move(d), over ? "resolve" : "acknowledge", std::move(to), std::move(notice));
  if (ref.empty()) co_return Done{};  // no incident was made there
  const std::string words = std::string{over ? "Over" : "Acknowledged"} + " in muster: " + notice.title;
  const auto said = co_await (over ? rest_->status_update(ref, words) : rest_->note(ref, words));
  if (!said) log_warn("PagerDuty did not take a note", {{"error", said.error().say}});
  co_return co_await rest_->set_status(ref, over ? "resolved" : "acknowledged");
}

asio::awaitable<HookAnswer> PagerDuty::serve(HookCall call) {
  if (!is_signed({config_.webhook_secret, config_.previous_webhook_secret}, call.body,
                 call.header("x-pagerduty-signature"))) {
    log_warn("a webhook without PagerDuty's signature was refused", {{"remote", call.remote}});
    co_return HookAnswer{401, "not signed with pagerduty.webhook_secret", "text/plain"};
  }
  const auto told = read_webhook(call.body);
  if (!told) co_return HookAnswer{400, "not a v3 webhook", "text/plain"};
  const bool ours = !told->status.empty() && rest_ && rest_->was_ours(told->incident, told->status);
  const bool by_nobody = told->answer && !told->by;  // an event of ours, or another system's
  if (!told->key || ours || by_nobody || (!told->answer && told->progress.empty())) co_return HookAnswer{202};
  const std::string id = call.header("x-webhook-id");
  const std::string method = "pagerduty:" + told->key->target;
  Inbound inbound;
  inbound.origin_key = "pagerduty/" + (id.empty() ? told->event : id);
  inbound.occurred_at = clock_.now();
  if (told->answer) {
    inbound.from = told->by;
    inbound.what = PageAnswered{told->key->page.incident, told->key->page.page, {}, *told->answer, method};
  } else {
    inbound.rule = "pagerduty";
    const auto to = std::ranges::find(config_.targets, told->key->target, &Target::id);
    const bool by_rest = to != config_.targets.end() && !to->service.empty();
    inbound.what = PageProgressed{
        told->key->page.incident, told->key->page.page,         {}, method, SendState::accepted,
        told->progress,           by_rest ? told->incident : ""};
  }
  const auto kept = co_await intake_.submit(std::move(inbound));
  co_return HookAnswer{kept ? 202 : 503};
}

asio::awaitable<std::vector<Finding>> PagerDuty::check() {
  std::vector<Finding> findings;
  if (rest_) {
    const auto self = co_await rest_->self();
    findings.push_back({self.has_value(), self ? "PagerDuty: signed in" : "PagerDuty: " + self.error().say,
                        self ? "" : "correct pagerduty.api_token and pagerduty.from"});
  }
  for (const Target& to : config_.targets)
    findings.push_back(
        {true, "pagerduty:" + to.id + (to.service.empty() ? " by events" : " by incidents"), ""});
  if (config_.webhook_secret.empty())
    findings.push_back(
        {true, "WARNING: acknowledging in PagerDuty is not heard here: set pagerduty.webhook_secret", ""});
  co_return findings;
}

Result<Done> check_target(const Target& to, const PagerDutyConfig& config) {
  const std::string key = "pagerduty.integrations." + to.id;
  if (to.service.empty() == to.routing_key.empty())
    return fail(ErrorKind::invalid, key + " needs either routing_key or service.");
  if (!to.service.empty() && (config.api_token.empty() || config.from.empty()))
    return fail(ErrorKind::invalid, key + ".service needs pagerduty.api_token and pagerduty.from.");
  return Done{};
}

}  // namespace

Result<std::unique_ptr<Integration>> make_pagerduty(PagerDutyConfig config, const IntegrationDeps& deps) {
  std::vector<Secret> secrets{config.api_token, config.webhook_secret, config.previous_webhook_secret};
  for (const Target& to : config.targets) {
    MUSTER_CHECK(check_target(to, config));
    secrets.push_back(to.routing_key);
  }
  net::ServiceOptions events{.name = "PagerDuty",
                             .base_url = config.events_url,
                             .ca_file = config.ca_file,
                             .proxy = config.proxy,
                             .secrets = secrets,
                             .fix = "Correct the routing_key.",
                             .reason = read_reason};
  auto events_service = net::Service::create(std::move(events));
  if (!events_service) return fail(ErrorKind::invalid, "pagerduty.events_url: " + events_service.error().say);
  std::shared_ptr<Rest> rest;
  if (!config.api_token.empty()) {
    net::ServiceOptions api{.name = "PagerDuty",
                            .base_url = config.api_url,
                            .ca_file = config.ca_file,
                            .proxy = config.proxy,
                            .headers = {{"Authorization", "Token token=" + config.api_token.reveal()}},
                            .secrets = secrets,
                            .fix = "Correct pagerduty.api_token and pagerduty.from.",
                            .reason = read_reason};
    auto service = net::Service::create(std::move(api));
    if (!service) return fail(ErrorKind::invalid, "pagerduty.api_url: " + service.error().say);
    rest = std::make_shared<Rest>(*std::move(service), config.from);
  }
  return std::make_unique<PagerDuty>(std::move(config), *std::move(events_service), std::move(rest), deps);
}

}  // namespace muster::pagerduty
