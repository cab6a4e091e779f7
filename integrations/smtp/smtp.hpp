// Mail: pages through the organisation's mail server, one recipient a message. Answers come back through the
// acknowledge link, or as replies that the mail server pipes to /hooks/mail.
//
// A message keeps its Message-ID over retries, so that a reader's mail program shows it once.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "bot/base/secret.hpp"
#include "bot/ports/integration.hpp"

namespace muster::smtp {

enum class Security : std::uint8_t { starttls, tls, none };  // none: to loopback only

struct SmtpConfig {
  std::string host;
  int port = 587;
  Security security = Security::starttls;
  std::string user;  // empty: no AUTH
  Secret password;
  std::string from;      // the address pages come from
  std::string hello;     // what muster calls itself in EHLO; empty: the domain of from
  std::string reply_to;  // the mailbox that is piped to /hooks/mail; empty: replies are not read
  Secret reply_token;    // what the pipe proves itself with
  std::filesystem::path ca_file;
};

// invalid: say names the key.
[[nodiscard]] Result<std::unique_ptr<Integration>> make_smtp(SmtpConfig config, const IntegrationDeps& deps);

}  // namespace muster::smtp
