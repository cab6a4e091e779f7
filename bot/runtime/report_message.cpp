#include "bot/runtime/report_message.hpp"

#include "bot/report/picture.hpp"

namespace muster {

namespace {

constexpr std::size_t kMostOverdue = 5;
constexpr std::size_t kMostListed = 10;

Line plain_line(std::string text) {
  Line line;
  line.emplace_back(Plain{std::move(text)});
  return line;
}

// "3 (before: 5)"
std::string with_before(const std::vector<report::Cell>& row) {
  std::string text = row[1].text;
  if (row.size() > 2 && !row[2].text.empty()) text += " (before: " + row[2].text + ")";
  return text;
}

void add_summary(Facts& facts, const report::Section& section) {
  for (const report::Table& table : section.tables) {
    for (const std::vector<report::Cell>& row : table.rows)
      facts.facts.push_back({row[0].text, plain_line(with_before(row))});
  }
}

Paragraph overdue(const report::Section& section) {
  Paragraph paragraph;
  Line head;
  head.emplace_back(Plain{section.title, true});
  paragraph.lines.push_back(std::move(head));
  for (const std::string& note : section.notes) paragraph.lines.push_back(plain_line(note));
  for (const report::Table& table : section.tables) {
    for (std::size_t i = 0; i < table.rows.size() && i < kMostOverdue; ++i)
      paragraph.lines.push_back(plain_line(table.rows[i].front().text + ", by " + table.rows[i].back().text));
    if (table.rows.size() > kMostOverdue)
      paragraph.lines.push_back(
          plain_line("and " + std::to_string(table.rows.size() - kMostOverdue) + " more"));
  }
  return paragraph;
}

constexpr std::size_t kMostWeeks = 26;
constexpr std::size_t kFewestWeeks = 3;  // fewer are no trend

// "Incidents by week: ▁▃█ (2, 5, 9)", the last on the right.
std::optional<Line> by_week(const report::Volume& volume) {
  std::vector<std::size_t> counts;
  std::string numbers;
  const std::size_t skipped = volume.by_week.size() - std::min(volume.by_week.size(), kMostWeeks);
  for (std::size_t i = skipped; i < volume.by_week.size(); ++i) {
    counts.push_back(volume.by_week[i].declared.incidents.size());
    numbers += (numbers.empty() ? "" : ", ") + std::to_string(counts.back());
  }
  if (counts.size() < kFewestWeeks) return std::nullopt;
  return plain_line(report::sparkline(counts) + "  " + numbers);
}

// What happened and what repeats, a line each.
Paragraph listed(const report::Section& section) {
  Paragraph paragraph;
  Line head;
  head.emplace_back(Plain{section.title, true});
  paragraph.lines.push_back(std::move(head));
  for (const std::string& note : section.notes) paragraph.lines.push_back(plain_line(note));
  std::size_t rows = 0;
  for (const report::Table& table : section.tables) {
    for (const std::vector<report::Cell>& row : table.rows) {
      if (++rows > kMostListed) continue;
      std::string text;
      for (const report::Cell& cell : row) text += (text.empty() ? "" : ", ") + cell.text;
      paragraph.lines.push_back(plain_line(text));
    }
  }
  if (rows == 0 && section.notes.empty()) paragraph.lines.push_back(plain_line("Nothing."));
  if (rows > kMostListed)
    paragraph.lines.push_back(plain_line("and " + std::to_string(rows - kMostListed) + " more"));
  return paragraph;
}

}  // namespace

Message report_message(const report::Report& made, report::Layout layout) {
  const report::Sheet sheet = report::make_sheet(made, layout);
  Message message;
  message.blocks.emplace_back(Heading{sheet.title});
  for (const std::string& line : sheet.head) message.blocks.emplace_back(Aside{plain_line(line)});
  Facts facts;
  for (const report::Section& section : sheet.sections) {
    if (section.id == "summary") add_summary(facts, section);
  }
  if (auto weeks = by_week(made.current.volume)) facts.facts.push_back({"By week", *std::move(weeks)});
  message.blocks.emplace_back(std::move(facts));
  for (const report::Section& section : sheet.sections) {
    if (section.id == "overdue") message.blocks.emplace_back(overdue(section));
    const bool of_review = section.id == "incidents" || section.id == "repeats" || section.id == "pages";
    if (layout == report::Layout::weekly && of_review) message.blocks.emplace_back(listed(section));
  }
  if (!made.base_url.empty()) {
    Buttons buttons;
    buttons.buttons.push_back({"Open the report", "", made.base_url + "/report", ButtonStyle::primary, ""});
    message.blocks.emplace_back(std::move(buttons));
  }
  return message;
}

}  // namespace muster
