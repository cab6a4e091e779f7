// AccessBound: how much of what auditors ask about is put on record, so that nobody fills a disk by being
// refused. Pure; bounded in memory.
//
// The same thing done by the same caller is recorded once in a while (ten minutes, a reading once an hour, a
// calendar program once a day). Of refusals there are 60 an hour at most for each person or system, and for
// all whom nobody knows together; those beyond are counted, and the next one that is recorded says how many.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "bot/base/clock.hpp"
#include "bot/domain/event_access.hpp"

namespace muster {

class AccessBound {
 public:
  // Whether this is to be recorded now, and then how many refusals were only counted since the last one of
  // this caller. who: a person or a system; empty: nobody knows who it was.
  [[nodiscard]] std::optional<std::int64_t> admit(const AccessRecorded& access, const std::string& who,
                                                  Time now);
  // It was admitted and could not be kept after all: it is counted.
  void not_kept(const AccessRecorded& access, const std::string& who);

 private:
  struct Refusals {
    Time hour{};  // since when they are counted
    int recorded = 0;
    std::int64_t left_out = 0;
  };
  [[nodiscard]] Refusals& refusals_of(const std::string& who, Time now);
  void remember(std::string key, Time until, Time now);

  std::map<std::string, Time> remembered_;    // until when
  std::map<std::string, Refusals> refusals_;  // by who
};

}  // namespace muster
