// Slack's mrkdwn: how foreign text is put into it without coming to life, and how received text is read.
// Pure.
//
// Lengths are UTF-16 units, counted after escaping: what Slack's limits are measured in is not published, and
// this is the strictest reading.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace muster::slack {

// & < > become entities: without that an alert saying <!channel> would page everybody.
[[nodiscard]] std::string escape(std::string_view text);

// Foreign text as data: escaped; * _ ~ and a leading > get a word joiner (U+2060) where they could format, so
// host names like db_primary_1 stay copyable; a backtick becomes U+02CB; a bare URL is shown as code and is
// no link.
[[nodiscard]] std::string foreign(std::string_view text);

// `text` in a code span; a line break becomes a space.
[[nodiscard]] std::string code(std::string_view text);

// <url|label>; both escaped, and the characters that would end the link are encoded.
[[nodiscard]] std::string link(std::string_view url, std::string_view label);

// What a person meant: entities decoded, <https://a|b> and <mailto:…> as their address, <#C1|name> as #name,
// <!here> as
// @here, dates as their fallback. Mentions of people stay as <@U123>, which the grammar understands.
[[nodiscard]] std::string read_mrkdwn(std::string_view text);

}  // namespace muster::slack
