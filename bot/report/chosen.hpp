// The incidents a filter chooses from the rows, and what is asked of them again and again. Inside bot/report.
#pragma once

#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "bot/report/period.hpp"
#include "bot/report/rows.hpp"

namespace muster::report {

class Chosen {
 public:
  Chosen(const Rows& rows, const Filter& filter, const Policy& policy);

  // Counted: of the filter's kind, matching it, and neither merged nor canceled. Null for others.
  [[nodiscard]] const IncidentRow* find(IncidentNumber number) const;
  [[nodiscard]] const std::vector<const IncidentRow*>& all() const { return counted_; }
  // Matching the filter but not counted: other kinds, merged or canceled.
  [[nodiscard]] const std::vector<const IncidentRow*>& left_out() const { return left_out_; }
  // One of the filter's services; every one without such a filter.
  [[nodiscard]] bool has_service(const std::string& service) const;
  [[nodiscard]] const std::set<std::string>& services() const { return services_; }

 private:
  [[nodiscard]] bool matches(const IncidentRow& row) const;

  Filter filter_;
  bool any_service_ = true;
  std::set<std::string> services_;
  std::vector<const IncidentRow*> counted_, left_out_;
  std::unordered_map<std::int64_t, const IncidentRow*> by_number_;
};

}  // namespace muster::report
