// Lines of a neutral message as mrkdwn, cut into pieces that fit Slack's text objects. Pure.
#pragma once

#include <string>
#include <vector>

#include "bot/domain/people.hpp"
#include "bot/text/message.hpp"

namespace muster::slack {

// One span. Only typed spans mention, link or show a date; Plain is data whatever it holds. A person without
// a Slack identity and a link that is neither https nor loopback http are shown by name and label.
[[nodiscard]] std::string mrkdwn(const Span& span, const People& people);
[[nodiscard]] std::string mrkdwn(const Line& line, const People& people);

// True for the links we let through: https, or http on loopback; at most 3000 units.
[[nodiscard]] bool is_safe_link(const std::string& url);

// The lines as texts of at most `most` units each, cut between spans or, within a long plain span, between
// words. Never an empty text.
[[nodiscard]] std::vector<std::string> pack(const std::vector<Line>& lines, const People& people,
                                            std::size_t most);

}  // namespace muster::slack
