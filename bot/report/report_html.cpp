// A report as a page of HTML.
#include <algorithm>
#include <array>

#include "bot/base/embedded.hpp"
#include "bot/base/html.hpp"
#include "bot/report/markup.hpp"
#include "bot/report/render.hpp"
#include "bot/report/wording.hpp"

namespace muster::report {

namespace {

constexpr std::size_t kListed = 3;  // more incidents behind a figure are folded away

std::string linked(IncidentNumber number, const std::string& text, const std::string& prefix) {
  const std::string link = incident_link(number, prefix);
  if (link.empty()) return html_escaped(text);
  return "<a href=\"" + html_escaped(link) + "\">" + html_escaped(text) + "</a>";
}

std::string list_html(const Numbers& incidents, const std::string& prefix) {
  std::string out;
  for (const IncidentNumber number : incidents)
    out += (out.empty() ? "" : " ") + linked(number, to_string(number), prefix);
  return out;
}

std::string cell_html(const Cell& cell, const std::string& prefix) {
  const bool is_name = cell.incidents.size() == 1 && cell.text.starts_with("INC-");
  std::string out = is_name ? linked(cell.incidents.front(), cell.text, prefix) : html_escaped(cell.text);
  if (!is_name && !cell.incidents.empty()) {
    const std::string list = list_html(cell.incidents, prefix);
    out += cell.incidents.size() <= kListed
               ? " <span class=\"rp-which\">" + list + "</span>"
               : " <details class=\"rp-which\"><summary>which</summary>" + list + "</details>";
  }
  if (!cell.definition.empty()) {
    out += " <a class=\"rp-why\" href=\"#def-" + cell.definition + "\" title=\"What this means\">?</a>";
  }
  return out;
}

std::string table_html(const Table& table, const std::string& prefix) {
  std::string out = "<div class=\"rp-scroll\"><table class=\"rp-table rp-" + table.id + "\"><thead><tr>";
  for (const std::string& column : table.columns)
    out += "<th scope=\"col\">" + html_escaped(column) + "</th>";
  out += "</tr></thead><tbody>\n";
  for (const auto& row : table.rows) {
    out += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string inside = cell_html(row[i], prefix);
      out += i == 0 ? "<th scope=\"row\">" + inside + "</th>" : "<td>" + inside + "</td>";
    }
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

std::string figure(const std::string& caption, const std::string& chart) {
  if (chart.empty()) return {};
  return "<figure class=\"rp-figure\"><figcaption>" + html_escaped(caption) + "</figcaption>" + chart +
         "</figure>\n";
}

std::string week_chart(const Volume& volume) {
  std::vector<Bar> bars;
  for (const Week& week : volume.by_week) {
    const std::size_t n = week.declared.incidents.size();
    bars.push_back({week.declared.name,
                    "week of " + week.declared.name + ": " + std::to_string(n) + " incidents",
                    static_cast<double>(n)});
  }
  return bar_chart(bars, "Incidents by week");
}

template <std::size_t N>
std::string clock_chart(const std::array<int, N>& counted, const std::string& label,
                        const std::array<const char*, N>& names) {
  std::vector<Bar> bars;
  for (std::size_t i = 0; i < N; ++i) {
    bars.push_back({names.at(i),
                    std::string{names.at(i)} + ": " + std::to_string(counted.at(i)) + " incidents",
                    static_cast<double>(counted.at(i))});
  }
  return bar_chart(bars, label);
}

// What is drawn in place of a table; empty: the table itself is shown.
std::string chart_for(const Table& table, const Report& report) {
  const Volume& volume = report.current.volume;
  static constexpr std::array<const char*, 7> kDays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  static constexpr std::array<const char*, 24> kHours = {"0",  "1",  "2",  "3",  "4",  "5",  "6",  "7",
                                                         "8",  "9",  "10", "11", "12", "13", "14", "15",
                                                         "16", "17", "18", "19", "20", "21", "22", "23"};
  if (table.id == "by_week") return figure("By week", week_chart(volume));
  if (table.id == "by_weekday")
    return figure("By weekday", clock_chart(volume.by_weekday, "Incidents by weekday", kDays));
  if (table.id == "by_hour")
    return figure("By hour of the day", clock_chart(volume.by_hour, "Incidents by hour", kHours));
  return {};
}

// What is drawn above a section's tables.
std::string charts_of(const Section& section, const Report& report, const std::string& prefix) {
  std::string out;
  if (section.id == "times") {
    std::int64_t longest = 0;  // one axis for all, so that they can be compared
    for (const Distribution& kpi : report.current.kpis)
      longest = kpi.dots.empty() ? longest : std::max(longest, kpi.dots.back().seconds);
    for (std::size_t i = 0; i < kKpiCount; ++i) {
      const std::string name{kKpis.at(i).name};
      out += figure(name + " (" + std::string{kKpis.at(i).anchors} + ")",
                    dot_strip(report.current.kpis.at(i), longest, name, prefix));
    }
  }
  if (section.id == "services") out += figure("Error budget used", budget_bars(report.current.services));
  return out;
}

std::string section_html(const Section& section, const Report& report, const std::string& prefix) {
  std::string out = "<section class=\"rp-section\" id=\"" + section.id + "\"><h2>" +
                    html_escaped(section.title) + "</h2>\n";
  for (const std::string& note : section.notes)
    out += "<p class=\"rp-note\">" + html_escaped(note) + "</p>\n";
  out += charts_of(section, report, prefix);
  for (const Table& table : section.tables) {
    const std::string chart = chart_for(table, report);
    out += chart.empty() ? table_html(table, prefix) : chart;
  }
  return out + "</section>\n";
}

std::string definitions_html(const Sheet& sheet) {
  std::string out =
      "<section class=\"rp-section\" id=\"definitions\"><h2>What the figures mean</h2>\n<dl "
      "class=\"rp-definitions\">\n";
  for (const Definition& one : sheet.definitions) {
    out += "<div id=\"def-" + one.id + "\"><dt>" + html_escaped(one.name) + "</dt><dd>" +
           html_escaped(one.text) + "</dd></div>\n";
  }
  return out + "</dl></section>\n";
}

// The colours the console's pages have of their own.
constexpr std::string_view kPageStyle = R"(
:root{color-scheme:light dark;--ground:#fff;--line:#d0d7de;--line-strong:#8c959f;--ink:#1b1f24;--ink-soft:#4a5262;
--ink-faint:#697185;--accent:#4a48d4;--danger:#c62a1c;--warn:#9a5b00;--sunk:#f4f5f8}
@media(prefers-color-scheme:dark){:root{--ground:#0e1015;--line:#262b36;--line-strong:#3a4150;--ink:#e8eaf0;
--ink-soft:#b3bac8;--ink-faint:#8b93a5;--accent:#8f8dff;--danger:#ff7b6e;--warn:#f2b455;--sunk:#14171e}}
body{font:15px/1.5 system-ui,sans-serif;max-width:68rem;margin:2rem auto;padding:0 1rem;color:var(--ink);
background:var(--ground)}a{color:var(--accent)}h1{font-size:1.5rem;margin:0 0 .4rem}
@media print{:root{--ground:#fff;--ink:#000;--ink-soft:#333;--ink-faint:#555;--line:#bbb;--accent:#333;--sunk:#fff}
body{margin:0;max-width:none;font-size:10pt}a{color:inherit;text-decoration:none}}
)";

std::string style() {
  for (const EmbeddedFile& file : embedded_report_style()) {
    if (file.path == "report.css") return std::string{file.bytes};
  }
  return {};
}

}  // namespace

std::string incident_link(IncidentNumber number, const std::string& prefix) {
  return prefix.empty() ? std::string{} : prefix + std::to_string(number.value);
}

std::string report_fragment(const Report& report, const Sheet& sheet, const std::string& prefix) {
  std::string out = "<header class=\"rp-head\"><h1>" + html_escaped(sheet.title) + "</h1>\n";
  for (const std::string& line : sheet.head) out += "<p>" + html_escaped(line) + "</p>\n";
  out += "</header>\n";
  for (const Section& section : sheet.sections) out += section_html(section, report, prefix);
  return out + definitions_html(sheet);
}

std::string report_page(const Report& report, const Sheet& sheet) {
  const std::string prefix = report.base_url.empty() ? "" : report.base_url + "/incidents/";
  return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>" +
         html_escaped(sheet.title) + "</title>\n<style>" + std::string{kPageStyle} + style() +
         "</style>\n</head>\n<body class=\"rp\">\n" + report_fragment(report, sheet, prefix) +
         "</body>\n</html>\n";
}

}  // namespace muster::report
