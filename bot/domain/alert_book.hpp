// AlertBook: the alerts that fire and those that cleared a short while ago, by source and dedup key.
//
// Copies are cheap: they share what neither of them changed since. A storm of alerts is folded one by one,
// and the board of the io thread gets a copy after each batch. A value type; copies cross threads.
#pragma once

#include <array>
#include <atomic>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/domain/event.hpp"

namespace muster {

struct AlertRecord {
  AlertReported report;  // as it fired first
  Time fired_at{};
  std::optional<Time> cleared_at;
  std::int64_t repeats = 0;
  std::vector<IncidentNumber> incidents;  // tied to
  std::vector<Time> changes{};            // when it fired or cleared last, newest at the end
  friend bool operator==(const AlertRecord&, const AlertRecord&) = default;
};

class AlertBook {
 public:
  using Key = std::pair<std::string, std::string>;  // source, dedup key

  AlertBook() = default;
  AlertBook(const AlertBook& other);
  AlertBook& operator=(const AlertBook& other);
  AlertBook(AlertBook&& other) noexcept;
  AlertBook& operator=(AlertBook&& other) noexcept;
  ~AlertBook() = default;

  [[nodiscard]] const AlertRecord* find(const Key& key) const;
  [[nodiscard]] AlertRecord& edit(const Key& key);            // makes one when there is none
  [[nodiscard]] std::vector<const AlertRecord*> all() const;  // by key
  [[nodiscard]] std::size_t size() const;
  void forget_cleared_before(Time time);
  friend bool operator==(const AlertBook& a, const AlertBook& b);

 private:
  static constexpr std::size_t kShards = 256;
  using Shard = std::map<Key, AlertRecord>;

  Shard& own(std::size_t shard);

  std::array<std::shared_ptr<Shard>, kShards> shards_;  // null: empty
  std::bitset<kShards> own_;                            // shards that no copy shares
  mutable std::atomic<bool> copied_ = false;            // since own_ was true
};

}  // namespace muster
