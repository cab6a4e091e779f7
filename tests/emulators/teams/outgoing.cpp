#include "tests/emulators/teams/outgoing.hpp"

#include <set>

#include "tests/emulators/teams/card_check.hpp"
#include "tests/emulators/teams/live_markup.hpp"
#include "tests/emulators/teams/plain_text.hpp"

namespace muster::fake::teams {
namespace {

constexpr std::size_t kMostMessageBytes = 100 * 1024;

// As UTF-16, which is how Teams counts.
std::size_t utf16_bytes(const std::string& utf8) {
  std::size_t units = 0;
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) units += byte >= 0xF0 ? 2 : 1;
  }
  return units * 2;
}

void check_shape(const Json& activity) {
  const std::string type = get_string(activity, "type");
  if (type == "typing") return;
  if (type != "message") fail(400, "BadSyntax", "Unknown activity type: " + type);
  if (get_string(activity, "text").empty() && member(activity, "attachments").empty()) {
    fail(400, "BadSyntax", "Activity must include text or attachments");
  }
  static const std::set<std::string> kFormats = {"plain", "markdown", "xml"};
  const std::string format = get_string(activity, "textFormat", "markdown");
  if (!kFormats.contains(format)) fail(400, "BadSyntax", "Unknown text format: " + format);
  if (utf16_bytes(dump(activity)) > kMostMessageBytes) {
    fail(413, "MessageSizeTooBig", "The size of the message is too large.");
  }
}

}  // namespace

void check_outgoing(Call& call, const Json& activity) {
  check_shape(activity);
  const World& world = call.teams.world;
  Json problems = Json::array();
  check_mentions(world, member(activity, "entities"), get_string(activity, "text"), "/entities", problems);
  const Json& attachments = member(activity, "attachments");
  if (!attachments.is_null() && !attachments.is_array()) fail(400, "BadSyntax", "attachments must be a list");
  for (std::size_t i = 0; i < attachments.size(); ++i) {
    if (get_string(attachments[i], "contentType").empty()) {
      add_problem(problems, "/attachments/" + std::to_string(i), "has no contentType");
    }
  }
  for (const Json& card : cards_of(activity)) {
    const Json of_card = check_card(world, card, CardUse::message);
    if (!of_card.empty())
      call.teams.ledger.add("card_error", {{"method", call.method}, {"errors", of_card}, {"card", card}});
    problems.insert(problems.end(), of_card.begin(), of_card.end());
  }
  call.notes.update(live_markup(activity));
  if (problems.empty()) return;
  const Json& first = problems[0];
  fail(400, "BadSyntax",
       "Invalid activity: " + get_string(first, "path") + ": " + get_string(first, "problem"));
}

}  // namespace muster::fake::teams
