#include "bot/domain/recurrence.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "bot/base/ascii.hpp"
#include "bot/base/contains.hpp"
#include "bot/domain/grammar.hpp"

namespace muster {

namespace {

constexpr std::size_t kShortWord = 3;  // up to this many letters a word tells little
constexpr int kSameCause = 4;
constexpr int kSameAlert = 3;
constexpr int kSameService = 2;
constexpr int kEnough = 2;

bool is_of_word(char c) {
  return is_alnum(c) || static_cast<unsigned char>(c) >= 0x80;
}

std::set<std::string> title_words(std::string_view text) {
  std::set<std::string> words;
  std::string word;
  for (const char c : std::string{text} + " ") {
    if (is_of_word(c)) {
      word += c;
    } else if (word.size() > kShortWord) {
      words.insert(lower(word));
      word.clear();
    } else {
      word.clear();
    }
  }
  return words;
}

bool shares_alert(const Incident& a, const Incident& b) {
  return std::ranges::any_of(a.alerts, [&](const IncidentAlert& alert) {
    return std::ranges::any_of(b.alerts, [&](const IncidentAlert& other) {
      return alert.source == other.source && alert.dedup_key == other.dedup_key;
    });
  });
}

// Two words of a title, or the only one it has.
bool shares_title(const Incident& a, const Incident& b) {
  const std::set<std::string> mine = title_words(a.title);
  const std::set<std::string> theirs = title_words(b.title);
  const auto shared = std::ranges::count_if(mine, [&](const std::string& w) { return theirs.contains(w); });
  return shared >= 2 || (shared == 1 && mine.size() == 1);
}

bool may_be_compared(const Incident& other, IncidentNumber self) {
  return other.number != self && other.resolved_at && !other.is_open() && other.kind == Kind::normal &&
         other.visibility == Visibility::public_ && other.state != State::merged &&
         other.state != State::canceled;
}

std::vector<std::string> open_actions(const Incident& incident) {
  std::vector<std::string> open;
  for (const ActionItem& item : incident.actions) {
    if (!item.done_at) open.push_back(item.id + " " + item.title);
  }
  return open;
}

}  // namespace

std::vector<std::string> search_words(const Incident& incident) {
  std::set<std::string> words = title_words(incident.title);
  for (const std::string& service : incident.services) words.insert(lower(service));
  if (!incident.cause_tag.empty()) words.insert(lower(incident.cause_tag));
  return {words.begin(), words.end()};
}

std::string searchable_text(const Incident& incident) {
  std::string text = incident.description;
  const auto add = [&text](const std::string& more) {
    if (!more.empty()) text += "\n" + more;
  };
  for (const std::string& service : incident.services) add(service);
  add(incident.cause_tag);
  for (const IncidentAlert& alert : incident.alerts) add(alert.title);
  for (const StatusUpdate& update : incident.updates) add(update.text);
  for (const ActionItem& item : incident.actions) add(item.title);
  return text;
}

std::vector<SimilarIncident> similar_incidents(const Incident& incident, std::span<const Incident> candidates,
                                               std::size_t limit) {
  std::vector<std::pair<int, SimilarIncident>> scored;
  for (const Incident& other : candidates) {
    if (!may_be_compared(other, incident.number)) continue;
    SimilarIncident similar{other.number, other.title, other.peak_severity, *other.resolved_at, {}, {}, {}};
    for (const std::string& service : incident.services) {
      if (contains(other.services, service)) similar.services.push_back(service);
    }
    const bool same_cause = !incident.cause_tag.empty() && incident.cause_tag == other.cause_tag;
    if (same_cause) similar.cause_tag = other.cause_tag;
    const int score = (same_cause ? kSameCause : 0) + (shares_alert(incident, other) ? kSameAlert : 0) +
                      (similar.services.empty() ? 0 : kSameService) +
                      (shares_title(incident, other) ? kSameService : 0);
    if (score < kEnough) continue;
    similar.open_actions = open_actions(other);
    scored.emplace_back(score, std::move(similar));
  }
  std::ranges::sort(scored, [](const auto& a, const auto& b) {
    return std::tuple{a.first, a.second.resolved_at, a.second.number} >
           std::tuple{b.first, b.second.resolved_at, b.second.number};
  });
  std::vector<SimilarIncident> best;
  for (auto& [score, similar] : scored) {
    if (best.size() < limit) best.push_back(std::move(similar));
  }
  return best;
}

}  // namespace muster
