#include "integrations/webhook/webhook.hpp"

#include <algorithm>
#include <map>

#include "bot/base/log.hpp"
#include "bot/net/digest.hpp"
#include "bot/net/service.hpp"
#include "bot/net/signature.hpp"
#include "integrations/webhook/event_codec.hpp"

namespace muster::webhook {

namespace {

constexpr std::string_view kScheme = "whsec_";

Result<Secret> key_of(const Secret& secret) {
  const std::string& text = secret.reveal();
  const auto bytes =
      text.starts_with(kScheme) ? net::base64_decoded(text.substr(kScheme.size())) : std::nullopt;
  if (!bytes || bytes->size() < 24 || bytes->size() > 64)
    return fail(ErrorKind::invalid,
                "a webhook's secret is whsec_ and the base64 of 24 to 64 random bytes: "
                "echo whsec_$(openssl rand -base64 32)");
  return Secret{*bytes};
}

struct Line {
  Endpoint endpoint;
  std::shared_ptr<net::Service> service;
  bool gone = false;  // it answered 410
};

class WebhookPager final : public Integration, public Pager {
 public:
  WebhookPager(std::vector<Line> lines, const Clock& clock) : clock_{clock} {
    for (Line& line : lines) lines_.emplace(line.endpoint.id, std::move(line));
  }

  [[nodiscard]] Pager* pager() override { return this; }
  void start() override {}
  asio::awaitable<void> stop(std::chrono::steady_clock::time_point /*deadline*/) override { co_return; }
  asio::awaitable<std::vector<Finding>> check() override;

  [[nodiscard]] std::string name() const override { return "webhook"; }
  [[nodiscard]] HealthReport health() const override;
  asio::awaitable<Result<PageReceipt>> send(Delivery d, PageNotice notice) override {
    MUSTER_CO_CHECK(co_await tell(d.key, "page.sent", std::move(notice)));
    co_return PageReceipt{SendState::accepted, id_of(d.key), ""};
  }
  asio::awaitable<Result<Done>> settle(Delivery d, PageNotice notice, PageSettlement how,
                                       std::string /*ref*/) override {
    co_return co_await tell(d.key, how == PageSettlement::acknowledged ? "page.acknowledged" : "page.over",
                            std::move(notice));
  }

 private:
  // The same for every attempt, and without a full stop, which separates what is signed.
  static std::string id_of(const std::string& key) { return "msg_" + net::sha256_hex(key).substr(0, 32); }
  asio::awaitable<Result<Done>> tell(std::string key, std::string type, PageNotice notice);

  const Clock& clock_;
  std::map<std::string, Line> lines_;
};

HealthReport WebhookPager::health() const {
  for (const auto& [id, line] : lines_) {
    if (line.gone) return {false, "endpoint " + id + " wants no more calls (410)"};
    if (!line.service->trouble().empty()) return {false, line.service->trouble()};
  }
  return {true, std::to_string(lines_.size()) + " endpoints"};
}

asio::awaitable<Result<Done>> WebhookPager::tell(std::string key, std::string type, PageNotice notice) {
  const auto found = lines_.find(notice.address);
  if (found == lines_.end())
    co_return fail(ErrorKind::not_found, "webhook.endpoints of muster.yaml has no " + notice.address + ".");
  Line& line = found->second;
  if (line.gone)
    co_return fail(ErrorKind::rejected, line.service->name() +
                                            " wants no more calls (410). Correct its url "
                                            "in muster.yaml and restart muster.");
  const Time now = clock_.now();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  net::HttpRequest request;
  request.method = "POST";
  request.repeatable = true;  // its id tells
  request.body = event_json(type, notice, now);
  const std::string id = id_of(key);
  MUSTER_CO_TRY(std::string signature, signature_of(line.endpoint.secrets, id, seconds, request.body));
  request.headers = {{"Content-Type", "application/json"},
                     {"webhook-id", id},
                     {"webhook-timestamp", std::to_string(seconds)},
                     {"webhook-signature", std::move(signature)}};
  const auto answered = co_await line.service->call(std::move(request));
  if (answered) co_return Done{};
  if (answered.error().detail.starts_with("HTTP 410")) {
    line.gone = true;
    log_error("a webhook is disabled: its address answered 410 Gone", {{"endpoint", line.endpoint.id}});
  }
  co_return std::unexpected(answered.error());
}

// Asked without a page there is nothing harmless to post: what can be seen is the secrets and the address.
asio::awaitable<std::vector<Finding>> WebhookPager::check() {
  std::vector<Finding> findings;
  for (auto& [id, line] : lines_) {
    net::HttpRequest request;
    request.method = "OPTIONS";
    const auto answered = co_await line.service->call(std::move(request));
    const bool reached = answered || !worth_retrying(answered.error().kind);
    findings.push_back({reached, "webhook " + id + (reached ? ": reachable" : ": " + answered.error().say),
                        reached ? "" : "correct webhook.endpoints." + id + ".url"});
  }
  co_return findings;
}

}  // namespace

Result<std::string> signature_of(const std::vector<Secret>& secrets, const std::string& id,
                                 std::int64_t timestamp, const std::string& body) {
  std::string all;
  for (const Secret& secret : secrets) {
    if (secret.empty()) continue;
    MUSTER_TRY(const Secret key, key_of(secret));
    const std::string mac =
        net::base64(net::hmac_sha256(key, id + "." + std::to_string(timestamp) + "." + body));
    all += (all.empty() ? "v1," : " v1,") + mac;
  }
  return all;
}

Result<std::unique_ptr<Integration>> make_webhook(WebhookConfig config, const IntegrationDeps& deps) {
  std::vector<Line> lines;
  for (Endpoint& endpoint : config.endpoints) {
    const std::string key = "webhook.endpoints." + endpoint.id;
    if (auto usable = signature_of(endpoint.secrets, "", 0, ""); !usable)
      return fail(ErrorKind::invalid, key + ".secret: " + usable.error().say);
    net::ServiceOptions options{.name = "The webhook " + endpoint.id,
                                .base_url = endpoint.url,
                                .ca_file = config.ca_file,
                                .proxy = config.proxy,
                                .secrets = endpoint.secrets,
                                .fix = "Correct webhook.endpoints." + endpoint.id + " in muster.yaml."};
    auto service = net::Service::create(std::move(options));
    if (!service) return fail(ErrorKind::invalid, key + ".url: " + service.error().say);
    lines.push_back({std::move(endpoint), *std::move(service)});
  }
  return std::make_unique<WebhookPager>(std::move(lines), deps.clock);
}

}  // namespace muster::webhook
