// Room kept back for the moment the disk is full: a file that takes space and gives it up, so that what
// muster owes (pages that are due, receipts) can still be written. docs/decisions/0017 says why there is no
// spool.
#pragma once

#include <cstdint>
#include <filesystem>

#include "bot/base/result.hpp"

namespace muster::store {

class Reserve {
 public:
  // Takes the space if there is enough left besides it; without it the store works all the same.
  explicit Reserve(const std::filesystem::path& data_dir);

  // An error of a disk that is full: gives the space up. Does nothing for any other.
  void give_up_if_full();
  // The space was given up and cannot be had back yet. Looks each time.
  [[nodiscard]] bool is_spent();

 private:
  [[nodiscard]] bool take() const;
  [[nodiscard]] std::int64_t free_bytes() const;  // that this user may fill

  std::filesystem::path file_;
  bool held_ = false;
  bool spent_ = false;
};

}  // namespace muster::store
