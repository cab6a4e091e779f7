// Lessons: rules over the record. Each hit is one bullet that a person keeps or deletes, and cites what it
// came from. Source: practice notes, section 2.2, "Pre-fill rules for lessons".
#include <algorithm>

#include "bot/text/markdown.hpp"
#include "bot/text/postmortem_sections.hpp"
#include "bot/text/words.hpp"

namespace muster {

namespace {

using markdown::cite;
using std::chrono::minutes;

constexpr auto kCommandWithin = minutes{10};
constexpr auto kRaisedLate = minutes{30};
constexpr auto kFixedSoon = minutes{15};

struct Lessons {
  std::string well;
  std::string poorly;
  std::string lucky;
};

std::string bullet(const std::string& text, std::vector<Seq> from) {
  return "- " + text + "." + cite(std::move(from)) + "\n";
}

void about_pages(Lessons& out, const PostmortemRecord& r) {
  for (const PageFinding& found : r.pages) {
    const std::string page = "Page " + markdown::escape(found.page.id);
    if (!found.page.acknowledged_at) {
      out.poorly += bullet(page + " was never acknowledged", {found.sent});
      continue;
    }
    const Duration waited = *found.page.acknowledged_at - found.page.sent_at;
    const bool in_time = waited <= r.policy.page_reminder_after;
    (in_time ? out.well : out.poorly) +=
        bullet(page + " was acknowledged " +
                   (in_time ? "within " + spoken_within(waited) : "only after " + spoken(waited)),
               {found.sent, found.acknowledged});
  }
}

void about_handoffs(Lessons& out, const PostmortemRecord& r) {
  for (const HandoffFinding& found : r.handoffs) {
    if (found.accepted && found.waited <= r.policy.handoff_reminder_after) {
      out.well += bullet("The hand-off was briefed and accepted within " + spoken_within(found.waited),
                         {found.seq, found.answered});
    } else if (found.answered == 0) {
      out.poorly += bullet("A hand-off was never answered", {found.seq});
    }
  }
}

void about_command(Lessons& out, const PostmortemRecord& r) {
  if (!r.engaged) {
    out.poorly += bullet("Nobody took command", r.declared.from);
    return;
  }
  const Duration waited = r.engaged->at - r.declared.at;
  if (waited < std::chrono::seconds{1}) return about_handoffs(out, r);  // the declarer had it from the start
  const bool soon = waited <= kCommandWithin;
  (soon ? out.well : out.poorly) +=
      bullet(std::string{"Command was taken "} +
                 (soon ? "within " + spoken_within(waited) : "only after " + spoken(waited)),
             {r.declared.from.front(), r.engaged->from.front()});
  about_handoffs(out, r);
}

void about_updates(Lessons& out, const PostmortemRecord& r) {
  std::vector<Seq> in_time;
  for (const UpdateFinding& found : r.updates) {
    for (const std::string& audience : found.unheard) {
      out.poorly += bullet("An update for " + markdown::escape(audience_name(audience, r.policy)) +
                               " reached nobody there: no room is configured",
                           {found.update.seq});
    }
    if (!found.late) {
      in_time.push_back(found.update.seq);
      continue;
    }
    out.poorly += bullet("An update was " + spoken(*found.late) + " late", {found.update.seq});
  }
  if (!in_time.empty() && in_time.size() == r.updates.size() && r.missed.empty()) {
    out.well += bullet("Every update came when it was promised", in_time);
  }
  for (const MissedUpdate& missed : r.missed) {
    out.poorly += bullet(
        "A promised update to " + markdown::escape(audience_name(missed.audience, r.policy)) + " never came",
        {missed.resolve});
  }
}

void about_course(Lessons& out, const PostmortemRecord& r) {
  for (const Seq seq : r.regressions) out.poorly += bullet("The first fix did not hold", {seq});
  for (const Seq seq : r.reopens) out.poorly += bullet("It was resolved too early and reopened", {seq});
  for (std::size_t i = 1; i < r.severities.size(); ++i) {
    const SeverityFinding& span = r.severities[i];
    const SeverityFinding& last = r.severities[i - 1];
    const bool raised = span.severity && (!last.severity || span.severity->worse_than(*last.severity));
    const Duration after = span.start - r.declared.at;
    if (raised && after > kRaisedLate) {
      out.poorly +=
          bullet("The severity was raised " + spoken(after) + " after the declaration", {span.from});
    }
  }
  const auto identified = std::ranges::find(r.states, State::identified, &StateFinding::state);
  if (identified != r.states.end() && r.mitigated && r.mitigated->at > identified->start &&
      r.mitigated->at - identified->start <= kFixedSoon) {
    out.well += bullet(
        "It was mitigated " + spoken(r.mitigated->at - identified->start) + " after the cause was found",
        {identified->from, r.mitigated->from.front()});
  }
  if (r.impact_start && r.declared.at > r.impact_start->at) {
    std::vector<Seq> from = r.impact_start->from;
    from.push_back(r.declared.from.front());
    out.poorly += bullet(
        "Users were hit " + spoken(r.declared.at - r.impact_start->at) + " before it was declared", from);
  }
  if (!r.failed.empty()) out.poorly += bullet("Some of muster's own steps did not work", r.failed);
}

// Weekdays 08:00 to 18:00 UTC are the hours when most people are there.
bool busy_hour(Time at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::weekday weekday{day};
  const auto hour = std::chrono::duration_cast<std::chrono::hours>(at - day).count();
  return weekday != std::chrono::Saturday && weekday != std::chrono::Sunday && hour >= 8 && hour < 18;
}

// Somebody who acknowledged nothing and was not paged took a role: they happened to be there.
void about_luck(Lessons& out, const PostmortemRecord& r) {
  if (r.impact_start && !busy_hour(r.impact_start->at)) {
    out.lucky += bullet("It began outside busy hours (08:00 to 18:00 UTC on weekdays)", r.impact_start->from);
  }
  if (r.engaged && r.pages.empty()) {
    out.lucky += bullet("Nobody was paged, and still somebody was there to take command", r.engaged->from);
  }
}

std::string part(const std::string& title, const std::string& bullets, std::string_view ask) {
  const std::string found =
      bullets.empty() ? "- No rule found anything in the record. Ask: " + std::string{ask} + "\n" : bullets;
  return "### " + title + "\n\n" + found + "\n";
}

}  // namespace

std::string write_lessons(const PostmortemRecord& r) {
  Lessons lessons;
  about_pages(lessons, r);
  about_command(lessons, r);
  about_updates(lessons, r);
  about_course(lessons, r);
  about_luck(lessons, r);
  return part("What went well", lessons.well, "What worked that you want to keep?") +
         part("What went poorly", lessons.poorly, "What made it harder than it had to be?") +
         part("Where we were lucky", lessons.lucky, "What would have made it worse, and did not happen?");
}

}  // namespace muster
