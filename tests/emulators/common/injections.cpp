#include "tests/emulators/common/injections.hpp"

#include <set>

namespace muster::fake {

std::string Injections::order(const Json& fault) {
  static const std::set<std::string> kModes = {"",         "accept_then_drop", "drop",
                                               "cut_body", "accept_then_hang", "accept_then_error"};
  if (get_string(fault, "method").empty()) return "method is missing";
  if (!kModes.contains(get_string(fault, "mode"))) return "unknown mode";
  const bool any = fault.contains("error") || fault.contains("status") || fault.contains("mode") ||
                   fault.contains("delay_ms");
  if (!any) return "one of error, status, mode, delay_ms is needed";
  Json ordered = fault;
  ordered["count"] = get_int(fault, "count", 1);
  ordered["skip"] = get_int(fault, "skip", 0);
  ordered_.push_back(std::move(ordered));
  return "";
}

// `wanted` is a method, several with commas between, or "*".
bool Injections::means(const std::string& wanted, const std::string& method) const {
  if (wanted == "*") return is_api_(method);
  return ("," + wanted + ",").find("," + method + ",") != std::string::npos;
}

std::optional<Json> Injections::take(const std::string& method, const std::string& channel) {
  for (auto it = ordered_.begin(); it != ordered_.end(); ++it) {
    Json& fault = *it;
    if (!means(get_string(fault, "method"), method)) continue;
    if (fault.contains("channel") && get_string(fault, "channel") != channel) continue;
    if (const auto skip = get_int(fault, "skip"); skip > 0) {
      fault["skip"] = skip - 1;
      continue;
    }
    const Json taken = fault;
    const auto left = get_int(fault, "count") - 1;
    fault["count"] = left;
    if (left <= 0) ordered_.erase(it);
    return taken;
  }
  return std::nullopt;
}

Json Injections::list() const {
  Json all = Json::array();
  for (const Json& fault : ordered_) all.push_back(fault);
  return all;
}

bool takes_effect(const Json& fault) {
  const std::string mode = get_string(fault, "mode");
  if (mode == "drop") return false;
  if (!mode.empty()) return true;
  return !fault.contains("error") && !fault.contains("status");
}

void apply_transport_fault(const Json& fault, HttpReply& reply) {
  const std::string mode = get_string(fault, "mode");
  reply.delay_ms = static_cast<long>(get_int(fault, "delay_ms"));
  if (fault.contains("retry_after"))
    reply.headers.emplace_back("Retry-After", get_string(fault, "retry_after"));
  if (mode == "drop" || mode == "accept_then_drop") reply.delivery = Delivery::cut;
  if (mode == "cut_body") reply.delivery = Delivery::cut_body;
  if (mode == "accept_then_hang") reply.delivery = Delivery::hang;
}

}  // namespace muster::fake
