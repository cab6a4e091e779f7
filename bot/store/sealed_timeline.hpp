// Timelines as they are stored, byte for byte, for evidence: what their hashes are made of. And the other way
// round: whether such a timeline still holds, without a database.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/domain/vocabulary.hpp"

namespace muster {

struct SealedTimeline {
  IncidentNumber incident;  // 0: the operations log
  std::string lines;        // one JSON object an entry: the columns of docs/timeline-format.md, body as text
};

// Of these incidents, in their order, of one moment. Without private ones, an entry that names one (a merge)
// is withheld: its place in the chain and its hash stay, nothing else.
[[nodiscard]] Result<std::vector<SealedTimeline>> sealed_timelines(
    const std::filesystem::path& data_dir, const std::vector<IncidentNumber>& incidents,
    bool include_private);

// What is wrong with the lines: a hash that does not fit, an entry missing between two. Empty: they hold. Of
// a withheld entry only its place can be checked.
[[nodiscard]] std::vector<std::string> check_sealed(std::string_view lines);

}  // namespace muster
