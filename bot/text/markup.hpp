// The line markup that templates are written in, and the way from it to a neutral Message.
//
//   # heading                       blank line: a new paragraph; a line break stays a line break
//   | label | value |               a fact; facts in a row stand together, one without a value is left out
//   > aside                         small print
//   ---                             a rule
//   [Label](command: INC-7 update)  a button that types a command; [Label](https://...) opens a link. `!` in
//   front makes
//                                   it the primary one, `!!` a dangerous one; (confirm: question) behind it
//                                   asks first
//   **bold**  _italic_  `code`  [label](https://...)
//   <@person:id;name>  <#room:platform;id;name>  <time:microseconds since 1970;14:05 UTC>
//
// A backslash makes the punctuation after it plain, `\n` is a line break inside a value. escape() relies on
// just that: an escaped value can never become a mention, a link, a button or a block, wherever a template
// puts it. parse_markup() is total: whatever is not markup is text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/text/message.hpp"

namespace muster {

[[nodiscard]] Message parse_markup(std::string_view text);
// The inline part alone; more than one line when a value holds line breaks.
[[nodiscard]] std::vector<Line> parse_inline(std::string_view text);

// The blocks as markup: parse_markup() gives back what it says. What markup has no way to say is lost: blanks
// at the ends of lines, facts without a value, links that may not be followed.
[[nodiscard]] std::string to_markup(const std::vector<Block>& blocks);

namespace markup {

// A value from people or records, made inert. Control characters other than line break and tab are dropped.
[[nodiscard]] std::string escape(std::string_view value);

// Typed pieces. Their names and labels are escaped here.
[[nodiscard]] std::string person(const PersonId& person, std::string_view name);
[[nodiscard]] std::string room(const Place& room, std::string_view name);
[[nodiscard]] std::string moment(Time at, std::string_view fallback);
// The label alone when the address is not one that may be linked.
[[nodiscard]] std::string link(std::string_view url, std::string_view label);

}  // namespace markup

// https with a host and without user info, or http on this machine; no spaces, quotes, brackets or controls.
[[nodiscard]] bool may_link(std::string_view url);

}  // namespace muster
