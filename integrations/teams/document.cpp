#include "integrations/teams/document.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace muster::teams {
namespace {

constexpr std::size_t kMostDocumentBytes = 12000;

bool is_mark(std::string_view line, std::size_t at) {
  return line[at] == '\\' && at + 1 < line.size() &&
         std::ispunct(static_cast<unsigned char>(line[at + 1])) != 0;
}

// A backslash stands before punctuation that is meant as such; emphasis is left out. Columns of a table are
// parted by ": ".
std::string words(std::string_view line) {
  const bool is_row = line.starts_with('|');
  std::string out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (is_mark(line, i)) {
      out += line[++i];
    } else if (is_row && line[i] == '|') {
      while (out.ends_with(' ')) out.pop_back();
      if (!out.empty() && i + 1 < line.size()) out += ":";
    } else if (line.substr(i, 2) == "**") {
      ++i;
    } else if (line[i] != ' ' || !(out.empty() || out.ends_with("  "))) {
      out += line[i];
    }
  }
  return out;
}

bool says_nothing(std::string_view line) {
  const bool is_rule = line.starts_with('|') && line.find_first_not_of("|-: ") == std::string_view::npos;
  return is_rule || line.starts_with("<!--");
}

}  // namespace

Message document_message(const std::string& title, std::string_view content) {
  Message message{{Heading{title}}};
  Paragraph text;
  const auto end_paragraph = [&] {
    if (!text.lines.empty()) message.blocks.emplace_back(std::exchange(text, {}));
  };
  content = content.substr(0, kMostDocumentBytes);
  while (!content.empty()) {
    const auto end = std::min(content.find('\n'), content.size());
    const std::string_view line = content.substr(0, end);
    content.remove_prefix(std::min(end + 1, content.size()));
    if (says_nothing(line)) continue;
    if (line.starts_with('#')) {
      end_paragraph();
      const auto begin = std::min(line.find_first_not_of("# "), line.size());
      message.blocks.emplace_back(Paragraph{{{Plain{.text = words(line.substr(begin)), .bold = true}}}});
    } else if (line.empty()) {
      end_paragraph();
    } else {
      text.lines.push_back({Plain{words(line)}});
    }
  }
  end_paragraph();
  return message;
}

}  // namespace muster::teams
