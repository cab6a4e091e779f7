// The files of an evidence export, as JSON text.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "bot/domain/incident.hpp"
#include "bot/domain/operations.hpp"
#include "bot/domain/people.hpp"
#include "bot/domain/policy.hpp"
#include "bot/report/period.hpp"

namespace muster::cli {

struct EvidenceFile {
  std::string path;  // relative to the directory
  std::string bytes;
};

struct EvidenceManifest {
  std::string from, to, made_at;
  bool includes_private = false;
  struct File {
    std::string path;
    std::string sha256;
    std::size_t bytes = 0;
  };
  std::vector<File> files;
};
[[nodiscard]] std::string manifest_json(const EvidenceManifest& manifest);
[[nodiscard]] Result<EvidenceManifest> parse_manifest(std::string_view text);

[[nodiscard]] std::string incidents_evidence(const std::vector<Incident>& incidents, const Policy& policy);
// Decisions of people that stand for an approval: what was published, waived, overridden, refused.
[[nodiscard]] std::string approvals_evidence(const std::vector<Event>& events, const People& people);
[[nodiscard]] std::string actions_evidence(const std::vector<Incident>& incidents, const People& people);
// Who signed in and out in the period, was refused, read what is private, took out what: by time. log: of
// operations. hidden: whether this incident is not to be told of.
[[nodiscard]] std::string access_evidence(const std::vector<Event>& log, const report::Period& period,
                                          const People& people,
                                          const std::function<bool(IncidentNumber)>& hidden);
// The configurations that were in force in the period, the first of which may be older.
[[nodiscard]] std::string configuration_evidence(const std::vector<Event>& log, const report::Period& period);

}  // namespace muster::cli
