// Any bytes as a body of any kind of source: read without harm, and what is read is bounded.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "integrations/alerts/sns_wire.hpp"
#include "integrations/alerts/wires.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muster;
  HookCall call;
  call.body.assign(reinterpret_cast<const char*>(data), size);
  const Time now{std::chrono::seconds{1795444200}};
  for (std::size_t kind = 0; kind < EnumNames<SourceKind>::kNames.size(); ++kind) {
    SourceSettings source;
    source.id = "x";
    source.kind = static_cast<SourceKind>(kind);
    const auto heard = alerts::parse(call, source, now);
    if (!heard) continue;
    for (const AlertReceived& alert : heard->alerts.alerts) {
      const AlertReported& report = alert.report;
      const bool bounded = report.labels.size() <= 32 && report.dedup_key.size() <= 200 &&
                           report.title.size() <= 900 && !report.dedup_key.empty() && !report.title.empty();
      if (!bounded) std::abort();
    }
  }
  static_cast<void>(alerts::read_sns(call.body));
  return 0;
}
