// A report as text, and as CSV.
#include <algorithm>

#include "bot/report/render.hpp"
#include "bot/report/wording.hpp"

namespace muster::report {

namespace {

constexpr std::size_t kIncidentsShown = 5;
constexpr std::size_t kWidestCell = 60;

std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string shown(const Cell& cell) {
  const bool names_them = !cell.incidents.empty() && cell.text.find("INC-") == std::string::npos;
  return names_them ? cell.text + "  " + say_incidents(cell.incidents, kIncidentsShown) : cell.text;
}

std::string table_text(const Table& table) {
  std::vector<std::vector<std::string>> lines = {table.columns};
  for (const auto& row : table.rows) {
    if (table.is_drawn && row[1].raw == "0") continue;
    std::vector<std::string> line;
    for (const Cell& cell : row) line.push_back(shown(cell));
    lines.push_back(std::move(line));
  }
  std::vector<std::size_t> widths(table.columns.size(), 0);
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i)
      widths[i] = std::max(widths[i], std::min(width_of(line[i]), kWidestCell));
  }
  std::string out;
  for (const auto& line : lines) {
    std::string text = "  ";
    for (std::size_t i = 0; i < line.size(); ++i) {
      text += line[i];
      const std::size_t width = width_of(line[i]);
      if (i + 1 < line.size()) text.append(width < widths[i] ? widths[i] - width + 2 : 2, ' ');
    }
    out += text + "\n";
  }
  return out;
}

std::string csv_cell(const std::string& text) {
  static constexpr std::string_view kFormula = "=+-@\t\r";
  const bool is_formula = !text.empty() && kFormula.find(text.front()) != std::string_view::npos;
  std::string out = is_formula ? "\"'" : "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

std::string csv_row(const std::vector<std::string>& cells) {
  std::string row;
  for (const std::string& cell : cells) row += (row.empty() ? "" : ",") + csv_cell(cell);
  return row + "\r\n";
}

}  // namespace

std::string report_text(const Sheet& sheet) {
  std::string out = sheet.title + "\n";
  for (const std::string& line : sheet.head) out += line + "\n";
  for (const Section& section : sheet.sections) {
    out += "\n" + section.title + "\n";
    for (const std::string& note : section.notes) out += "  " + note + "\n";
    for (std::size_t i = 0; i < section.tables.size(); ++i)
      out += (i == 0 ? "" : "\n") + table_text(section.tables[i]);
  }
  return out + "\nWhat each figure means: docs/reporting.md, or --format html.\n";
}

std::string report_csv(const Sheet& sheet) {
  std::string out = csv_row({"section", "table", "row", "column", "value", "text", "incidents"});
  for (const Section& section : sheet.sections) {
    for (const Table& table : section.tables) {
      for (const auto& row : table.rows) {
        for (std::size_t i = 1; i < row.size(); ++i) {
          const Numbers& behind = row[i].incidents.empty() ? row[0].incidents : row[i].incidents;
          out += csv_row({section.id, table.id, row[0].text, table.columns[i], row[i].raw, row[i].text,
                          say_incidents(behind, 0)});
        }
      }
    }
  }
  return out;
}

}  // namespace muster::report
