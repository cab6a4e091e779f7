#include "integrations/twilio/twilio.hpp"

#include <deque>
#include <map>
#include <utility>

#include "bot/base/log.hpp"
#include "bot/net/digest.hpp"
#include "bot/net/service.hpp"
#include "bot/net/signature.hpp"
#include "bot/net/url.hpp"
#include "integrations/twilio/api_wire.hpp"
#include "integrations/twilio/callback.hpp"
#include "integrations/twilio/words.hpp"

namespace muster::twilio {

namespace {

constexpr std::size_t kMostRemembered = 5000;

// The highest rank seen of each message and call: callbacks arrive in any order.
class Ranks {
 public:
  bool rises(const std::string& sid, int rank) {
    const auto [found, is_new] = ranks_.try_emplace(sid, rank);
    if (is_new) {
      order_.push_back(sid);
      if (order_.size() > kMostRemembered) {
        ranks_.erase(order_.front());
        order_.pop_front();
      }
      return true;
    }
    if (rank <= found->second) return false;
    found->second = rank;
    return true;
  }
  // It was not kept and may be told again.
  void forget(const std::string& sid, int rank) {
    if (const auto found = ranks_.find(sid); found != ranks_.end()) found->second = rank - 1;
  }

 private:
  std::map<std::string, int> ranks_;
  std::deque<std::string> order_;
};

std::string iso_day(Time t) {
  return iso_seconds(t).substr(0, 10);
}

HookAnswer xml(std::string twiml) {
  return {200, std::move(twiml), "text/xml"};
}

class TwilioPager final : public Integration, public Pager {
 public:
  TwilioPager(TwilioConfig config, std::shared_ptr<net::Service> service, const IntegrationDeps& deps)
      : config_{std::move(config)},
        service_{std::move(service)},
        clock_{deps.clock},
        intake_{deps.intake},
        board_{deps.board} {}

  [[nodiscard]] Pager* pager() override { return this; }
  [[nodiscard]] std::vector<Hook> hooks() override {
    if (config_.hooks_url.empty()) return {};
    return {{"/hooks/twilio", [this](HookCall call) { return serve(std::move(call)); }}};
  }
  void start() override {}
  asio::awaitable<void> stop(std::chrono::steady_clock::time_point /*deadline*/) override { co_return; }
  asio::awaitable<std::vector<Finding>> check() override;

  [[nodiscard]] std::string name() const override { return "twilio"; }
  [[nodiscard]] HealthReport health() const override {
    return {service_->trouble().empty(), service_->trouble()};
  }
  asio::awaitable<Result<PageReceipt>> send(Delivery d, PageNotice notice) override;

 private:
  [[nodiscard]] std::string account(const std::string& what) const {
    return "/2010-04-01/Accounts/" + config_.account_sid + what;
  }
  [[nodiscard]] std::string hook(const std::string& what, const PageNotice& notice) const;
  [[nodiscard]] net::FormFields message_fields(const PageNotice& notice) const;
  [[nodiscard]] net::FormFields call_fields(const PageNotice& notice) const;
  asio::awaitable<Result<std::optional<Sent>>> look(const PageNotice& notice);

  asio::awaitable<HookAnswer> serve(HookCall call);
  asio::awaitable<HookAnswer> on_status(PageToken page, Form form);
  asio::awaitable<HookAnswer> on_key(PageToken page, Form form);
  asio::awaitable<HookAnswer> on_text(Form form);
  // The words of the answer; none: it could not be kept.
  asio::awaitable<std::optional<std::string>> submit(std::string key, std::optional<Identity> from,
                                                     PageAnswered what);
  [[nodiscard]] std::optional<PageToken> token_of(const HookCall& call) const;

  TwilioConfig config_;
  std::shared_ptr<net::Service> service_;
  const Clock& clock_;
  Intake& intake_;
  const Board& board_;
  Ranks ranks_;
};

std::string TwilioPager::hook(const std::string& what, const PageNotice& notice) const {
  if (config_.hooks_url.empty()) return "";
  const PageToken token{{notice.incident, notice.page}, notice.person.id, notice.method};
  return config_.hooks_url + "/hooks/twilio/" + what + "?page=" + seal_page(config_.auth_token, token);
}

net::FormFields TwilioPager::message_fields(const PageNotice& notice) const {
  net::FormFields fields{{"To", notice.address}, {"Body", text_message(notice, !config_.hooks_url.empty())}};
  if (config_.messaging_service.empty())
    fields.emplace_back("From", config_.from);
  else
    fields.emplace_back("MessagingServiceSid", config_.messaging_service);
  if (!config_.hooks_url.empty()) fields.emplace_back("StatusCallback", hook("status", notice));
  return fields;
}

net::FormFields TwilioPager::call_fields(const PageNotice& notice) const {
  net::FormFields fields{{"To", notice.address},
                         {"From", config_.from},
                         {"Timeout", "40"},
                         {"Twiml", call_twiml(notice, hook("key", notice))}};
  if (config_.hooks_url.empty()) return fields;
  fields.emplace_back("StatusCallback", hook("status", notice));
  for (const char* event : {"initiated", "ringing", "answered", "completed"})
    fields.emplace_back("StatusCallbackEvent", event);
  return fields;
}

// What may have been sent already.
asio::awaitable<Result<std::optional<Sent>>> TwilioPager::look(const PageNotice& notice) {
  const bool call = notice.method == "voice";
  net::HttpRequest request;
  request.url = account(call ? "/Calls.json?" : "/Messages.json?") +
                net::form_encode({{"To", notice.address}, {"PageSize", "50"}}) +
                (call ? "&StartTime%3E=" : "&DateSent%3E=") + iso_day(notice.sent_at);
  MUSTER_CO_TRY(const net::HttpResponse response, co_await service_->call(std::move(request)));
  const Found found = call
                          ? find_call(response.body, std::chrono::floor<std::chrono::seconds>(notice.sent_at))
                          : find_message(response.body, text_message(notice, !config_.hooks_url.empty()));
  if (!found.readable) co_return service_->lied(response, true);
  co_return found.sent;
}

asio::awaitable<Result<PageReceipt>> TwilioPager::send(Delivery d, PageNotice notice) {
  if (d.uncertain) {
    const auto before = co_await look(notice);
    if (!before && worth_retrying(before.error().kind)) co_return std::unexpected(before.error());
    if (!before) co_return PageReceipt{SendState::unknown, "", before.error().say};
    if (*before) co_return PageReceipt{SendState::accepted, (*before)->sid, (*before)->status};
  }
  const bool call = notice.method == "voice";
  net::HttpRequest request;
  request.method = "POST";
  request.url = account(call ? "/Calls.json" : "/Messages.json");
  request.headers.set("Content-Type", "application/x-www-form-urlencoded");
  request.body = net::form_encode(call ? call_fields(notice) : message_fields(notice));
  MUSTER_CO_TRY(const net::HttpResponse response, co_await service_->call(std::move(request)));
  const auto sent = read_sent(response.body);
  if (!sent) co_return service_->lied(response, d.uncertain);
  co_return PageReceipt{SendState::accepted, sent->sid, sent->status};
}

std::optional<PageToken> TwilioPager::token_of(const HookCall& call) const {
  const auto page = call.query.find("page");
  if (page == call.query.end()) return std::nullopt;
  auto token = unseal_page(config_.auth_token, page->second);
  return token ? token : unseal_page(config_.previous_auth_token, page->second);
}

asio::awaitable<HookAnswer> TwilioPager::serve(HookCall call) {
  const auto form = read_form(call.body);
  if (!form || call.method != "POST") co_return HookAnswer{400, "not a form", "text/plain"};
  if (!is_signed({config_.auth_token, config_.previous_auth_token}, config_.hooks_url + call.target, *form,
                 call.header("x-twilio-signature"))) {
    log_warn("a callback without Twilio's signature was refused", {{"remote", call.remote}});
    co_return HookAnswer{403, "not signed by Twilio for this address", "text/plain"};
  }
  const std::string what = call.path.substr(std::string_view{"/hooks/twilio"}.size());
  if (what == "/sms") co_return co_await on_text(*form);
  const auto page = token_of(call);
  if (!page) co_return HookAnswer{404, "no such page", "text/plain"};
  if (what == "/status") co_return co_await on_status(*page, *form);
  if (what == "/key") co_return co_await on_key(*page, *form);
  co_return HookAnswer{404, "no such address", "text/plain"};
}

asio::awaitable<HookAnswer> TwilioPager::on_status(PageToken page, Form form) {
  const std::string sid = field(form, form.contains("MessageSid") ? "MessageSid" : "CallSid");
  const auto progress = read_progress(form);
  if (!progress || sid.empty() || !ranks_.rises(sid, progress->rank)) co_return HookAnswer{204};
  Inbound inbound;
  inbound.origin_key = "twilio/" + sid + "/" + std::to_string(progress->rank);
  inbound.occurred_at = clock_.now();
  inbound.rule = "twilio";
  inbound.what = PageProgressed{page.page.incident, page.page.page,   page.person, page.method,
                                progress->state,    progress->detail, sid};
  const auto kept = co_await intake_.submit(std::move(inbound));
  if (!kept) ranks_.forget(sid, progress->rank);
  co_return HookAnswer{kept ? 204 : 503};
}

asio::awaitable<std::optional<std::string>> TwilioPager::submit(std::string key, std::optional<Identity> from,
                                                                PageAnswered what) {
  const bool declined = what.answer == PageAnswer::decline;
  Inbound inbound;
  inbound.origin_key = std::move(key);
  inbound.occurred_at = clock_.now();
  if (!from) inbound.rule = "twilio";
  inbound.from = std::move(from);
  inbound.what = std::move(what);
  const auto answer = co_await intake_.submit(std::move(inbound));
  if (!answer) co_return std::nullopt;
  if (answer->refused) co_return answer->refused_say;
  co_return declined ? "Declined. The next person is called." : "Acknowledged. Thank you.";
}

asio::awaitable<HookAnswer> TwilioPager::on_key(PageToken page, Form form) {
  const auto answer = read_key(field(form, "Digits"));
  if (!answer) co_return xml(say_twiml("That key means nothing here. Goodbye."));
  const auto words =
      co_await submit("twilio/" + field(form, "CallSid") + "/key/" + field(form, "Digits"), std::nullopt,
                      {page.page.incident, page.page.page, page.person, *answer, page.method});
  if (!words) co_return HookAnswer{503};
  co_return xml(say_twiml(*words));
}

asio::awaitable<HookAnswer> TwilioPager::on_text(Form form) {
  const auto reply = read_text(field(form, "Body"));
  if (!reply) co_return xml(message_twiml("Reply 4 to acknowledge the last page, 5 to decline it."));
  const std::string number = field(form, "From");
  if (board_.people.find_identity("phone", number) == nullptr)
    co_return xml(message_twiml("muster does not know this number."));
  PageAnswered answered;
  answered.answer = reply->answer;
  answered.method = "sms";
  if (reply->page) {
    answered.incident = reply->page->incident;
    answered.page = reply->page->page;
  }
  const auto words = co_await submit("twilio/" + field(form, "MessageSid"), Identity{"phone", number, ""},
                                     std::move(answered));
  if (!words) co_return HookAnswer{503};
  co_return xml(message_twiml(*words));
}

asio::awaitable<std::vector<Finding>> TwilioPager::check() {
  net::HttpRequest request;
  request.url = account(".json");
  const auto answered = co_await service_->call(std::move(request));
  std::vector<Finding> findings;
  findings.push_back({answered.has_value(),
                      answered ? "Twilio: signed in" : "Twilio: " + answered.error().say,
                      answered ? "" : "correct twilio.account_sid and twilio.auth_token"});
  findings.push_back(
      {true,
       config_.hooks_url.empty()
           ? "WARNING: Twilio cannot call back, so keys and replies are not taken: set hooks_url"
           : "Twilio calls back at " + config_.hooks_url +
                 "/hooks/twilio; point the number's messages "
                 "to " +
                 config_.hooks_url + "/hooks/twilio/sms",
       ""});
  co_return findings;
}

}  // namespace

Result<std::unique_ptr<Integration>> make_twilio(TwilioConfig config, const IntegrationDeps& deps) {
  const bool sid = config.account_sid.starts_with("AC") && config.account_sid.size() <= 64 &&
                   config.account_sid.find_first_of("/?#% ") == std::string::npos;
  if (!sid) return fail(ErrorKind::invalid, "twilio.account_sid starts with AC; Twilio's console shows it.");
  if (config.auth_token.empty()) return fail(ErrorKind::invalid, "twilio.auth_token is empty.");
  if (config.from.empty()) return fail(ErrorKind::invalid, "twilio.from must be one of your Twilio numbers.");
  while (config.hooks_url.ends_with('/')) config.hooks_url.pop_back();
  const std::string basic = net::base64(config.account_sid + ":" + config.auth_token.reveal());
  net::ServiceOptions options{.name = "Twilio",
                              .base_url = config.api_url,
                              .ca_file = config.ca_file,
                              .proxy = config.proxy,
                              .headers = {{"Authorization", "Basic " + basic}},
                              .secrets = {config.auth_token, config.previous_auth_token, Secret{basic}},
                              .fix = "Correct twilio.account_sid and twilio.auth_token.",
                              .reason = read_reason};
  auto service = net::Service::create(std::move(options));
  if (!service) return fail(ErrorKind::invalid, "twilio.api_url: " + service.error().say);
  return std::make_unique<TwilioPager>(std::move(config), *std::move(service), deps);
}

}  // namespace muster::twilio
