// Pages: their fold, the same on an incident's timeline and on the operations log, and what can be said of
// one.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bot/domain/event.hpp"
#include "bot/domain/incident_parts.hpp"

namespace muster {

void fold_page(std::vector<PageRecord>& pages, const Event& event, const PersonPaged& e);
void fold_page(std::vector<PageRecord>& pages, const Event& event, const PageAcknowledged& e);
void fold_page(std::vector<PageRecord>& pages, const Event& event, const PageSent& e);
void fold_page(std::vector<PageRecord>& pages, const Event& event, const PageDeclined& e);
void fold_page(std::vector<PageRecord>& pages, const Event& event, const PageExpired& e);

// Whether a send in state `from` may become `to`: providers tell things late and out of order, and a state
// that says more is never taken back.
[[nodiscard]] bool advances(SendState from, SendState to);

// Escalating, one page follows another. first_of: the one a page began as. answered: somebody acknowledged
// any of them.
[[nodiscard]] const PageRecord& first_of(const PageRecord& page, const std::vector<PageRecord>& pages);
[[nodiscard]] bool answered(const PageRecord& page, const std::vector<PageRecord>& pages);
// The same of all pages at once, for whoever asks about each.
class PageChains {
 public:
  explicit PageChains(const std::vector<PageRecord>& pages);
  [[nodiscard]] bool answered(const PageRecord& page) const;
  [[nodiscard]] bool is_last(const PageRecord& page) const;

 private:
  std::map<std::string_view, std::string_view> first_;  // page -> the one it began as
  std::set<std::string_view> answered_;                 // firsts
  std::set<std::string_view> followed_;
};

// How timers name a way of a page: "P1/ann/sms".
[[nodiscard]] std::string way_subject(const PageRecord& page, const PageSend& send);
// The newest of the pages that began as this one did.
[[nodiscard]] bool is_last(const PageRecord& page, const std::vector<PageRecord>& pages);

}  // namespace muster
