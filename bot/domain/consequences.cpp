#include "bot/domain/consequences.hpp"

#include <algorithm>

#include "bot/base/ascii.hpp"
#include "bot/domain/lifecycle.hpp"
#include "bot/domain/pages.hpp"

namespace muster {

namespace {

bool same_to_look_at(const PageRecord& a, const PageRecord& b) {
  if (a == b) return true;
  const auto without_sends = [](PageRecord page) {
    page.sends.clear();
    return page;
  };
  return without_sends(a) == without_sends(b);
}

bool same_to_look_at(const Incident& a, const Incident& b) {
  return static_cast<const IncidentFace&>(a) == static_cast<const IncidentFace&>(b) &&
         std::ranges::equal(a.pages, b.pages,
                            [](const PageRecord& x, const PageRecord& y) { return same_to_look_at(x, y); });
}

bool is_answered(const Incident& incident, const PageRecord& page) {
  const PageRecord* known = incident.page(page.id);
  return known != nullptr && answered(*known, incident.pages);
}

// Systems that go on ringing by themselves learn that somebody answered, and that it is over. Whoever
// acknowledged there knows it already; telling it again changes nothing.
void settle_pages(std::vector<Effect>& effects, const Incident& before, const Incident& after) {
  const bool over = before.is_open() && !after.is_open();
  for (const PageRecord& page : after.pages) {
    const bool taken = is_answered(after, page) && !is_answered(before, page);
    if (!over && !taken) continue;
    for (const PageSend& send : page.sends) {
      const bool there = send.state == SendState::accepted || send.state == SendState::delivered ||
                         send.state == SendState::queued;
      if (!send.person.empty() || !there) continue;
      const auto how = over ? PageSettlement::over : PageSettlement::acknowledged;
      effects.push_back({send.platform, SettlePage{page.id, send.person, send.method, how, send.ref}});
    }
  }
}

bool same_topic(const Incident& a, const Incident& b) {
  return a.severity == b.severity && a.state == b.state && a.commander() == b.commander() &&
         a.next_update_due() == b.next_update_due() && a.visibility == b.visibility && a.kind == b.kind;
}

}  // namespace

std::vector<Effect> refreshes(const Incident& before, const Incident& after) {
  std::vector<Effect> effects;
  if (!before.number.exists()) return effects;
  settle_pages(effects, before, after);
  if (!same_to_look_at(before, after)) {
    for (const auto& [name, at] : after.cards) {
      if (name.find("/alerts/") != std::string::npos) continue;  // they show alerts, not the incident
      effects.push_back({at.platform, RefreshCard{name.substr(name.find('/') + 1)}});
    }
  }
  if (!same_topic(before, after)) {
    for (const auto& [platform, room] : after.rooms) effects.push_back({platform, SetTopic{}});
  }
  return effects;
}

std::string topic_line(const Incident& incident, const Policy& policy, const People& people) {
  std::string line;
  if (incident.kind == Kind::drill) line += "[DRILL] ";
  if (incident.kind == Kind::test) line += "[TEST] ";
  line += incident.severity ? policy.label(incident.severity) : "No severity yet";
  line += " · " + title_case(incident.state);
  const auto commander = incident.commander();
  line += commander ? " · IC " + people.name_of(*commander) : incident.is_open() ? " · no commander yet" : "";
  if (const auto due = incident.next_update_due()) line += " · next update " + hour_minute(*due) + "Z";
  return line;
}

std::vector<std::string> numbered_names(const std::string& base) {
  return {base, base + "-2", base + "-3", base + "-4", base + "-5"};
}

std::string slug(std::string_view title, std::size_t max_chars) {
  std::string out;
  for (const char c : title) {
    if (is_alnum(c))
      out += lower(c);
    else if (!out.empty() && out.back() != '-' && static_cast<unsigned char>(c) < 0x80)
      out += '-';
  }
  if (out.size() > max_chars) {
    const auto word = out.rfind('-', max_chars);
    out.resize(word == std::string::npos || word < max_chars / 2 ? max_chars : word);
  }
  while (!out.empty() && out.back() == '-') out.pop_back();
  return out;
}

}  // namespace muster
