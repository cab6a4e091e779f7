// What a command gives back to the asker, and the console's small answers, as JSON text. Pure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "bot/domain/command.hpp"
#include "bot/domain/people.hpp"
#include "bot/domain/policy.hpp"
#include "bot/ports/chat_platform.hpp"
#include "bot/ports/intake.hpp"

namespace muster {
struct HealthPart;
}

namespace muster::console {

[[nodiscard]] std::string answer_json(const Answer& answer, const People& people);

// {"error": {"code", "say", "id"}}
[[nodiscard]] std::string error_json(const std::string& code, const std::string& say, const std::string& id);

// GET /api/v1/me: who asks, and the words and names the browser offers.
struct Me {
  PersonId person;
  std::string name;
  std::string csrf;
  const Policy& policy;
  const People& people;
  std::span<const CommandSpec> commands;
};
[[nodiscard]] std::string me_json(const Me& me);

[[nodiscard]] std::string signed_in_json(const PersonId& person, const std::string& name);
[[nodiscard]] std::string signin_json(bool valid, const std::string& name);
[[nodiscard]] std::string invitation_json(const std::string& url);
[[nodiscard]] std::string health_json(const std::vector<HealthPart>& parts);
[[nodiscard]] std::string said_json(const std::string& say);
[[nodiscard]] std::string html_json(const std::string& html);
// {"report": …, "html": …}; report is JSON text already.
[[nodiscard]] std::string made_report_json(const std::string& report, const std::string& html);

}  // namespace muster::console
