#include "integrations/smtp/mail_server.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>

#include "bot/base/utf8.hpp"

namespace muster::smtp {

namespace {

constexpr long kConnectMs = 5000;
constexpr long kTotalMs = 10000;

}  // namespace

// One conversation, and what was heard and said in it.
struct MailServer::Talk {
  Talk(const CurlLibrary& library, const std::string& bytes)
      : left{bytes}, curl{library.easy_init(), library.easy_cleanup}, to{nullptr, library.slist_free_all} {}
  std::string_view left;  // of the mail
  std::string heard;      // the server's last line
  bool handed_over = false;
  const std::atomic<bool>* abandoned = nullptr;
  std::unique_ptr<CURL, decltype(CurlLibrary::easy_cleanup)> curl;
  std::unique_ptr<curl_slist, decltype(CurlLibrary::slist_free_all)> to;

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

MailServer::MailServer(SmtpConfig config, const CurlLibrary& curl)
    : config_{std::move(config)}, curl_{curl} {}

namespace {

Error error_of(CURLcode code, const char* name, long status, const std::string& heard, bool handed_over) {
  Error error;
  error.detail = std::string{name} + (heard.empty() ? "" : "; last heard: " + heard);
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
  Talk talk{curl_, bytes};
  CURL* curl = talk.curl.get();
  const std::string from = "<" + config_.from + ">";
  talk.to.reset(curl_.slist_append(nullptr, ("<" + to + ">").c_str()));
  curl_.easy_setopt(curl, CURLOPT_MAIL_FROM, from.c_str());
  curl_.easy_setopt(curl, CURLOPT_MAIL_RCPT, talk.to.get());
  curl_.easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_.easy_setopt(curl, CURLOPT_READFUNCTION, &Talk::read);
  curl_.easy_setopt(curl, CURLOPT_READDATA, &talk);
  return perform(talk);
}

Result<std::string> MailServer::greet() const {
  const std::string nothing;
  Talk talk{curl_, nothing};
  curl_.easy_setopt(talk.curl.get(), CURLOPT_CUSTOMREQUEST, "NOOP");
  curl_.easy_setopt(talk.curl.get(), CURLOPT_NOBODY, 1L);
  return perform(talk);
}

Result<std::string> MailServer::perform(Talk& talk) const {
  CURL* curl = talk.curl.get();
  talk.abandoned = &abandoned_;
  const bool tls = config_.security == Security::tls;
  const std::string host = config_.host.contains(':') ? "[" + config_.host + "]" : config_.host;
  const std::string url =
      (tls ? "smtps://" : "smtp://") + host + ":" + std::to_string(config_.port) + "/" + config_.hello;
  // One that were not taken might send the mail in the clear.
  bool all_set = true;
  const auto set = [&](CURLoption option, auto value) {
    all_set = all_set && curl_.easy_setopt(curl, option, value) == CURLE_OK;
  };
  set(CURLOPT_URL, url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(CURLOPT_USE_SSL,
      static_cast<long>(config_.security == Security::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  if (!config_.ca_file.empty()) set(CURLOPT_CAINFO, config_.ca_file.c_str());
  if (!config_.user.empty()) {
    set(CURLOPT_USERNAME, config_.user.c_str());
    set(CURLOPT_PASSWORD, config_.password.reveal().c_str());
  }
  set(CURLOPT_PROXY, "");
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_CONNECTTIMEOUT_MS, kConnectMs);
  set(CURLOPT_TIMEOUT_MS, kTotalMs);
  set(CURLOPT_VERBOSE, 1L);  // the server's words are heard no other way
  set(CURLOPT_DEBUGFUNCTION, &Talk::hear);
  set(CURLOPT_DEBUGDATA, &talk);
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, &Talk::watch);
  set(CURLOPT_XFERINFODATA, &talk);
  if (!all_set)
    return fail(ErrorKind::unavailable,
                "This libcurl lacks what muster needs for mail: install a newer one.");
  const CURLcode code = curl_.easy_perform(curl);
  std::string heard = shorten(talk.heard, 200);
  const std::string& password = config_.password.reveal();
  if (!password.empty() && heard.contains(password)) heard.clear();
  long status = 0;
  curl_.easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  if (code == CURLE_OK && status < 400) return heard;
  return std::unexpected(error_of(code, curl_.easy_strerror(code), status, heard, talk.handed_over));
}

}  // namespace muster::smtp
