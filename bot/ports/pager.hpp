// Pager: a way to ring people besides chat, as the outbox sees it. One folder in integrations/ each.
//
// io thread only. Every call may be repeated: `key` of the delivery names the effect, `uncertain` tells that
// an earlier attempt may have taken effect. A pager that cannot look (SMS) then answers SendState::unknown
// instead of ringing twice. Errors: rate_limited carries retry_after_s; unavailable and timeout are tried
// again; the others are final and the next way is taken. Texts never hold a secret.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/domain/effect.hpp"
#include "bot/domain/event.hpp"
#include "bot/domain/people.hpp"
#include "bot/ports/chat_platform.hpp"

namespace muster {

// What is to be said, in words that fit a phone; made when it is delivered.
struct PageNotice {
  IncidentNumber incident;  // kOperations: before any
  std::string page;         // P1, PG-1
  std::string name;         // "INC-42/P1": what answers name it by
  Person person;            // an empty id: to a system
  std::string method;       // sms, voice, email, push; of a system "pagerduty:checkout"
  std::string address;      // the phone number, mail address, topic; of a system the part after the colon
  std::string title;        // "SEV1 INC-42: Checkout is down"
  std::string text;         // why this person
  int severity = 0;         // 0: none yet
  std::string service;      // the first one concerned, empty when unknown
  std::string link;         // to the incident; empty without a console address
  std::string ack_link;     // acknowledges without a sign-in; empty likewise
  std::string decline_link;
  std::string first_page;  // name of the page this one escalates from, itself for the first: threads by it
  Time sent_at{};
  bool test = false;
};

struct PageReceipt {
  SendState state = SendState::accepted;
  std::string ref;     // the provider's id of it
  std::string detail;  // "queued", empty when there is nothing to say
};

class Pager {
 public:
  Pager() = default;
  Pager(const Pager&) = delete;
  Pager& operator=(const Pager&) = delete;
  virtual ~Pager() = default;

  [[nodiscard]] virtual std::string name() const = 0;  // "twilio": as in Effect::platform
  [[nodiscard]] virtual HealthReport health() const = 0;
  virtual asio::awaitable<Result<PageReceipt>> send(Delivery d, PageNotice notice) = 0;
  // The page was acknowledged or is over: where the provider goes on ringing by itself, it is told. Those
  // that ring once have nothing to stop.
  virtual asio::awaitable<Result<Done>> settle(Delivery /*d*/, PageNotice /*notice*/, PageSettlement /*how*/,
                                               std::string /*ref*/) {
    co_return Done{};
  }
};

}  // namespace muster
