#include "bench/report/page_bench.hpp"

#include <algorithm>
#include <cstdio>
#include <vector>

#include "bot/console/incident_codec.hpp"
#include "bot/text/speaker.hpp"

namespace muster::bench {

namespace {

constexpr std::int64_t kPages = 500;

// The bytes of the page; 0 when it could not be made.
std::size_t page(Reader& reader, const Speaker& speaker, const Policy& policy, IncidentNumber number) {
  const People people;
  const auto incident = reader.incident(number);
  const auto events = reader.events(number);
  if (!incident || !*incident || !events) return 0;
  const auto card = speaker.card("room", **incident, {(*incident)->declared_at, policy, people});
  if (!card) return 0;
  return console::incident_page_json(**incident, *card, policy, people).size() +
         console::timeline_json(timeline(*events, policy, people)).size();
}

}  // namespace

void measure_pages(Reader& reader, std::int64_t incidents) {
  const Policy policy = default_policy();
  const auto speaker = Speaker::create(policy);
  std::vector<double> took;
  std::size_t bytes = 0;
  for (std::int64_t i = 0; speaker && i < std::min(kPages, incidents); ++i) {
    const IncidentNumber number{1 + i * 7919 % incidents};  // a prime: no two next to each other
    const auto begin = steady_now();
    const std::size_t size = page(reader, *speaker, policy, number);
    took.push_back(std::chrono::duration<double, std::milli>(steady_now() - begin).count());
    if (size == 0) std::printf("%s has no page\n", to_string(number).c_str());
    bytes += size;
  }
  if (took.empty()) return;
  std::ranges::sort(took);
  std::printf("one incident's page          %8zu pages of %zu bytes: %.2f ms (p50), %.2f ms (p95)\n",
              took.size(), bytes / took.size(), took[took.size() / 2], took[took.size() * 95 / 100]);
}

}  // namespace muster::bench
