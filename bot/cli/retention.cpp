// retention: what is old enough to be forgotten; --apply forgets it. muster serve does so at its start.
#include <cstdio>

#include "bot/base/log.hpp"
#include "bot/cli/cli.hpp"
#include "bot/cli/forget_report_codec.hpp"
#include "bot/cli/test_clock.hpp"
#include "bot/store/directory.hpp"
#include "bot/store/retention.hpp"

namespace muster::cli {

int retention(const Globals& globals, const RetentionOptions& options) {
  const auto settings = settings_of(globals);
  if (!settings) return complain(settings.error());
  RetentionRequest request;
  request.retention = settings->retention;
  request.by = account_name();
  request.now = SystemClock{}.now() + test_ahead();
  request.apply = options.apply;
  const auto report = apply_retention(data_dir_of(globals, *settings), settings->policy, request);
  if (!report) return complain(report.error());
  std::fputs(
      (globals.json ? retention_json(*report, options.apply) + "\n" : retention_text(*report, options.apply))
          .c_str(),
      stdout);
  return ok;
}

Result<Done> keep_retention(const Settings& settings, const std::filesystem::path& data_dir, Time now) {
  std::error_code code;
  if (!settings.retention.any() || !std::filesystem::exists(store::database_file(data_dir), code))
    return Done{};
  RetentionRequest request;
  request.retention = settings.retention;
  request.now = now;
  request.apply = true;
  request.at_start = true;
  const auto report = apply_retention(data_dir, settings.policy, request);
  if (!report) return std::unexpected(report.error());
  for (const RetentionClass& one : report->classes) {
    if (one.count > 0)
      log_info("forgotten by the retention", {{"class", one.name}, {"count", std::to_string(one.count)}});
  }
  if (report->more)
    log_warn(
        "the retention has more to do than a start can take: stop muster and run muster retention --apply");
  return Done{};
}

}  // namespace muster::cli
