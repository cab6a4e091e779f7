#include "bot/domain/alert_book.hpp"

#include <algorithm>
#include <ranges>

namespace muster {

namespace {

// FNV-1a: the same on every machine, so that what is kept where never depends on the library.
std::size_t hash_of(const AlertBook::Key& key) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const std::string* part : {&key.first, &key.second}) {
    for (const char c : *part) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  }
  return static_cast<std::size_t>(hash ^ (hash >> 32U));
}

}  // namespace

AlertBook::AlertBook(const AlertBook& other) : shards_{other.shards_} {
  other.copied_ = true;
}

AlertBook& AlertBook::operator=(const AlertBook& other) {
  if (this == &other) return *this;
  shards_ = other.shards_;
  own_.reset();
  copied_ = false;
  other.copied_ = true;
  return *this;
}

AlertBook::AlertBook(AlertBook&& other) noexcept
    : shards_{std::move(other.shards_)}, own_{other.own_}, copied_{other.copied_.load()} {}

AlertBook& AlertBook::operator=(AlertBook&& other) noexcept {
  shards_ = std::move(other.shards_);
  own_ = other.own_;
  copied_ = other.copied_.load();
  return *this;
}

AlertBook::Shard& AlertBook::own(std::size_t shard) {
  if (copied_.exchange(false)) own_.reset();
  std::shared_ptr<Shard>& kept = shards_[shard];
  if (!own_.test(shard)) {
    kept = kept ? std::make_shared<Shard>(*kept) : std::make_shared<Shard>();
    own_.set(shard);
  }
  return *kept;
}

const AlertRecord* AlertBook::find(const Key& key) const {
  const auto& shard = shards_[hash_of(key) % kShards];
  if (!shard) return nullptr;
  const auto found = shard->find(key);
  return found == shard->end() ? nullptr : &found->second;
}

AlertRecord& AlertBook::edit(const Key& key) {
  return own(hash_of(key) % kShards)[key];
}

std::vector<const AlertRecord*> AlertBook::all() const {
  std::vector<std::pair<const Key*, const AlertRecord*>> found;
  for (const auto& shard : shards_) {
    if (!shard) continue;
    for (const auto& [key, record] : *shard) found.emplace_back(&key, &record);
  }
  std::ranges::sort(found, [](const auto& a, const auto& b) { return *a.first < *b.first; });
  std::vector<const AlertRecord*> records;
  records.reserve(found.size());
  for (const auto& [key, record] : found) records.push_back(record);
  return records;
}

std::size_t AlertBook::size() const {
  std::size_t count = 0;
  for (const auto& shard : shards_) count += shard ? shard->size() : 0;
  return count;
}

void AlertBook::forget_cleared_before(Time time) {
  const auto old = [&](const auto& item) { return item.second.cleared_at && *item.second.cleared_at < time; };
  for (std::size_t i = 0; i < kShards; ++i) {
    if (shards_[i] && std::ranges::any_of(*shards_[i], old)) std::erase_if(own(i), old);
  }
}

bool operator==(const AlertBook& a, const AlertBook& b) {
  for (std::size_t i = 0; i < AlertBook::kShards; ++i) {
    static const AlertBook::Shard kEmpty;
    const AlertBook::Shard& left = a.shards_[i] ? *a.shards_[i] : kEmpty;
    const AlertBook::Shard& right = b.shards_[i] ? *b.shards_[i] : kEmpty;
    if (&left != &right && left != right) return false;
  }
  return true;
}

}  // namespace muster
