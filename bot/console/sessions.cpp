#include "bot/console/sessions.hpp"

#include <algorithm>

#include "bot/net/digest.hpp"

namespace muster::console {

Sessions::Opened Sessions::open(const PersonId& person, const std::string& name, Time now) {
  // Those nobody will ever use again go when a new one comes.
  std::erase_if(by_hash_, [&](const auto& entry) { return entry.second.expires_at <= now; });
  Opened opened{Secret{net::random_token()}, {}};
  opened.record = {net::sha256_hex(opened.token.reveal()), person, now, now + life_};
  by_hash_[opened.record.token_hash] = {opened.record.token_hash, person, name, opened.record.expires_at,
                                        now};
  return opened;
}

void Sessions::restore(const SessionOpened& record, Time now) {
  if (record.expires_at <= now) return;
  by_hash_[record.token_hash] = {record.token_hash, record.person, {}, record.expires_at, now};
}

void Sessions::close(const std::string& token_hash) {
  by_hash_.erase(token_hash);
}

const Session* Sessions::find(std::string_view token, Time now) {
  return token.empty() ? nullptr : find_hash(net::sha256_hex(token), now);
}

const Session* Sessions::find_hash(const std::string& token_hash, Time now) {
  const auto found = by_hash_.find(token_hash);
  if (found == by_hash_.end()) return nullptr;
  Session& session = found->second;
  if (has_ended(session, now)) {
    by_hash_.erase(found);
    return nullptr;
  }
  session.last_seen = std::max(session.last_seen, now);
  return &session;
}

bool Sessions::has_ended(const Session& session, Time now) const {
  return session.expires_at <= now || session.last_seen + idle_ <= now;
}

bool Sessions::is_alive(const std::string& token_hash, Time now) const {
  const auto found = by_hash_.find(token_hash);
  return found != by_hash_.end() && !has_ended(found->second, now);
}

bool Sessions::has_person(const PersonId& person) const {
  return std::ranges::any_of(by_hash_, [&](const auto& entry) { return entry.second.person == person; });
}

std::string csrf_token(std::string_view session_token) {
  return net::hmac_sha256_hex(Secret{std::string{session_token}}, "muster console csrf");
}

}  // namespace muster::console
