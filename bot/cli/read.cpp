// incidents, timeline, postmortem, verify: what the database says, while muster runs or not.
#include <cstdio>

#include "bot/cli/archive.hpp"
#include "bot/cli/cli.hpp"
#include "bot/cli/cli_codec.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/lifecycle.hpp"
#include "bot/net/digest.hpp"
#include "bot/ports/similar.hpp"
#include "bot/text/postmortem.hpp"
#include "bot/text/timeline.hpp"
#include "bot/text/words.hpp"

namespace muster::cli {

namespace {

void put(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

Error no_such(const std::string& incident) {
  return {ErrorKind::not_found,
          "there is no incident " + incident + " here that may be shown. `muster incidents --all` lists them",
          "", 0};
}

// The named incident; a private one only when asked for by flag.
Result<Incident> incident_named(Archive& archive, const std::string& text, bool include_private) {
  const auto number = parse_incident_number(text);
  if (!number) return std::unexpected(no_such(text));
  MUSTER_TRY(std::optional<Incident> incident, archive.reader->incident(*number));
  const bool hidden = incident && incident->visibility == Visibility::private_ && !include_private;
  if (!incident || hidden) return std::unexpected(no_such(text));
  return *std::move(incident);
}

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

Result<Done> print_incidents(const Globals& globals, bool all, bool include_private) {
  MUSTER_TRY(Archive archive, open_archive(globals));
  MUSTER_TRY(std::vector<Incident> incidents, archive.reader->incidents());
  std::erase_if(incidents, [&](const Incident& incident) {
    const bool hidden = incident.visibility == Visibility::private_ && !include_private;
    return hidden || (!all && !incident.is_open());
  });
  if (globals.json) {
    put(incidents_json(incidents, archive.settings.policy, archive.people) + "\n");
    return Done{};
  }
  if (incidents.empty())
    put(all ? "No incidents yet.\n" : "No open incidents. --all shows the ended ones.\n");
  for (const Incident& incident : incidents) {
    const auto commander = incident.commander();
    put(padded(to_string(incident.number), 9) + padded(archive.settings.policy.label(incident.severity), 7) +
        padded(std::string{name_of(incident.state)}, 15) + iso_seconds(incident.declared_at) + "  " +
        padded(commander ? archive.people.name_of(*commander) : "-", 14) + incident.title + "\n");
  }
  return Done{};
}

Result<Done> print_timeline(const Globals& globals, const std::string& name, bool housekeeping,
                            bool include_private) {
  MUSTER_TRY(Archive archive, open_archive(globals));
  MUSTER_TRY(const Incident incident, incident_named(archive, name, include_private));
  MUSTER_TRY(const std::vector<Event> events, archive.reader->events(incident.number));
  std::vector<TimelineEntry> entries = timeline(events, archive.settings.policy, archive.people);
  if (!housekeeping) std::erase_if(entries, &TimelineEntry::housekeeping);
  put(globals.json ? timeline_json(incident, entries) + "\n" : timeline_text(entries));
  return Done{};
}

// What people saved last, or a fresh draft.
Result<std::string> postmortem_text(Archive& archive, const Incident& incident, const std::string& form) {
  MUSTER_TRY(const std::vector<Event> events, archive.reader->events(incident.number));
  if (form.empty() && incident.postmortem_version > 0) {
    for (const Event& event : events) {
      if (event.seq == incident.postmortem_version) return std::get<PostmortemChanged>(event.body).text;
    }
  }
  const std::string wanted = !form.empty()                      ? form
                             : incident.postmortem_form.empty() ? "full"
                                                                : incident.postmortem_form;
  MUSTER_TRY(const auto similar, similar_to(*archive.reader, incident));
  const PostmortemRequest request{
      wanted, incident, events, archive.settings.policy, archive.people, SystemClock{}.now(), similar};
  return draft_postmortem(request, net::sha256_hex);
}

Result<Done> print_postmortem(const Globals& globals, const std::string& name, const std::string& form,
                              bool html, bool include_private) {
  MUSTER_TRY(Archive archive, open_archive(globals));
  MUSTER_TRY(const Incident incident, incident_named(archive, name, include_private));
  MUSTER_TRY(const std::string text, postmortem_text(archive, incident, form));
  if (globals.json)
    put(postmortem_json(incident, text) + "\n");
  else
    put(html ? postmortem_html(text, to_string(incident.number) + " " + incident.title) : text);
  return Done{};
}

int code_of(const Result<Done>& done) {
  return done ? int{ok} : complain(done.error());
}

}  // namespace

int list_incidents(const Globals& globals, bool all, bool include_private) {
  return code_of(print_incidents(globals, all, include_private));
}

int show_timeline(const Globals& globals, const std::string& incident, bool housekeeping,
                  bool include_private) {
  return code_of(print_timeline(globals, incident, housekeeping, include_private));
}

int show_postmortem(const Globals& globals, const std::string& incident, const std::string& form, bool html,
                    bool include_private) {
  return code_of(print_postmortem(globals, incident, form, html, include_private));
}

int verify(const Globals& globals) {
  auto archive = open_archive(globals);
  if (!archive) return complain(archive.error());
  const auto report = archive->reader->verify();
  if (!report) return complain(report.error());
  if (globals.json) {
    put(verify_json(*report) + "\n");
  } else {
    for (const std::string& problem : report->problems) put("PROBLEM " + problem + "\n");
    put(counted(report->incidents, "incident") + " and " + counted(report->events, "event") + " checked: " +
        (report->problems.empty() ? "every hash chain holds and the database is sound.\n"
                                  : counted(std::ssize(report->problems), "problem") + ", see above.\n"));
    if (!report->register_head.empty())
      put("The register of incidents ends in " + report->register_head + "\n");
  }
  return report->problems.empty() ? ok : failed;
}

}  // namespace muster::cli
