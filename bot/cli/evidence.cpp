// evidence: a directory an auditor can check without muster's database. And its check.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <set>

#include "bot/cli/archive.hpp"
#include "bot/cli/evidence_codec.hpp"
#include "bot/net/digest.hpp"
#include "bot/net/envelope.hpp"
#include "bot/report/render.hpp"
#include "bot/store/sealed_timeline.hpp"
#include "bot/text/postmortem.hpp"

namespace muster::cli {

namespace {

namespace fs = std::filesystem;

constexpr const char* kManifest = "manifest.json";

std::string readme(const report::Period& period, bool includes_private) {
  return "Incident evidence of " + report::say_period(period) +
         "\n\n"
         "incidents.json        every incident that was declared, open or resolved in the period, with the "
         "hash that\n"
         "                      seals its timeline\n"
         "timelines/INC-7.jsonl its entries as stored; each carries the hash of the one before\n"
         "postmortems/INC-7.md  what people saved last\n"
         "approvals.json        postmortems submitted, published and waived; overrides; commands that were "
         "refused\n"
         "actions.json          action items with the date first agreed\n"
         "operations.jsonl      changes, alerts, reports, freezes: the log that belongs to no one incident\n"
         "access.json           sign-ins to the console and out of it; who was refused, read a private "
         "incident, took\n"
         "                      out a file or made a sign-in link, by time\n"
         "configuration.json    muster.yaml as it was in force, by when muster started with it\n"
         "report.json, .html    the figures of the period\n"
         "manifest.json         SHA-256 of each of these files\n\n"
         "Check it: muster verify DIR, or sha256sum and docs/timeline-format.md.\n\n"
         "Sign-ins and configurations are kept since schema 9 of the database, the rest of access.json since "
         "schema 10;\n"
         "what was before is not in here. A flood of refusals is counted: left_out_before says how many went "
         "before.\n" +
         (includes_private ? "Private incidents are in here.\n"
                           : "Private incidents are not in here, nor who read them, nor the operations "
                             "log; an\nentry that names one is withheld, its hash stays.\n");
}

bool concerns(const Incident& incident, const report::Period& period) {
  const bool ended_before =
      !incident.is_open() && incident.resolved_at.value_or(incident.state_since) < period.from;
  return incident.declared_at < period.to && !ended_before;
}

std::optional<std::string> saved_postmortem(const std::vector<Event>& events) {
  std::optional<std::string> text;
  for (const Event& event : events) {
    const auto* change = std::get_if<PostmortemChanged>(&event.body);
    if (change != nullptr && !change->text.empty()) text = change->text;
  }
  return text;
}

Result<std::vector<Incident>> concerned(Archive& archive, const report::Period& period,
                                        bool include_private) {
  MUSTER_TRY(std::vector<Incident> incidents, archive.reader->incidents());
  std::erase_if(incidents, [&](const Incident& incident) {
    const bool hidden = incident.visibility == Visibility::private_ && !include_private;
    return hidden || !concerns(incident, period);
  });
  std::ranges::reverse(incidents);
  return incidents;
}

Result<std::set<IncidentNumber>> private_ones(Archive& archive) {
  MUSTER_TRY(const std::vector<Incident> incidents, archive.reader->incidents());
  std::set<IncidentNumber> found;
  for (const Incident& incident : incidents) {
    if (incident.visibility == Visibility::private_) found.insert(incident.number);
  }
  return found;
}

Result<Done> add_timelines(std::vector<EvidenceFile>& files, const fs::path& data_dir,
                           const std::vector<Incident>& incidents, bool include_private) {
  std::vector<IncidentNumber> numbers;
  // The operations log tells of private incidents too, and a chain cannot be cut: it goes along with them.
  if (include_private) numbers.push_back({0});
  for (const Incident& incident : incidents) numbers.push_back(incident.number);
  MUSTER_TRY(const std::vector<SealedTimeline> timelines,
             sealed_timelines(data_dir, numbers, include_private));
  for (const SealedTimeline& one : timelines) {
    const bool is_log = !one.incident.exists();
    files.push_back(
        {is_log ? "operations.jsonl" : "timelines/" + to_string(one.incident) + ".jsonl", one.lines});
  }
  return Done{};
}

Result<std::vector<EvidenceFile>> collect(const Globals& globals, Archive& archive,
                                          const report::Period& period, bool include_private, Time now) {
  const Policy& policy = archive.settings.policy;
  std::vector<EvidenceFile> files = {{"README.txt", readme(period, include_private)}};
  MUSTER_TRY(const std::vector<Incident> incidents, concerned(archive, period, include_private));
  files.push_back({"incidents.json", incidents_evidence(incidents, policy)});
  MUSTER_CHECK(add_timelines(files, data_dir_of(globals, archive.settings), incidents, include_private));
  std::vector<Event> all;
  for (const Incident& incident : incidents) {
    MUSTER_TRY(const std::vector<Event> events, archive.reader->events(incident.number));
    if (const auto text = saved_postmortem(events))
      files.push_back(
          {"postmortems/" + to_string(incident.number) + ".md", with_state(*text, incident.postmortem)});
    all.insert(all.end(), events.begin(), events.end());
  }
  files.push_back({"approvals.json", approvals_evidence(all, archive.people)});
  files.push_back({"actions.json", actions_evidence(incidents, archive.people)});
  MUSTER_TRY(const std::vector<Event> log, archive.reader->events(kOperations));
  MUSTER_TRY(const auto secret, include_private ? Result<std::set<IncidentNumber>>{} : private_ones(archive));
  files.push_back({"access.json", access_evidence(log, period, archive.people, [&](IncidentNumber number) {
                     return secret.contains(number);
                   })});
  files.push_back({"configuration.json", configuration_evidence(log, period)});
  MUSTER_TRY(const report::Rows rows,
             archive.reader->report_rows(report::query_for(period, now, {include_private, {}})));
  const report::Report made = report::make_report(rows, period, {}, policy, now);
  files.push_back({"report.json", report::report_json(made) + "\n"});
  files.push_back({"report.html", report::report_page(made, report::make_sheet(made, report::Layout::full))});
  return files;
}

Result<Done> write(const fs::path& dir, const EvidenceFile& file) {
  const fs::path target = dir / file.path;
  std::error_code code;
  fs::create_directories(target.parent_path(), code);
  std::ofstream out{target, std::ios::binary};
  out << file.bytes;
  out.flush();
  if (!out)
    return fail(ErrorKind::unavailable,
                "cannot write " + target.string() + ": is the disk full or read-only?");
  return Done{};
}

Result<fs::path> new_directory(const std::string& name) {
  std::error_code code;
  if (fs::exists(name, code) && !fs::is_empty(name, code))
    return fail(ErrorKind::conflict, name + " is not empty: name a new directory, nothing is overwritten");
  fs::create_directories(name, code);
  if (!fs::is_directory(name)) return fail(ErrorKind::unavailable, "cannot make the directory " + name);
  fs::permissions(name, fs::perms::owner_all, code);
  return fs::path{name};
}

Result<std::size_t> export_to(const Globals& globals, const EvidenceOptions& options) {
  MUSTER_TRY(Archive archive, open_archive(globals));
  const Time now = SystemClock{}.now();
  MUSTER_TRY(const report::Period period, report::read_period(options.asked, archive.settings.policy, now));
  MUSTER_TRY(const fs::path dir, new_directory(options.directory));
  MUSTER_TRY(const std::vector<EvidenceFile> files,
             collect(globals, archive, period, options.include_private, now));
  EvidenceManifest manifest{
      iso_seconds(period.from), iso_seconds(period.to), iso_seconds(now), options.include_private, {}};
  for (const EvidenceFile& file : files) {
    MUSTER_CHECK(write(dir, file));
    manifest.files.push_back({file.path, net::sha256_hex(file.bytes), file.bytes.size()});
  }
  MUSTER_CHECK(write(dir, {kManifest, manifest_json(manifest)}));
  return files.size();
}

Result<std::string> contents(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  if (!in) return fail(ErrorKind::not_found, "there is no " + file.string());
  return std::string{std::istreambuf_iterator<char>{in}, {}};
}

void check_file(const fs::path& dir, const EvidenceManifest::File& listed,
                std::vector<std::string>& problems) {
  if (listed.path.starts_with('/') || listed.path.find("..") != std::string::npos) {
    problems.push_back(listed.path + " is not inside the directory");
    return;
  }
  const auto bytes = contents(dir / listed.path);
  if (!bytes) {
    problems.push_back(listed.path + " is missing");
    return;
  }
  if (net::sha256_hex(*bytes) != listed.sha256)
    problems.push_back(listed.path + " was changed after the export");
  if (!listed.path.ends_with(".jsonl")) return;
  for (const std::string& problem : check_sealed(*bytes)) problems.push_back(listed.path + ": " + problem);
}

void find_unlisted(const fs::path& dir, const EvidenceManifest& manifest,
                   std::vector<std::string>& problems) {
  std::error_code code;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator{dir, code}) {
    const std::string path = entry.path().lexically_relative(dir).generic_string();
    if (!entry.is_regular_file() || path == kManifest) continue;
    if (std::ranges::find(manifest.files, path, &EvidenceManifest::File::path) == manifest.files.end())
      problems.push_back(path + " is not in the manifest");
  }
}

}  // namespace

int export_evidence(const Globals& globals, const EvidenceOptions& options) {
  const auto written = export_to(globals, options);
  if (!written) return complain(written.error());
  std::printf("%s\n", ("Wrote " + std::to_string(*written) + " files and their manifest to " +
                       options.directory + ". `muster verify " + options.directory +
                       "` checks them. Keep the hash of manifest.json apart.")
                          .c_str());
  return ok;
}

int verify_evidence(const std::string& directory) {
  const fs::path dir{directory};
  if (net::is_envelope(dir)) {
    return complain({ErrorKind::invalid,
                     directory +
                         " is an encrypted backup, which only its key opens. Try it in an empty place: "
                         "muster restore " +
                         directory +
                         " --key KEY.pem --data NEW-DIRECTORY, then muster verify --data NEW-DIRECTORY",
                     "", 0});
  }
  const auto text = contents(dir / kManifest);
  if (!text) return complain(text.error());
  const auto manifest = parse_manifest(*text);
  if (!manifest) return complain(manifest.error());
  std::vector<std::string> problems;
  for (const EvidenceManifest::File& file : manifest->files) check_file(dir, file, problems);
  find_unlisted(dir, *manifest, problems);
  for (const std::string& problem : problems) std::printf("PROBLEM %s\n", problem.c_str());
  const std::string verdict = problems.empty()
                                  ? "every file is as it was exported and every hash chain holds."
                                  : std::to_string(problems.size()) + " problems, see above.";
  std::printf("%zu files of %s checked: %s\nmanifest.json itself has the SHA-256 %s\n",
              manifest->files.size(), manifest->made_at.c_str(), verdict.c_str(),
              net::sha256_hex(*text).c_str());
  return problems.empty() ? ok : failed;
}

}  // namespace muster::cli
