// What the store answers out of a large database, and a postmortem out of a long timeline.
//
//   product_bench FOLDER make INCIDENTS EVENTS_EACH     an invented database
//   (bench/report/invented_years.hpp) product_bench FOLDER questions INCIDENTS            prints
//   milliseconds, p50 and p99, as one line of JSON
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <vector>

#include "bench/report/invented_years.hpp"
#include "bot/report/report.hpp"
#include "bot/store/sqlite.hpp"
#include "bot/text/postmortem.hpp"

namespace {

using namespace muster;  // NOLINT(google-build-using-namespace): a program of one file

constexpr Time kEnd{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24}};
constexpr int kRuns = 50;
constexpr int kLongTimeline = 5000;

struct Took {
  const char* what;
  double p50 = 0;
  double p99 = 0;
};

// `work` is done kRuns times, each with a number of its own; false: it did not work.
Took measure(const char* what, const std::function<bool(std::int64_t)>& work) {
  std::vector<double> took;
  for (std::int64_t run = 0; run < kRuns; ++run) {
    const auto begin = steady_now();
    if (!work(run)) {
      std::fprintf(stderr, "%s does not work\n", what);
      std::exit(1);
    }
    took.push_back(std::chrono::duration<double, std::milli>(steady_now() - begin).count());
  }
  std::ranges::sort(took);
  return {what, took[kRuns / 2], took[kRuns * 99 / 100]};
}

// What was written down in a long night, one note a minute.
std::vector<Event> long_timeline() {
  std::vector<Event> events;
  for (int i = 0; i < kLongTimeline; ++i) {
    Event event;
    event.incident = {1};
    event.seq = i + 1;
    event.occurred_at = event.recorded_at = kEnd - std::chrono::minutes{kLongTimeline - i};
    event.actor = actor(PersonId{"p" + std::to_string(i % 7)});
    event.source = "slack";
    if (i == 0) {
      IncidentDeclared declared;
      declared.title = "Checkout answers slowly";
      declared.severity = Severity{1};
      event.body = declared;
    } else if (i == kLongTimeline - 1) {
      event.body = StateChanged{State::investigating, State::resolved, "", ""};
    } else {
      event.body = NoteAdded{"The queue of orders grows again, number " + std::to_string(i)};
    }
    events.push_back(std::move(event));
  }
  return events;
}

std::vector<Took> ask(Reader& reader, std::int64_t incidents) {
  const report::Period month{kEnd - std::chrono::days{30}, kEnd, "Europe/Berlin"};
  const Policy policy = default_policy();
  std::vector<Took> all;
  all.push_back(measure("timeline", [&](std::int64_t run) {
    const auto events = reader.events({1 + run * 7919 % incidents});  // a prime: no two next to each other
    return events && !events->empty();
  }));
  all.push_back(measure("report_month", [&](std::int64_t) {
    const auto rows = reader.report_rows(report::query_for(month, kEnd, {}));
    return rows && !report::make_report(*rows, month, {}, policy, kEnd).current.volume.declared.empty();
  }));
  all.push_back(measure("search_rare", [&](std::int64_t run) {
    const auto found =
        reader.search({"node-" + std::to_string(1 + run % std::min<std::int64_t>(incidents, 900))}, 20);
    return found && !found->empty();
  }));
  all.push_back(measure("search_common", [&](std::int64_t) {
    const auto found = reader.search({"orders", "wait"}, 20);
    return found && !found->empty();
  }));
  const std::vector<Event> events = long_timeline();
  const Incident incident = fold(events);
  const People people;
  const auto digest = [](std::string_view text) {
    return std::to_string(std::hash<std::string_view>{}(text));
  };
  all.push_back(measure("postmortem", [&](std::int64_t) {
    return draft_postmortem({"full", incident, events, policy, people, kEnd}, digest).has_value();
  }));
  return all;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 2 ? argv[2] : "";
  if (what == "make" && argc == 5) {
    const std::string wrong = bench::write_years(argv[1], {std::atoll(argv[3]), std::atoll(argv[4])}, kEnd);
    if (!wrong.empty()) std::fprintf(stderr, "%s\n", wrong.c_str());
    return wrong.empty() ? 0 : 1;
  }
  if (what != "questions" || argc != 4) return 2;
  const auto reader = open_reader(argv[1]);
  if (!reader) {
    std::fprintf(stderr, "%s\n", reader.error().say.c_str());
    return 1;
  }
  std::printf("{");
  const auto took = ask(**reader, std::atoll(argv[3]));
  for (const Took& each : took)
    std::printf("%s\"%s_ms\":{\"p50\":%.3f,\"p99\":%.3f}", &each == &took.front() ? "" : ",", each.what,
                each.p50, each.p99);
  std::printf("}\n");
}
