// The report on a period: as JSON with its page, as one page that prints, and as CSV.
#include <algorithm>

#include "bot/console/access.hpp"
#include "bot/console/answer_codec.hpp"
#include "bot/console/handlers.hpp"
#include "bot/console/replies.hpp"
#include "bot/report/render.hpp"

namespace muster::console {

namespace {

// Crosses to a reader's thread by value.
struct ReportSource {
  report::Period period;
  report::Filter filter;
  report::Viewer viewer;
  report::Layout layout = report::Layout::full;
  std::shared_ptr<const Policy> policy;
  Time now{};
};

struct Made {
  report::Report report;
  report::Sheet sheet;
};

Result<ReportSource> asked_for(const Site& site, Visit& visit) {
  auto& query = visit.call.query;
  report::Asked asked{query["from"],    query["to"],   query["last"],     query["zone"],
                      query["service"], query["team"], query["severity"], query["kind"]};
  if (asked.zone.empty()) asked.zone = visit.visitor->zone;
  ReportSource source;
  source.policy = site.board().policy;
  source.now = site.now();
  if (query["layout"] == "weekly") {
    source.layout = report::Layout::weekly;
    if (asked.last.empty() && asked.from.empty()) asked.last = "7d";
  }
  MUSTER_TRY(source.period, report::read_period(asked, *source.policy, source.now));
  MUSTER_TRY(source.filter, report::read_filter(asked, *source.policy));
  source.viewer = site.board().report_viewer(visit.person());
  return source;
}

Result<Made> make(Reader& reader, const ReportSource& source) {
  MUSTER_TRY(const report::Rows rows,
             reader.report_rows(report::query_for(source.period, source.now, source.viewer)));
  Made made{report::make_report(rows, source.period, source.filter, *source.policy, source.now), {}};
  made.sheet = report::make_sheet(made.report, source.layout);
  return made;
}

asio::awaitable<Result<Made>> made_for(Site& site, Visit& visit) {
  MUSTER_CO_TRY(ReportSource source, asked_for(site, visit));
  co_return co_await site.deps.reader.read(
      [source = std::move(source)](Reader& reader) { return make(reader, source); });
}

}  // namespace

Answered get_report(Site& site, Visit visit) {
  MUSTER_CO_TRY(const Made made, co_await made_for(site, visit));
  co_return json_reply(made_report_json(report::report_json(made.report),
                                        report::report_fragment(made.report, made.sheet, "/incidents/")));
}

Answered get_report_page(Site& site, Visit visit) {
  MUSTER_CO_TRY(Made made, co_await made_for(site, visit));
  note(site, asked_by(visit), AccessKind::exported);
  made.report.base_url = site.base_url();
  auto reply = net::reply_with(200, "text/html", report::report_page(made.report, made.sheet));
  reply.headers.set("Content-Security-Policy", kPageSecurityPolicy);
  co_return reply;
}

Answered get_report_csv(Site& site, Visit visit) {
  MUSTER_CO_TRY(const Made made, co_await made_for(site, visit));
  note(site, asked_by(visit), AccessKind::exported);
  auto reply = net::reply_with(200, "text/csv", report::report_csv(made.sheet));
  reply.headers.set("Content-Disposition", "attachment; filename=\"muster-report.csv\"");
  co_return reply;
}

}  // namespace muster::console
