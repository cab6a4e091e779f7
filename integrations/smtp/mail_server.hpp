// MailServer: hands mails to an SMTP server through libcurl. Every call blocks for up to ten seconds: never
// from the io thread. Any thread, several at once.
//
// Errors: unavailable (not reached, or 4yz: also greylisting), timeout (the mail was handed over and the
// answer did not come), forbidden (AUTH), rejected (5yz, no STARTTLS). Texts carry the server's own words,
// never the password.
#pragma once

#include <atomic>
#include <string>

#include "bot/base/result.hpp"
#include "integrations/smtp/curl_library.hpp"
#include "integrations/smtp/smtp.hpp"

namespace muster::smtp {

class MailServer {
 public:
  MailServer(SmtpConfig config, const CurlLibrary& curl);

  // The server's words when it took the mail: "250 2.0.0 Ok: queued as 4F1".
  [[nodiscard]] Result<std::string> submit(const std::string& to, const std::string& bytes) const;
  // Connects, secures and authenticates.
  [[nodiscard]] Result<std::string> greet() const;
  // Ends what is under way.
  void abandon() { abandoned_ = true; }

 private:
  struct Talk;
  [[nodiscard]] Result<std::string> perform(Talk& talk) const;

  SmtpConfig config_;
  const CurlLibrary& curl_;
  std::atomic<bool> abandoned_ = false;
};

}  // namespace muster::smtp
