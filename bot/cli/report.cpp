// report: the figures of a period, for people, programs, spreadsheets and printers.
#include <cstdio>

#include "bot/cli/archive.hpp"
#include "bot/report/render.hpp"

namespace muster::cli {

namespace {

enum class Format : std::uint8_t { text, json, csv, html };

Result<Format> read_format(const std::string& text, bool json) {
  if (text.empty()) return json ? Format::json : Format::text;
  if (text == "text") return Format::text;
  if (text == "json") return Format::json;
  if (text == "csv") return Format::csv;
  if (text == "html") return Format::html;
  return fail(ErrorKind::invalid, "\"" + text + "\" is no format: text, json, csv or html");
}

std::string rendered(const report::Report& made, const report::Sheet& sheet, Format format) {
  switch (format) {
    case Format::text:
      return report_text(sheet);
    case Format::json:
      return report_json(made) + "\n";
    case Format::csv:
      return report_csv(sheet);
    case Format::html:
      return report_page(made, sheet);
  }
  return {};
}

Result<std::string> report_of(const Globals& globals, const ReportOptions& options) {
  MUSTER_TRY(const Format format, read_format(options.format, globals.json));
  MUSTER_TRY(const Archive archive, open_archive(globals));
  const Policy& policy = archive.settings.policy;
  const Time now = SystemClock{}.now();
  report::Asked asked = options.asked;
  if (options.weekly && asked.last.empty() && asked.from.empty()) asked.last = "7d";
  MUSTER_TRY(const report::Period period, report::read_period(asked, policy, now));
  MUSTER_TRY(const report::Filter filter, report::read_filter(asked, policy));
  const report::Viewer viewer{options.include_private, {}};
  MUSTER_TRY(const report::Rows rows, archive.reader->report_rows(report::query_for(period, now, viewer)));
  const report::Report made = report::make_report(rows, period, filter, policy, now);
  const auto layout = options.weekly ? report::Layout::weekly : report::Layout::full;
  return rendered(made, report::make_sheet(made, layout), format);
}

}  // namespace

int print_report(const Globals& globals, const ReportOptions& options) {
  const auto text = report_of(globals, options);
  if (!text) return complain(text.error());
  std::fwrite(text->data(), 1, text->size(), stdout);
  return ok;
}

}  // namespace muster::cli
