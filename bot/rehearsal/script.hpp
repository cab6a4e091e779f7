// A rehearsal script, format "incident-scenarios/1": people, services and timed steps, and what a correct
// record of them says. docs/rehearsal.md describes it.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/base/result.hpp"
#include "bot/domain/policy.hpp"

namespace muster {

// What the step itself must answer. result: ok, allowed, refused, not_found.
struct StepExpectation {
  std::string result = "ok";
  std::string code;
  std::string reason_contains;
};

struct Step {
  std::string script;  // id of its script: S03
  int number = 0;
  Time at{};
  std::string kind;  // command, alert, alert_burst, change, report, message, reaction, system
  std::string by;
  bool by_system = false;                     // origin: muster does it by itself
  std::string incident;                       // local name, may be empty
  std::string verb;                           // `do` of a command
  std::map<std::string, std::string> fields;  // the step's other members; lists joined by commas
  std::map<std::string, std::string> args;
  StepExpectation expect;

  [[nodiscard]] std::string field(std::string_view name) const;
  [[nodiscard]] std::string arg(std::string_view name) const;
};

struct Script {
  std::string id;
  std::string title;
  Policy policy;            // default_policy() with the definitions', and the script's own, over it
  std::vector<Step> steps;  // by time, then number
  std::string expect;       // the script's `expect` as JSON text; empty without one
};

// invalid, naming file and step: not JSON, another format, an unknown step kind or verb, a step without a
// time.
[[nodiscard]] Result<Script> read_script(const std::filesystem::path& file,
                                         const std::filesystem::path& definitions);

}  // namespace muster
