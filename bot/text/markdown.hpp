// Pieces of Markdown for documents. Values of people are escaped: they cannot become markup, links, HTML or
// markers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/domain/event.hpp"

namespace muster::markdown {

// One line: line breaks become spaces.
[[nodiscard]] std::string escape(std::string_view value);
// The label alone when the address may not be linked.
[[nodiscard]] std::string link(std::string_view url, std::string_view label);
// " [[#12](#e12), [#15](#e15)]", in order and without doubles; nothing for no entries.
[[nodiscard]] std::string cite(std::vector<Seq> entries);
// "[#12](#e12)": the anchor of a timeline row, which citations lead to.
[[nodiscard]] std::string entry(Seq seq);
// "| a | b |" with the line break; cells are Markdown already.
[[nodiscard]] std::string row(const std::vector<std::string>& cells);
// Header row and the line below it.
[[nodiscard]] std::string table(const std::vector<std::string>& columns);

}  // namespace muster::markdown
