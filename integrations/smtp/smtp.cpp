#include "integrations/smtp/smtp.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "bot/base/html.hpp"
#include "bot/base/log.hpp"
#include "bot/base/utf8.hpp"
#include "bot/net/digest.hpp"
#include "bot/net/json.hpp"
#include "bot/net/url.hpp"
#include "integrations/smtp/letter.hpp"
#include "integrations/smtp/mail_server.hpp"
#include "integrations/smtp/reply.hpp"

namespace muster::smtp {

namespace {

constexpr int kThreads = 2;

std::string text_of(const PageNotice& notice, bool may_reply) {
  std::string text = notice.title + "\n\n" + (notice.text.empty() ? "You are paged." : notice.text) + "\n";
  if (!notice.service.empty()) text += "Service: " + notice.service + "\n";
  if (!notice.link.empty()) text += "Incident: " + notice.link + "\n";
  text += "\n";
  if (!notice.ack_link.empty()) text += "Acknowledge: " + notice.ack_link + "\n";
  if (!notice.decline_link.empty()) text += "I cannot: " + notice.decline_link + "\n";
  if (may_reply) text += "Or reply with ack or decline as the first word.\n";
  return text + "\nPage " + notice.name + (notice.test ? ", a test" : "") + "\n";
}

std::string html_of(const PageNotice& notice, bool may_reply) {
  const auto link = [](const std::string& url, const char* words) {
    return url.empty() ? "" : "<p><a href=\"" + html_escaped(url) + "\">" + words + "</a></p>\n";
  };
  std::string html = "<h2>" + html_escaped(notice.title) + "</h2>\n<p>" +
                     html_escaped(notice.text.empty() ? "You are paged." : notice.text) + "</p>\n";
  if (!notice.service.empty()) html += "<p>Service: " + html_escaped(notice.service) + "</p>\n";
  html += link(notice.ack_link, "Acknowledge") + link(notice.decline_link, "I cannot") +
          link(notice.link, "Open the incident");
  if (may_reply) html += "<p>Or reply with <b>ack</b> or <b>decline</b> as the first word.</p>\n";
  return html + "<p>Page " + html_escaped(notice.name) + (notice.test ? ", a test" : "") + "</p>\n";
}

// "muster+inc-42.p1.….@example.org"
std::string reply_address(const std::string& mailbox, const std::string& name) {
  const auto at = mailbox.rfind('@');
  return mailbox.substr(0, at) + "+" + name + mailbox.substr(at);
}

HookAnswer say(int status, const std::string& words) {
  return {status, words + "\n", "text/plain"};
}

class SmtpPager final : public Integration, public Pager {
 public:
  SmtpPager(SmtpConfig config, const CurlLibrary& curl, const IntegrationDeps& deps)
      : config_{config},
        server_{std::make_shared<MailServer>(std::move(config), curl)},
        clock_{deps.clock},
        intake_{deps.intake},
        board_{deps.board},
        threads_{kThreads} {}
  ~SmtpPager() override {
    server_->abandon();
    threads_.join();
  }

  [[nodiscard]] Pager* pager() override { return this; }
  [[nodiscard]] std::vector<Hook> hooks() override {
    if (config_.reply_token.empty()) return {};
    return {{"/hooks/mail", [this](HookCall call) { return serve(std::move(call)); }}};
  }
  void start() override {}
  asio::awaitable<void> stop(std::chrono::steady_clock::time_point /*deadline*/) override { co_return; }
  asio::awaitable<std::vector<Finding>> check() override;

  [[nodiscard]] std::string name() const override { return "smtp"; }
  [[nodiscard]] HealthReport health() const override { return {trouble_.empty(), trouble_}; }
  asio::awaitable<Result<PageReceipt>> send(Delivery d, PageNotice notice) override;

 private:
  [[nodiscard]] Letter letter_of(const Delivery& d, const PageNotice& notice) const;
  [[nodiscard]] PersonId person_of(const Reply& reply) const;
  asio::awaitable<HookAnswer> serve(HookCall call);
  asio::awaitable<Result<std::string>> submit(std::string to, std::string bytes);

  SmtpConfig config_;
  std::shared_ptr<MailServer> server_;
  const Clock& clock_;
  Intake& intake_;
  const Board& board_;
  std::string trouble_;
  asio::thread_pool threads_;  // the calls of libcurl block
};

Letter SmtpPager::letter_of(const Delivery& d, const PageNotice& notice) const {
  const std::string host = config_.from.substr(config_.from.rfind('@') + 1);
  const PageName page{notice.incident, notice.page};
  const bool may_reply = !config_.reply_token.empty() && !config_.reply_to.empty();
  const std::string name = reply_name(config_.reply_token, page, notice.person.id);
  Letter letter;
  letter.from = config_.from;
  letter.to = notice.address;
  if (may_reply) letter.reply_to = reply_address(config_.reply_to, name);
  letter.message_id = name + "." + net::sha256_hex(d.key).substr(0, 16) + "@" + host;
  letter.thread_id = net::sha256_hex("thread " + notice.first_page).substr(0, 24) + "@" + host;
  letter.date = notice.sent_at;
  letter.subject = clean_text(notice.title, false);
  letter.text = text_of(notice, may_reply);
  letter.html = html_of(notice, may_reply);
  return letter;
}

asio::awaitable<Result<std::string>> SmtpPager::submit(std::string to, std::string bytes) {
  auto job = [server = server_, to = std::move(to),
              bytes = std::move(bytes)]() -> asio::awaitable<Result<std::string>> {
    co_return server->submit(to, bytes);
  };
  co_return co_await asio::co_spawn(threads_, std::move(job), asio::use_awaitable);
}

asio::awaitable<Result<PageReceipt>> SmtpPager::send(Delivery d, PageNotice notice) {
  const Letter letter = letter_of(d, notice);
  MUSTER_CO_TRY(std::string bytes, letter_bytes(letter));
  const auto taken = co_await submit(letter.to, std::move(bytes));
  const bool its_fault = !taken && taken.error().kind != ErrorKind::rejected;
  trouble_ = its_fault ? taken.error().say : "";
  if (!taken) co_return std::unexpected(taken.error());
  co_return PageReceipt{SendState::accepted, letter.message_id, *taken};
}

PersonId SmtpPager::person_of(const Reply& reply) const {
  for (const Person& person : board_.people.all()) {
    const std::string ours = reply_name(config_.reply_token, *reply.page, person.id);
    if (net::constant_time_equal(ours.substr(ours.rfind('.') + 1), reply.mac)) return person.id;
  }
  return {};
}

asio::awaitable<HookAnswer> SmtpPager::serve(HookCall call) {
  if (!net::constant_time_equal(call.header("authorization"), "Bearer " + config_.reply_token.reveal()))
    co_return say(401, "The pipe must send Authorization: Bearer and smtp.reply_token.");
  if (call.method != "POST") co_return say(405, "POST the raw message.");
  const Reply reply = read_reply(call.body);
  if (reply.automatic) co_return say(202, "An automatic answer: nothing to do.");
  const PersonId person = reply.page ? person_of(reply) : PersonId{};
  if (person.empty()) co_return say(422, "This is not a reply to one of muster's pages.");
  if (!reply.answer) co_return say(422, "Reply with ack or decline as the first word.");
  Inbound inbound;
  inbound.origin_key = "mail/" + net::sha256_hex(reply.message_id.empty() ? call.body : reply.message_id);
  inbound.occurred_at = clock_.now();
  inbound.rule = "smtp";
  inbound.what = PageAnswered{reply.page->incident, reply.page->page, person, *reply.answer, "email"};
  const auto answer = co_await intake_.submit(std::move(inbound));
  if (!answer) co_return say(503, "muster cannot keep it now; try again.");
  co_return say(202, answer->refused ? answer->refused_say : "Taken.");
}

asio::awaitable<std::vector<Finding>> SmtpPager::check() {
  auto job = [server = server_]() -> asio::awaitable<Result<std::string>> { co_return server->greet(); };
  const auto greeted = co_await asio::co_spawn(threads_, std::move(job), asio::use_awaitable);
  std::vector<Finding> findings;
  findings.push_back({greeted.has_value(),
                      greeted ? "mail server: " + *greeted : "mail server: " + greeted.error().say,
                      greeted ? "" : "correct smtp.host, port, security, user and password"});
  co_return findings;
}

bool is_address(const std::string& text) {
  const auto at = text.rfind('@');
  return at != std::string::npos && at > 0 && at + 1 < text.size() &&
         text.find_first_of(" \t\r\n<>,;") == std::string::npos;
}

}  // namespace

Result<std::unique_ptr<Integration>> make_smtp(SmtpConfig config, const IntegrationDeps& deps) {
  if (!is_address(config.from)) return fail(ErrorKind::invalid, "smtp.from must be a mail address.");
  if (!config.reply_to.empty() && !is_address(config.reply_to))
    return fail(ErrorKind::invalid, "smtp.reply_to must be a mail address.");
  if (config.security == Security::none && !net::is_loopback_host(config.host))
    return fail(ErrorKind::invalid, "smtp.security: none is only for a mail server on this machine.");
  if (config.host.find_first_of("/@ \r\n") != std::string::npos)
    return fail(ErrorKind::invalid, "smtp.host must be a host name.");
  if (!config.reply_to.empty() && config.reply_token.empty())
    return fail(ErrorKind::invalid,
                "smtp.reply_to needs smtp.reply_token, or nobody could tell a reply from a forgery.");
  if (config.hello.empty()) config.hello = config.from.substr(config.from.rfind('@') + 1);
  MUSTER_TRY(const CurlLibrary* curl, curl_library());
  return std::make_unique<SmtpPager>(std::move(config), *curl, deps);
}

}  // namespace muster::smtp
