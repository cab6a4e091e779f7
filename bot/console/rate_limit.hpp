// RateLimit: a token bucket for each name (a session, an address). Generous limits: they stop a loop gone
// wild, not a person in a hurry. io thread only.
#pragma once

#include <chrono>
#include <map>
#include <string>

namespace muster::console {

class RateLimit {
 public:
  RateLimit(double per_second, double burst) : per_second_{per_second}, burst_{burst} {}

  // Takes one if there is one.
  [[nodiscard]] bool take(const std::string& who, std::chrono::steady_clock::time_point now);
  // Whether there is one, without taking it.
  [[nodiscard]] bool allows(const std::string& who, std::chrono::steady_clock::time_point now) const;

 private:
  struct Bucket {
    double level = 0;
    std::chrono::steady_clock::time_point at;
  };
  [[nodiscard]] double level(const Bucket& bucket, std::chrono::steady_clock::time_point now) const;
  void forget_full(std::chrono::steady_clock::time_point now);

  double per_second_;
  double burst_;
  std::map<std::string, Bucket> buckets_;
};

}  // namespace muster::console
