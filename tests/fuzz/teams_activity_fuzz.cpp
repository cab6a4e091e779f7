// Any bytes as what Teams posts, and as what the Bot Connector, Graph and Entra answer: read without harm;
// nothing is granted without a token and an end, and what somebody said stays text.
#include <cstdint>
#include <cstdlib>

#include "bot/base/utf8.hpp"
#include "integrations/teams/activity.hpp"
#include "integrations/teams/app_token_wire.hpp"
#include "integrations/teams/incoming_wire.hpp"
#include "integrations/teams/said_text.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muster;
  const std::string raw{reinterpret_cast<const char*>(data), size};
  if (const auto activity = teams::read_activity(raw)) {
    if (activity->type.empty()) std::abort();
    const auto show = [](const teams::MentionEntity&) { return std::string{"@somebody"}; };
    (void)teams::mentions_bot(*activity);
    if (!is_valid_utf8(teams::said_text(*activity, show))) std::abort();
    (void)teams::text_of_html(activity->html);
  }
  if (teams::text_of_html(raw).size() > 4 * size + 16) std::abort();
  if (const auto id = teams::read_id(raw); id && id->empty()) std::abort();
  (void)teams::read_member(raw, "tenant");
  (void)teams::read_channel(raw);
  (void)teams::read_channels(raw);
  (void)teams::read_members(raw);
  (void)teams::read_tabs(raw);
  (void)teams::find_marked(raw, "mark");
  (void)teams::read_message(raw);
  (void)teams::read_join_link(raw);
  (void)teams::refusal_words(raw);
  if (const auto granted = teams::read_granted(raw)) {
    if (granted->token.empty() || granted->lifetime.count() <= 0) std::abort();
  }
  return 0;
}
