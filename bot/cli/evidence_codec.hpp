// The files of an evidence export, as JSON text.
#pragma once

#include <string>
#include <vector>

#include "bot/domain/incident.hpp"
#include "bot/domain/people.hpp"
#include "bot/domain/policy.hpp"
#include "bot/ports/reader.hpp"

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
// Who is signed in to the console. Tokens and their hashes are left out.
[[nodiscard]] std::string access_evidence(const std::vector<SessionOpened>& sessions, const People& people);

}  // namespace muster::cli
