#include "integrations/webhook/event_codec.hpp"

#include <nlohmann/json.hpp>

#include "bot/net/json.hpp"

namespace muster::webhook {

std::string event_json(std::string_view type, const PageNotice& notice, Time now) {
  nlohmann::json page = {{"page", notice.name},
                         {"first_page", notice.first_page},
                         {"incident", to_string(notice.incident)},
                         {"method", notice.method},
                         {"title", notice.title},
                         {"text", notice.text},
                         {"service", notice.service},
                         {"link", notice.link},
                         {"acknowledge_link", notice.ack_link},
                         {"decline_link", notice.decline_link},
                         {"sent_at", iso_seconds(notice.sent_at)},
                         {"test", notice.test}};
  page["person"] =
      notice.person.id.empty() ? nlohmann::json(nullptr) : nlohmann::json(notice.person.id.value);
  page["severity"] = notice.severity == 0 ? nlohmann::json(nullptr) : nlohmann::json(notice.severity);
  if (!notice.incident.exists()) page["incident"] = nullptr;
  return net::dump_json({{"type", type}, {"timestamp", iso_seconds(now)}, {"data", std::move(page)}});
}

}  // namespace muster::webhook
