// page_probe: sends one page of muster's to a provider given on the command line and prints what became of it
// as JSON, or whether an envelope of SNS is believed, for tests in which the vendors' own programs judge.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "bot/base/log.hpp"
#include "bot/net/json.hpp"
#include "integrations/alerts/sns.hpp"
#include "integrations/pagerduty/pagerduty.hpp"
#include "integrations/smtp/smtp.hpp"
#include "integrations/twilio/callback.hpp"
#include "integrations/webhook/webhook.hpp"

namespace muster {
namespace {

class NoIntake final : public Intake {
 public:
  asio::awaitable<Result<Answer>> submit(Inbound /*inbound*/) override { co_return Answer{}; }
  asio::awaitable<Result<Answer>> submit(Inbound /*inbound*/, std::vector<ConsoleWrite> /*writes*/) override {
    co_return Answer{};
  }
  asio::awaitable<Result<Done>> write(std::vector<ConsoleWrite> /*writes*/) override { co_return Done{}; }
};

using Words = std::vector<std::string>;

PageNotice notice_to(std::string method, std::string address, bool person) {
  PageNotice notice;
  notice.incident = IncidentNumber{42};
  notice.page = "P2";
  notice.name = "INC-42/P2";
  if (person) notice.person = {PersonId{"ann"}, "Ann Archer", "", {}};
  notice.method = std::move(method);
  notice.address = std::move(address);
  notice.title = "SEV1 INC-42: Die Straße ist zu & aus";
  notice.text = "nobody answered P1";
  notice.severity = 1;
  notice.service = "checkout";
  notice.link = "https://muster.example.org/incidents/42";
  notice.first_page = "INC-42/P1";
  notice.sent_at = SystemClock{}.now();
  return notice;
}

Result<std::unique_ptr<Integration>> integration_for(const Words& words, const IntegrationDeps& deps) {
  if (words[0] == "webhook")
    return webhook::make_webhook({{{"peer", words[1], {Secret{words[2]}}}}, "", {}}, deps);
  if (words[0] == "smtp") {
    smtp::SmtpConfig config;
    config.host = words[1];
    config.port = std::stoi(words[2]);
    config.ca_file = words[3];
    config.user = words[4];
    config.password = Secret{words[5]};
    config.from = "muster@example.org";
    return smtp::make_smtp(std::move(config), deps);
  }
  pagerduty::PagerDutyConfig config;
  config.events_url = words[1];
  config.api_url = words[1];
  if (words[0] == "pagerduty-events") {
    config.targets = {{"peer", Secret{words[2]}, "", {}}};
  } else {
    config.api_token = Secret{words[2]};
    config.from = words[3];
    config.targets = {{"peer", Secret{}, words[4], {}}};
  }
  return pagerduty::make_pagerduty(std::move(config), deps);
}

PageNotice notice_for(const Words& words) {
  if (words[0] == "smtp") return notice_to("email", words[6], true);
  if (words[0] == "webhook") return notice_to("webhook", "peer", true);
  return notice_to("pagerduty:peer", "peer", false);
}

asio::awaitable<nlohmann::json> ring(Pager& pager, PageNotice notice) {
  const Delivery delivery{"INC-42/17/0", IncidentNumber{42}, false};
  const auto sent = co_await pager.send(delivery, notice);
  if (!sent)
    co_return nlohmann::json{
        {"error", to_string(sent.error().kind)}, {"say", sent.error().say}, {"detail", sent.error().detail}};
  nlohmann::json told = {{"state", name_of(sent->state)}, {"ref", sent->ref}, {"detail", sent->detail}};
  for (const PageSettlement how : {PageSettlement::acknowledged, PageSettlement::over}) {
    const auto settled = co_await pager.settle(delivery, notice, how, sent->ref);
    if (!settled) {
      told["settled"] = settled.error().say + " " + settled.error().detail;
      co_return told;
    }
  }
  told["settled"] = "acknowledged and over";
  co_return told;
}

nlohmann::json signature(const Words& words) {
  twilio::Form form;
  for (std::size_t at = 3; at + 1 < words.size(); at += 2) form.emplace(words[at], words[at + 1]);
  return {{"signature", twilio::signature_of(Secret{words[1]}, words[2], form)}};
}

std::string file(const std::string& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

// sns TOPIC CERTIFICATE BODY NOW: as if the certificate were what its address gives.
nlohmann::json envelope(const Words& words) {
  asio::io_context io{1};
  alerts::Sns sns{
      [&](std::string /*url*/) -> asio::awaitable<Result<std::string>> { co_return file(words[2]); }};
  const Time now{std::chrono::seconds{std::stoll(words[4])}};
  nlohmann::json told;
  asio::co_spawn(io, sns.believed(file(words[3]), words[1], now),
                 [&](const std::exception_ptr& bug, const Result<alerts::SnsEnvelope>& believed) {
                   if (bug) std::rethrow_exception(bug);
                   told = {{"believed", believed.has_value()}, {"say", believed ? "" : believed.error().say}};
                 });
  io.run();
  return told;
}

nlohmann::json page(const Words& words) {
  std::string logged;
  install_log_sink([&](const LogLine& line) {
    logged += std::string{line.message};
    for (const LogField& field : line.fields) logged += " " + field.value;
  });
  asio::io_context io{1};
  const SystemClock clock;
  NoIntake intake;
  Board board;
  board.policy = std::make_shared<const Policy>();
  ReaderPool reader{io.get_executor(), []() -> Result<std::unique_ptr<Reader>> {
                      return fail(ErrorKind::unavailable, "no store here");
                    }};
  const IntegrationDeps deps{io.get_executor(), clock, intake, board, reader, {}};
  auto integration = integration_for(words, deps);
  if (!integration) return {{"error", "invalid"}, {"say", integration.error().say}};
  nlohmann::json told;
  asio::co_spawn(io, ring(*(*integration)->pager(), notice_for(words)),
                 [&](std::exception_ptr bug, nlohmann::json result) {
                   if (bug) std::rethrow_exception(bug);
                   told = std::move(result);
                   io.stop();
                 });
  io.run();
  told["log"] = logged;
  return told;
}

}  // namespace
}  // namespace muster

int main(int argc, char** argv) {
  const muster::Words words{argv + 1, argv + argc};
  if (words.size() < 3) return 2;
  const nlohmann::json told = words[0] == "twilio-signature" ? muster::signature(words)
                              : words[0] == "sns"            ? muster::envelope(words)
                                                             : muster::page(words);
  std::printf("%s\n", muster::net::dump_json(told).c_str());
  return 0;
}
