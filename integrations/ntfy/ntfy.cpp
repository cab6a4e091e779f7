#include "integrations/ntfy/ntfy.hpp"

#include "bot/net/service.hpp"
#include "bot/net/url.hpp"
#include "integrations/ntfy/push_codec.hpp"

namespace muster::ntfy {

namespace {

class NtfyPager final : public Integration, public Pager {
 public:
  explicit NtfyPager(std::shared_ptr<net::Service> service) : service_{std::move(service)} {}

  [[nodiscard]] Pager* pager() override { return this; }
  void start() override {}
  asio::awaitable<void> stop(std::chrono::steady_clock::time_point /*deadline*/) override { co_return; }
  asio::awaitable<std::vector<Finding>> check() override;

  [[nodiscard]] std::string name() const override { return "ntfy"; }
  [[nodiscard]] HealthReport health() const override {
    return {service_->trouble().empty(), service_->trouble()};
  }
  asio::awaitable<Result<PageReceipt>> send(Delivery d, PageNotice notice) override;

 private:
  std::shared_ptr<net::Service> service_;
};

asio::awaitable<Result<PageReceipt>> NtfyPager::send(Delivery d, PageNotice notice) {
  if (!is_topic(notice.address))
    co_return fail(ErrorKind::invalid, "The identity ntfy of " + notice.person.name +
                                           " is not a topic: up to 64 letters, digits, - and _.");
  if (d.uncertain) {
    net::HttpRequest poll;
    poll.url = "/" + notice.address + "/json?poll=1&since=12h";
    const auto seen = co_await service_->call(std::move(poll));
    if (seen) {
      if (auto id = find_page(seen->body, notice))
        co_return PageReceipt{SendState::accepted, *std::move(id), "found"};
    }
  }
  net::HttpRequest request;
  request.method = "POST";
  request.url = "/";
  request.headers.set("Content-Type", "application/json");
  request.body = push_json(notice);
  MUSTER_CO_TRY(const net::HttpResponse response, co_await service_->call(std::move(request)));
  auto id = read_taken(response.body);
  if (!id) co_return service_->lied(response, d.uncertain);
  co_return PageReceipt{SendState::accepted, *std::move(id), ""};
}

asio::awaitable<std::vector<Finding>> NtfyPager::check() {
  net::HttpRequest request;
  request.url = "/v1/health";
  const auto answered = co_await service_->call(std::move(request));
  std::vector<Finding> findings;
  findings.push_back({answered.has_value(), answered ? "ntfy: reachable" : "ntfy: " + answered.error().say,
                      answered ? "" : "correct ntfy.url and ntfy.token"});
  co_return findings;
}

}  // namespace

Result<std::unique_ptr<Integration>> make_ntfy(NtfyConfig config, const IntegrationDeps& /*deps*/) {
  net::ServiceOptions options{.name = "ntfy",
                              .base_url = config.url,
                              .ca_file = config.ca_file,
                              .proxy = config.proxy,
                              .secrets = {config.token},
                              .fix = "Give ntfy.token one that may publish.",
                              .reason = read_reason};
  if (!config.token.empty()) options.headers.set("Authorization", "Bearer " + config.token.reveal());
  auto service = net::Service::create(std::move(options));
  if (!service) return fail(ErrorKind::invalid, "ntfy.url: " + service.error().say);
  return std::make_unique<NtfyPager>(*std::move(service));
}

}  // namespace muster::ntfy
