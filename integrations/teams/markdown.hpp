// How foreign text is put into the Markdown of Adaptive Cards (TextBlock, FactSet) without coming to life.
// Pure.
//
// Teams' desktop reads it with a CommonMark parser, its phones with one of their own (AdaptiveCards'
// MarkDownBlockParser), so foreign text may rest only on what is inert in both: a backslash before * _ [ ],
// which both take away, and an invisible word joiner (U+2060) where something else could begin. HTML entities
// would be shown as they stand on a phone, other backslashes too.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace muster::teams {

// Foreign text as data: no emphasis, list, heading, code, link, image, entity, mention (<at>), date function
// ({{DATE()}}) or template expression (${}) comes to life, whatever stands before or after it. A backtick
// becomes U+02CB. A bare URL stays as typed: this Markdown knows no bare links, and a client that makes one
// shows where it leads. A line break becomes a blank line, the one break every client shows.
//
// starts: the text begins a line, or stands where a phone's parser looks for a list.
[[nodiscard]] std::string foreign(std::string_view raw, bool starts = true);

// A URL as the target of [label](…): what would end it or be read as a mark is percent-encoded.
[[nodiscard]] std::string link_target(std::string_view url);

}  // namespace muster::teams
