#include "bot/text/markdown.hpp"

#include <algorithm>

#include "bot/text/markup.hpp"
#include "bot/text/markup_cursor.hpp"

namespace muster::markdown {

std::string escape(std::string_view value) {
  static constexpr std::string_view kSpecial = "\\`*_[]<>|#~&$";
  std::string out;
  for (const char c : value) {
    if (c == '\n' || c == '\t') {
      out += ' ';
    } else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) {
      if (kSpecial.contains(c)) out += '\\';
      out += c;
    }
  }
  // A line may begin with a value: there these would begin a list or a rule.
  if (!out.empty() && std::string_view{"-+=:"}.contains(out.front())) out.insert(0, 1, '\\');
  return out;
}

std::string link(std::string_view url, std::string_view label) {
  const std::string text = escape(label.empty() ? url : label);
  return may_link(url) ? "[" + text + "](<" + std::string{url} + ">)" : text;
}

std::string entry(Seq seq) {
  const std::string number = std::to_string(seq);
  return "[#" + number + "](#e" + number + ")";
}

std::string cite(std::vector<Seq> entries) {
  std::erase(entries, 0);
  std::ranges::sort(entries);
  entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
  if (entries.empty()) return {};
  std::string out = " [";
  for (const Seq seq : entries) out += (out.size() > 2 ? ", " : "") + entry(seq);
  return out + "]";
}

std::string row(const std::vector<std::string>& cells) {
  std::string out = "|";
  for (const std::string& cell : cells) out += " " + std::string{trim(cell)} + " |";
  return out + "\n";
}

std::string table(const std::vector<std::string>& columns) {
  std::string line = "|";
  for (std::size_t i = 0; i < columns.size(); ++i) line += "---|";
  return row(columns) + line + "\n";
}

}  // namespace muster::markdown
