#include "bot/store/resealings.hpp"

#include <optional>

#include "bot/store/event_rows.hpp"

namespace muster::store {

namespace {

constexpr const char* kAdvice = "; compare it with a backup";

Result<std::optional<std::string>> first_text(Result<Rows> asked) {
  MUSTER_TRY(Rows rows, std::move(asked));
  MUSTER_TRY(const bool found, rows.next());
  return found ? std::optional{rows.text(0)} : std::nullopt;
}

}  // namespace

void Resealings::take(const TimelinesResealed& record) {
  for (const ResealedTimeline& timeline : record.timelines) {
    const auto before = last_.find(timeline.incident.value);
    // Of the same last entry the new head of the one is the old head of the next.
    const bool follows =
        before == last_.end() || before->second.last < timeline.last ||
        (before->second.last == timeline.last && before->second.head_after == timeline.head_before);
    if (!follows) {
      problems_.push_back("what is on record of sealing " + timeline_name(timeline.incident) +
                          " anew does not fit what was before" + kAdvice);
    }
    last_[timeline.incident.value] = timeline;
  }
  if (record.register_lines == 0) return;
  register_lines_ = record.register_lines;
  register_head_ = record.register_after;
}

std::set<std::int64_t> Resealings::taken_out() const {
  std::set<std::int64_t> numbers;
  for (const auto& [number, timeline] : last_) {
    if (timeline.taken_out()) numbers.insert(number);
  }
  return numbers;
}

Result<std::vector<std::string>> Resealings::check(Connection& db) const {
  std::vector<std::string> problems = problems_;
  for (const auto& [number, timeline] : last_) {
    MUSTER_TRY(const auto hash, first_text(db.query("SELECT hash FROM event WHERE incident = ? AND seq = ?",
                                                    number, timeline.taken_out() ? 1 : timeline.last)));
    const std::string name = timeline_name(timeline.incident);
    if (timeline.taken_out() && hash)
      problems.push_back(name + " was taken out on record and has a timeline" + kAdvice);
    else if (!timeline.taken_out() && hash != timeline.head_after)
      problems.push_back(name + " does not have the head with which it was sealed anew" + kAdvice);
  }
  if (register_lines_ == 0) return problems;
  MUSTER_TRY(const auto head,
             first_text(db.query("SELECT head FROM register WHERE position = ?", register_lines_)));
  if (head != register_head_)
    problems.push_back(std::string{"the register does not have the head with which it was sealed anew"} +
                       kAdvice);
  return problems;
}

}  // namespace muster::store
