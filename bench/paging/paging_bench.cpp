// bench-paging: so many incidents whose page nobody answered, all due for the next of their escalation at the
// same instant. Measures from that instant to the commit that makes the last page durable, on the real engine
// and store; what providers take after that is theirs. Prints a line a run and the median.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "bot/runtime/engine.hpp"
#include "bot/store/sqlite.hpp"
#include "handlers/catalog.hpp"

namespace muster {

namespace {

Policy shop() {
  Policy policy = default_policy();
  for (const char* id : {"ann", "bob"})
    policy.people.push_back({{id}, id, "UTC", {{"slack", id}, {"phone", "+15550100"}}});
  policy.pager_methods = {{"sms", "twilio", "phone"}, {"voice", "twilio", "phone"}};
  EscalationStep first;
  first.targets = {{TargetKind::person, "ann"}};
  EscalationStep second;
  second.targets = {{TargetKind::person, "bob"}};
  policy.escalations = {{"shop", "Shop", {first, second}, 0}};
  policy.escalation = "shop";
  return policy;
}

Job declare(int i, Time now) {
  Inbound inbound;
  inbound.origin_key = "bench/" + std::to_string(i);
  inbound.occurred_at = now;
  inbound.from = Identity{"slack", "dan", "Dan"};
  inbound.place = {"slack", "C1", "", ""};
  inbound.what = CommandTyped{"declare sev1 --anyway Number " + std::to_string(i), {}};
  return Submit{std::move(inbound), {}};
}

// Milliseconds until all were rung.
double run_once(int incidents) {
  namespace fs = std::filesystem;
  const fs::path dir = fs::temp_directory_path() / ("bench-paging-" + std::to_string(std::rand()));
  fs::create_directories(dir);
  double took = -1;
  {
    auto store = open_store(dir);
    if (!store) return took;
    Engine engine{**store, {shop(), {"slack", "console"}, decide}};
    Time now{std::chrono::seconds{1800000000}};
    if (!engine.load(now)) return took;
    for (int i = 0; i < incidents; ++i) {
      std::vector<Job> jobs;
      jobs.push_back(declare(i, now));
      engine.run(std::move(jobs), now);
    }
    now += std::chrono::minutes{5};
    const auto begun = std::chrono::steady_clock::now();
    int rung = 0;
    while (true) {
      std::vector<Job> due = engine.due(now);
      std::erase_if(due, [](const Job& job) {
        const auto* fired = std::get_if<TimerFired>(&std::get<Submit>(job).inbound.what);
        return fired == nullptr || fired->what != "page_escalate";
      });
      if (due.empty()) break;
      const auto result = engine.run(std::move(due), now);
      for (const OutboxRow& row : result.changes.outbox) {
        const auto* post = std::get_if<PostMessage>(&row.effect.body);
        rung += post != nullptr && post->to.id == "bob" ? 1 : 0;
      }
    }
    took = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
    if (rung != incidents) std::printf("only %d of %d were rung\n", rung, incidents);
  }
  fs::remove_all(dir);
  return took;
}

}  // namespace

}  // namespace muster

int main(int argc, char** argv) {
  const int incidents = argc > 1 ? std::atoi(argv[1]) : 1000;
  std::vector<double> all;
  for (int i = 0; i < 5; ++i) {
    all.push_back(muster::run_once(incidents));
    std::printf("%d escalations due at once: the last is durable after %.0f ms\n", incidents, all.back());
  }
  std::ranges::sort(all);
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  std::printf("median %.0f ms, peak memory %ld MB\n", all[2], used.ru_maxrss / 1024);
}
