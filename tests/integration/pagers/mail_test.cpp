// Mail against a real server: Debian's python3-aiosmtpd, STARTTLS and AUTH required.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "bot/net/json.hpp"
#include "integrations/smtp/letter.hpp"
#include "integrations/smtp/mime.hpp"
#include "integrations/smtp/reply.hpp"
#include "integrations/smtp/smtp.hpp"
#include "tests/integration/net/certificates.hpp"
#include "tests/integration/pagers/house.hpp"

extern char** environ;

namespace muster::testing {
namespace {

using net::run;

const std::string kPassword = "mail-pass-9b1d";

// The server's process, with what it prints.
class MailProcess {
 public:
  explicit MailProcess(const net::TestAuthority& authority) {
    const net::Identity identity = authority.issue("mail", "DNS:localhost,IP:127.0.0.1");
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    std::string script = std::string{MUSTER_SOURCE_DIR} + "/tests/emulators/mail/server.py";
    std::string certificate = identity.certificate_file.string();
    std::string key = identity.key_file.string();
    std::string python = "/usr/bin/python3";  // Debian's, which has the package
    std::array<char*, 5> arguments = {python.data(), script.data(), certificate.data(), key.data(), nullptr};
    const int failed = posix_spawn(&pid_, python.c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    out_ = fdopen(ends[0], "r");
    if (failed != 0) throw std::runtime_error("python3 does not start");
    const std::string first = line();
    port = first.empty() ? 0 : std::stoi(first);
  }
  ~MailProcess() {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    (void)fclose(out_);
  }
  MailProcess(const MailProcess&) = delete;
  MailProcess& operator=(const MailProcess&) = delete;

  // Waits for it.
  std::string line() {
    std::array<char, 65536> text{};
    return fgets(text.data(), text.size(), out_) == nullptr ? "" : std::string{text.data()};
  }
  // The next mail it took, as a mail.
  std::string mail() {
    const auto json = net::parse_json(line());
    return json ? net::text(*json, "mail") : "";
  }
  int port = 0;

 private:
  pid_t pid_ = 0;
  FILE* out_ = nullptr;
};

class Mail : public ::testing::Test {
 protected:
  static smtp::SmtpConfig config() {
    smtp::SmtpConfig config;
    config.host = "localhost";
    config.port = process().port;
    config.user = "muster";
    config.password = Secret{kPassword};
    config.from = "muster@example.org";
    config.ca_file = authority().ca_file();
    config.reply_to = "pages@example.org";
    config.reply_token = Secret{"reply-token-of-the-pipe"};
    return config;
  }
  static net::TestAuthority& authority() {
    static net::TestAuthority made;
    return made;
  }
  static MailProcess& process() {
    static MailProcess made{authority()};
    return made;
  }
  static Result<PageReceipt> send(const smtp::SmtpConfig& with, const std::string& to,
                                  Delivery d = first_try()) {
    Result<PageReceipt> sent = fail(ErrorKind::internal, "not run");
    run([&]() -> Async<void> {
      House house{co_await boost::asio::this_coro::executor};
      auto made = smtp::make_smtp(with, house.deps());
      if (!made) throw std::runtime_error(made.error().say);
      sent = co_await (*made)->pager()->send(d, notice_to_ann("email", to));
    });
    return sent;
  }
  void SetUp() override {
    if (process().port == 0) GTEST_SKIP() << "python3-aiosmtpd is not installed";
  }
};

TEST_F(Mail, ArrivesWithThreadAndBothBodies) {
  const auto sent = send(config(), "ann@example.org");
  ASSERT_TRUE(sent.has_value()) << sent.error().say << " " << sent.error().detail;
  EXPECT_EQ(sent->detail, "250 2.0.0 OK queued as TEST1");
  const std::string raw = process().mail();
  const smtp::MimePart mail = smtp::read_mail(raw);
  EXPECT_EQ(mail.header("to"), "<ann@example.org>");
  EXPECT_EQ(mail.header("from"), "muster <muster@example.org>");
  EXPECT_EQ(mail.header("subject"), "SEV1 INC-42: Checkout is down & out");
  EXPECT_EQ(mail.header("message-id"), "<" + sent->ref + ">");
  EXPECT_EQ(mail.header("auto-submitted"), "auto-generated");
  EXPECT_EQ(mail.header("date"), "Tue, 24 Nov 2026 09:59:55 +0000");
  EXPECT_EQ(mail.header("references"), mail.header("in-reply-to"));
  EXPECT_TRUE(mail.header("reply-to").starts_with("<pages+inc-42.p2.")) << mail.header("reply-to");
  const std::string text = smtp::plain_words(mail);
  EXPECT_TRUE(text.contains("Acknowledge: https://muster.example.org/p/ack")) << text;
  EXPECT_TRUE(raw.contains("text/html"));
}

TEST_F(Mail, KeepsItsIdOverRetriesAndThreadsByTheFirstPage) {
  const auto first = send(config(), "ann@example.org");
  const smtp::MimePart one = smtp::read_mail(process().mail());
  const auto second = send(config(), "ann@example.org", second_try());
  const smtp::MimePart two = smtp::read_mail(process().mail());
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->ref, second->ref);
  EXPECT_EQ(one.header("references"), two.header("references"));
}

TEST_F(Mail, TellsRefusalsFromTrouble) {
  const auto is = [](const Result<PageReceipt>& sent, ErrorKind kind, const std::string& words) {
    ASSERT_FALSE(sent.has_value());
    EXPECT_EQ(to_string(sent.error().kind), to_string(kind))
        << sent.error().say << " " << sent.error().detail;
    EXPECT_TRUE(sent.error().say.contains(words)) << sent.error().say;
    EXPECT_FALSE((sent.error().say + sent.error().detail).contains(kPassword));
  };
  is(send(config(), "unknown@example.org"), ErrorKind::rejected, "550 5.1.1 No such person here");
  is(send(config(), "full@example.org"), ErrorKind::rejected, "552 5.2.2");
  is(send(config(), "busy@example.org"), ErrorKind::unavailable, "452 4.3.1");
  is(send(config(), "lost@example.org"), ErrorKind::timeout, "did not say");
  is(send(config(), "grey@example.org"), ErrorKind::unavailable, "451 4.7.1");
  EXPECT_TRUE(send(config(), "grey@example.org", second_try()).has_value());
  (void)process().mail();

  smtp::SmtpConfig wrong = config();
  wrong.password = Secret{"mail-pass-wrong"};
  is(send(wrong, "ann@example.org"), ErrorKind::forbidden, "smtp.password");
  smtp::SmtpConfig distrustful = config();
  distrustful.ca_file.clear();
  is(send(distrustful, "ann@example.org"), ErrorKind::unavailable, "not trusted");
  smtp::SmtpConfig nobody = config();
  nobody.port = 1;
  is(send(nobody, "ann@example.org"), ErrorKind::unavailable, "cannot be reached");
}

TEST_F(Mail, ChecksItsServer) {
  run([]() -> Async<void> {
    House house{co_await boost::asio::this_coro::executor};
    auto good = smtp::make_smtp(config(), house.deps());
    const auto findings = co_await good.value()->check();
    EXPECT_TRUE(findings.at(0).ok) << findings.at(0).what;
    smtp::SmtpConfig wrong = config();
    wrong.password = Secret{"mail-pass-wrong"};
    auto bad = smtp::make_smtp(wrong, house.deps());
    const auto problems = co_await bad.value()->check();
    EXPECT_FALSE(problems.at(0).ok);
    EXPECT_FALSE(problems.at(0).fix.empty());
  });
}

TEST_F(Mail, NeverGoesInTheClear) {
  run([]() -> Async<void> {
    House house{co_await boost::asio::this_coro::executor};
    smtp::SmtpConfig clear = config();
    clear.security = smtp::Security::none;
    clear.host = "mail.example.org";
    EXPECT_FALSE(smtp::make_smtp(clear, house.deps()).has_value());
  });
}

HookCall piped(const std::string& mail) {
  HookCall call;
  call.method = "POST";
  call.path = "/hooks/mail";
  call.headers["authorization"] = "Bearer reply-token-of-the-pipe";
  call.body = mail;
  return call;
}

std::string reply_to_ann(const std::string& words, const std::string& more = "") {
  const std::string name =
      smtp::reply_name(Secret{"reply-token-of-the-pipe"}, {IncidentNumber{42}, "P2"}, PersonId{"ann"});
  return "From: somebody@elsewhere\r\nTo: <pages+" + name + "@example.org>\r\nMessage-ID: <1@phone>\r\n" +
         more + "\r\n" + words;
}

TEST(MailReply, AcknowledgesInTheNameOfWhoWasPaged) {
  run([]() -> Async<void> {
    House house{co_await boost::asio::this_coro::executor};
    smtp::SmtpConfig config;
    config.host = "localhost";
    config.from = "muster@example.org";
    config.reply_token = Secret{"reply-token-of-the-pipe"};
    auto made = smtp::make_smtp(config, house.deps());
    Integration& mail = *made.value();
    EXPECT_EQ((co_await call_hook(mail, piped(reply_to_ann("Ack.\r\n\r\n> quoted decline\r\n")))).status,
              202);
    EXPECT_EQ((co_await call_hook(mail, piped(reply_to_ann("\r\n5 on a plane\r\n")))).status, 202);
    const auto answers = house.desk.all<PageAnswered>();
    EXPECT_EQ(answers.size(), 2U);
    if (answers.size() != 2) co_return;
    EXPECT_EQ(answers[0].incident, IncidentNumber{42});
    EXPECT_EQ(answers[0].page, "P2");
    EXPECT_EQ(answers[0].person, PersonId{"ann"});
    EXPECT_EQ(answers[0].answer, PageAnswer::acknowledge);
    EXPECT_EQ(answers[0].method, "email");
    EXPECT_EQ(answers[1].answer, PageAnswer::decline);
    EXPECT_FALSE(house.desk.got[0].from.has_value());
    EXPECT_EQ(house.desk.got[0].rule, "smtp");
    EXPECT_EQ(house.desk.got[0].origin_key, house.desk.got[1].origin_key);  // one Message-ID
  });
}

TEST(MailReply, IsRefusedWithoutProof) {
  run([]() -> Async<void> {
    House house{co_await boost::asio::this_coro::executor};
    smtp::SmtpConfig config;
    config.host = "localhost";
    config.from = "muster@example.org";
    config.reply_token = Secret{"reply-token-of-the-pipe"};
    auto made = smtp::make_smtp(config, house.deps());
    Integration& mail = *made.value();
    HookCall stranger = piped(reply_to_ann("ack"));
    stranger.headers.erase("authorization");
    EXPECT_EQ((co_await call_hook(mail, stranger)).status, 401);
    const std::string forged = "To: <pages+inc-42.p2.0123456789abcdef@example.org>\r\n\r\nack";
    EXPECT_EQ((co_await call_hook(mail, piped(forged))).status, 422);
    EXPECT_EQ((co_await call_hook(mail, piped(reply_to_ann("what is this?")))).status, 422);
    EXPECT_EQ(
        (co_await call_hook(mail, piped(reply_to_ann("ack", "Auto-Submitted: auto-replied\r\n")))).status,
        202);
    EXPECT_TRUE(house.desk.got.empty());
    house.desk.answer = fail(ErrorKind::unavailable, "full");
    EXPECT_EQ((co_await call_hook(mail, piped(reply_to_ann("ack")))).status, 503);
  });
}

TEST(MailReply, ReadsWhatMailProgramsSend) {
  const auto answer = [](const std::string& head, const std::string& body) {
    return smtp::read_reply(head + "\r\n\r\n" + body).answer;
  };
  EXPECT_EQ(answer("Content-Type: text/plain\r\nContent-Transfer-Encoding: base64", "QWNrCg=="),
            PageAnswer::acknowledge);
  EXPECT_EQ(answer("Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable", "A=\r\nck=21"),
            PageAnswer::acknowledge);
  EXPECT_EQ(answer("Content-Type: text/html", "<div>decline</div>"), PageAnswer::decline);
  EXPECT_EQ(answer("Content-Type: multipart/alternative;\r\n boundary=\"b\"",
                   "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nok\r\n--b\r\nContent-Type: "
                   "text/html\r\n\r\n<p>no</p>\r\n--b--"),
            PageAnswer::acknowledge);
  EXPECT_EQ(answer("Content-Type: text/plain", "> ack"), std::nullopt);
}

TEST(Letter, RefusesHeadersThatAddHeaders) {
  smtp::Letter letter{.from = "a@b", .to = "c@d\r\nBcc: everybody@e", .subject = "x"};
  EXPECT_FALSE(smtp::letter_bytes(letter).has_value());
  letter.to = "c@d";
  letter.subject = "x\nBcc: e";
  EXPECT_FALSE(smtp::letter_bytes(letter).has_value());
}

TEST(Letter, EncodesWhatIsNotAscii) {
  EXPECT_EQ(smtp::encoded_words("plain"), "plain");
  EXPECT_EQ(smtp::encoded_words("Straße"), "=?utf-8?B?U3RyYcOfZQ==?=");
  const std::string lengthy =
      smtp::encoded_words("Überall fällt die Kasse aus, und zwar seit heute früh um neun — überall");
  EXPECT_TRUE(lengthy.contains("?=\r\n =?utf-8?B?"));
  for (std::size_t at = 0; at < lengthy.size();) {
    const auto end = std::min(lengthy.find("\r\n", at), lengthy.size());
    EXPECT_LE(end - at, 76U);
    at = end + 2;
  }
}

}  // namespace
}  // namespace muster::testing
