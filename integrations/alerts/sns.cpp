#include "integrations/alerts/sns.hpp"

#include "bot/domain/time_text.hpp"
#include "bot/net/rsa.hpp"

namespace muster::alerts {

namespace {

// SNS tries for an hour and keeps the time at which the message was published.
constexpr Duration kOldestMessage = std::chrono::minutes{90};
constexpr std::size_t kCertificates = 20;

}  // namespace

asio::awaitable<Result<SnsEnvelope>> Sns::believed(std::string body, std::string topic_arn, Time now) {
  MUSTER_CO_TRY(SnsEnvelope envelope, read_sns(body));
  if (topic_arn.empty() || envelope.topic_arn != topic_arn)
    co_return fail(ErrorKind::forbidden, "it is of another topic than topic_arn says");
  const auto at = parse_instant(envelope.timestamp);
  if (!at || *at < now - kOldestMessage || *at > now + std::chrono::minutes{5})
    co_return fail(ErrorKind::forbidden, "it is too old, or from the future");
  if (!is_sns_address(envelope.certificate_url) || !envelope.certificate_url.ends_with(".pem"))
    co_return fail(ErrorKind::forbidden, "its certificate is not Amazon's");
  auto known = certificates_.find(envelope.certificate_url);
  if (known == certificates_.end()) {
    auto fetched = co_await fetch_(envelope.certificate_url);
    if (!fetched)
      co_return fail(ErrorKind::unavailable, "its certificate cannot be had now", fetched.error().say);
    if (certificates_.size() >= kCertificates) certificates_.clear();
    known = certificates_.insert_or_assign(envelope.certificate_url, *std::move(fetched)).first;
  }
  const auto digest = envelope.sha256 ? net::RsaDigest::sha256 : net::RsaDigest::sha1;
  const auto checked = net::check_rsa(known->second, digest, envelope.signed_text, envelope.signature, now);
  if (!checked) {
    // It may have been a bad answer that was kept.
    certificates_.erase(known);
    co_return std::unexpected(checked.error());
  }
  co_return envelope;
}

asio::awaitable<Result<Done>> Sns::confirm(SnsEnvelope envelope) {
  if (!is_sns_address(envelope.subscribe_url))
    co_return fail(ErrorKind::forbidden, "the address that confirms is not Amazon's");
  MUSTER_CO_TRY(const std::string answer, co_await fetch_(envelope.subscribe_url));
  static_cast<void>(answer);
  co_return Done{};
}

}  // namespace muster::alerts
