// Teams' own rules for cards, beyond the schema.
#include <set>

#include "tests/emulators/common/form.hpp"
#include "tests/emulators/teams/card_check.hpp"
#include "tests/emulators/teams/card_walk.hpp"
#include "tests/emulators/teams/plain_text.hpp"

namespace muster::fake::teams {
namespace {

constexpr std::size_t kMostBytes = 28 * 1024;
constexpr std::size_t kMostRefreshUsers = 60;

void check_version(const Json& card, Json& problems) {
  static const std::set<std::string> kVersions = {"1.0", "1.1", "1.2", "1.3", "1.4", "1.5"};
  const std::string version = get_string(card, "version");
  if (!kVersions.contains(version)) {
    add_problem(problems, "/version", "Teams shows cards of version 1.0 to 1.5, not \"" + version + "\"");
  }
}

void check_action(const Json& action, CardUse use, const std::string& path, Json& problems) {
  const std::string type = get_string(action, "type");
  if (type == "Action.Execute" && get_string(action, "verb").empty()) {
    add_problem(problems, path, "an Action.Execute without a verb is not routed to the bot");
  }
  if (use == CardUse::dialog && type == "Action.Execute") {
    add_problem(problems, path, "only Action.Submit works in a dialog");
  }
  const Json& special = member(member(action, "data"), "msteams");
  if (use == CardUse::dialog && special.is_object()) {
    add_problem(problems, path + "/data/msteams", "does not work in a dialog");
  }
  if (type == "Action.OpenUrl") {
    const std::string url = lower_case(get_string(action, "url"));
    const bool known = url.starts_with("https://") || url.starts_with("http://") || url.starts_with("tel:") ||
                       url.starts_with("mailto:") || url.starts_with("sip:");
    if (!known) add_problem(problems, path + "/url", "not a link that Teams opens");
  }
  const Json& title = member(action, "title");
  if (title.is_string() && title.get<std::string>().empty())
    add_problem(problems, path + "/title", "is empty");
}

void check_inputs(const Json& card, Json& problems) {
  std::set<std::string> ids;
  for (const Json& input : card_inputs(card)) {
    const std::string id = get_string(input, "id");
    if (id.empty()) add_problem(problems, "", get_string(input, "type") + " without an id is not submitted");
    if (!id.empty() && !ids.insert(id).second) add_problem(problems, "", "two inputs have the id " + id);
    if (get_bool(input, "isRequired") && get_string(input, "label").empty()) {
      add_problem(problems, "", "the required input " + id + " has no label");
    }
  }
}

void check_refresh(const Json& card, Json& problems) {
  const Json& refresh = member(card, "refresh");
  if (refresh.is_null()) return;
  const Json& action = member(refresh, "action");
  if (get_string(action, "type") != "Action.Execute" || get_string(action, "verb").empty()) {
    add_problem(problems, "/refresh/action", "must be an Action.Execute with a verb");
  }
  if (member(refresh, "userIds").size() > kMostRefreshUsers) {
    add_problem(problems, "/refresh/userIds", "names more than 60 users");
  }
}

}  // namespace

void check_mentions(const World& world, const Json& entities, const std::string& text,
                    const std::string& path, Json& problems) {
  if (entities.is_null()) return;
  if (!entities.is_array()) return add_problem(problems, path, "must be a list");
  for (std::size_t i = 0; i < entities.size(); ++i) {
    const Json& entity = entities[i];
    if (lower_case(get_string(entity, "type")) != "mention") continue;
    const std::string at = path + "/" + std::to_string(i);
    const std::string shown = get_string(entity, "text");
    if (!shown.starts_with("<at>") || !shown.ends_with("</at>")) {
      add_problem(problems, at + "/text", "must have the form <at>name</at>");
    } else if (text.find(shown) == std::string::npos) {
      add_problem(problems, at + "/text", "does not occur in the text: " + shown);
    }
    const std::string id = get_string(member(entity, "mentioned"), "id");
    if (get_string(member(entity, "mentioned"), "type") != "tag" && id != kBotId && !world.user(id)) {
      add_problem(problems, at + "/mentioned", "names nobody known: " + id);
    }
    if (get_string(member(entity, "mentioned"), "name").empty()) {
      add_problem(problems, at + "/mentioned/name", "is missing");
    }
  }
}

void check_teams_rules(const World& world, const Json& card, CardUse use, Json& problems) {
  check_version(card, problems);
  const std::size_t size = dump(card).size();
  if (size > kMostBytes)
    add_problem(problems, "", "has " + std::to_string(size) + " bytes; 28 KB are allowed");
  walk_card(card, [&](const Json& part, const std::string& path) {
    if (get_string(part, "type").starts_with("Action.")) check_action(part, use, path, problems);
    if (get_string(part, "type") == "TextBlock" && get_string(part, "text").empty()) {
      add_problem(problems, path + "/text", "is empty");
    }
  });
  check_inputs(card, problems);
  check_refresh(card, problems);
  check_mentions(world, member(member(card, "msteams"), "entities"), card_markup(card), "/msteams/entities",
                 problems);
}

}  // namespace muster::fake::teams
