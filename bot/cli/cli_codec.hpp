// What the command line prints with --json.
#pragma once

#include <string>
#include <vector>

#include "bot/domain/incident.hpp"
#include "bot/domain/people.hpp"
#include "bot/domain/policy.hpp"
#include "bot/ports/integration.hpp"
#include "bot/ports/reader.hpp"
#include "bot/text/timeline.hpp"

namespace muster::cli {

[[nodiscard]] std::string incidents_json(const std::vector<Incident>& incidents, const Policy& policy,
                                         const People& people);
[[nodiscard]] std::string timeline_json(const Incident& incident, const std::vector<TimelineEntry>& entries);
[[nodiscard]] std::string postmortem_json(const Incident& incident, const std::string& markdown);
[[nodiscard]] std::string verify_json(const VerifyReport& report);
[[nodiscard]] std::string findings_json(const std::vector<Finding>& findings);
// What `muster manifest teams` wrote.
[[nodiscard]] std::string package_json(const std::string& file, const std::string& app_id,
                                       const std::string& version);
// {"<name>": "<value>"} for the commands that only did something.
[[nodiscard]] std::string done_json(const std::string& name, const std::string& value);

}  // namespace muster::cli
