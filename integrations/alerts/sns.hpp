// SNS: believes an envelope by its signature and topic, and confirms the subscription of that topic.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <map>
#include <string>

#include "bot/base/clock.hpp"
#include "bot/base/result.hpp"
#include "bot/ports/hook.hpp"
#include "integrations/alerts/sns_wire.hpp"

namespace muster::alerts {

// GET of an https address; the body of a 200.
using Fetch = std::function<asio::awaitable<Result<std::string>>(std::string url)>;

class Sns {
 public:
  explicit Sns(Fetch fetch) : fetch_{std::move(fetch)} {}

  // The envelope when it is of this topic, at most an hour old and signed with the key of a certificate of
  // Amazon's, which is fetched once. forbidden otherwise; unavailable when the certificate cannot be had now.
  asio::awaitable<Result<SnsEnvelope>> believed(std::string body, std::string topic_arn, Time now);
  // Visits the address of a believed confirmation.
  asio::awaitable<Result<Done>> confirm(SnsEnvelope envelope);

 private:
  Fetch fetch_;
  std::map<std::string, std::string> certificates_;  // by address
};

}  // namespace muster::alerts
