#include "integrations/smtp/mail_server.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <mutex>
#include <string_view>

#include "bot/base/utf8.hpp"

namespace muster::smtp {

namespace {

constexpr long kConnectMs = 5000;
constexpr long kTotalMs = 10000;

void begin_curl() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

}  // namespace

// One conversation, and what was heard and said in it.
struct MailServer::Talk {
  explicit Talk(const std::string& bytes) : left{bytes} {}
  std::string_view left;  // of the mail
  std::string heard;      // the server's last line
  bool handed_over = false;
  const std::atomic<bool>* abandoned = nullptr;
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl{curl_easy_init(), &curl_easy_cleanup};
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> to{nullptr, &curl_slist_free_all};

  static std::size_t read(char* into, std::size_t size, std::size_t count, void* self) {
    auto& talk = *static_cast<Talk*>(self);
    const std::size_t take = std::min(size * count, talk.left.size());
    std::memcpy(into, talk.left.data(), take);
    talk.left.remove_prefix(take);
    if (talk.left.empty()) talk.handed_over = true;
    return take;
  }
  static int hear(CURL* /*curl*/, curl_infotype kind, char* text, std::size_t size, void* self) {
    std::string_view line{text, size};
    if (kind != CURLINFO_HEADER_IN || line.size() < 4 || line.starts_with("221 ")) return 0;
    static_cast<Talk*>(self)->heard = clean_text(line, false);
    return 0;
  }
  static int watch(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<Talk*>(self)->abandoned->load() ? 1 : 0;
  }
};

MailServer::MailServer(SmtpConfig config) : config_{std::move(config)} {
  begin_curl();
}

namespace {

Error error_of(CURLcode code, long status, const std::string& heard, bool handed_over) {
  Error error;
  error.detail = std::string{curl_easy_strerror(code)} + (heard.empty() ? "" : "; last heard: " + heard);
  const bool answered = status >= 400 && status < 600;
  if (code == CURLE_USE_SSL_FAILED) {
    error.kind = ErrorKind::rejected;
    error.say = "The mail server offers no STARTTLS, and muster does not send mail in the clear.";
  } else if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE) {
    error.kind = ErrorKind::unavailable;
    error.say =
        "The mail server's certificate is not trusted. Correct smtp.host, or name its authority in "
        "smtp.ca_file.";
  } else if (code == CURLE_LOGIN_DENIED && status / 100 != 4) {
    error.kind = ErrorKind::forbidden;
    error.say = "The mail server does not accept smtp.user and smtp.password.";
  } else if (answered && status / 100 == 5) {
    error.kind = ErrorKind::rejected;
    error.say = "The mail server refused: " + heard;
  } else if (answered) {
    error.kind = ErrorKind::unavailable;
    error.say = "The mail server cannot take it now: " + heard;
  } else {
    error.kind = handed_over ? ErrorKind::timeout : ErrorKind::unavailable;
    error.say = handed_over ? "The mail server did not say whether it took the mail."
                            : "The mail server cannot be reached.";
  }
  return error;
}

}  // namespace

Result<std::string> MailServer::submit(const std::string& to, const std::string& bytes) const {
  Talk talk{bytes};
  CURL* curl = talk.curl.get();
  const std::string from = "<" + config_.from + ">";
  talk.to.reset(curl_slist_append(nullptr, ("<" + to + ">").c_str()));
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from.c_str());
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, talk.to.get());
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, &Talk::read);
  curl_easy_setopt(curl, CURLOPT_READDATA, &talk);
  return perform(talk);
}

Result<std::string> MailServer::greet() const {
  const std::string nothing;
  Talk talk{nothing};
  curl_easy_setopt(talk.curl.get(), CURLOPT_CUSTOMREQUEST, "NOOP");
  curl_easy_setopt(talk.curl.get(), CURLOPT_NOBODY, 1L);
  return perform(talk);
}

Result<std::string> MailServer::perform(Talk& talk) const {
  CURL* curl = talk.curl.get();
  talk.abandoned = &abandoned_;
  const bool tls = config_.security == Security::tls;
  const std::string host = config_.host.contains(':') ? "[" + config_.host + "]" : config_.host;
  const std::string url =
      (tls ? "smtps://" : "smtp://") + host + ":" + std::to_string(config_.port) + "/" + config_.hello;
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl, CURLOPT_USE_SSL,
                   config_.security == Security::none ? CURLUSESSL_NONE : CURLUSESSL_ALL);
  if (!config_.ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, config_.ca_file.c_str());
  if (!config_.user.empty()) {
    curl_easy_setopt(curl, CURLOPT_USERNAME, config_.user.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, config_.password.reveal().c_str());
  }
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, kConnectMs);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, kTotalMs);
  curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);  // the server's words are heard no other way
  curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, &Talk::hear);
  curl_easy_setopt(curl, CURLOPT_DEBUGDATA, &talk);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &Talk::watch);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &talk);
  const CURLcode code = curl_easy_perform(curl);
  std::string heard = shorten(talk.heard, 200);
  const std::string& password = config_.password.reveal();
  if (!password.empty() && heard.contains(password)) heard.clear();
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  if (code == CURLE_OK && status < 400) return heard;
  return std::unexpected(error_of(code, status, heard, talk.handed_over));
}

}  // namespace muster::smtp
