#include <array>

#include "bot/runtime/config_keys.hpp"

namespace muster {

const TextForm& form_of(TextRule rule) {
  static constexpr std::array<TextForm, 16> kForms = {{
      {"text", "Payments", ""},
      {"word", "SEV1", "^[^\\s]{1,40}$"},
      {"time zone", "Europe/Berlin", "^[A-Za-z][A-Za-z0-9_+/-]*$"},
      {"URL", "https://wiki.example.org/runbooks/payments", "^https?://"},
      {"slash command", "/inc", "^/[a-z0-9_-]{1,31}$"},
      {"prefix", "inc", "^[a-z0-9-]{1,20}$"},
      {"path", "/etc/muster/cert.pem", ""},
      {"address", "127.0.0.1:8080", ":[0-9]{1,5}$"},
      {"weekday", "mon", "^(mon|tue|wed|thu|fri|sat|sun)$"},
      {"date", "2026-12-25", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
      {"time of day", "09:00", "^[0-2][0-9]:[0-5][0-9]$"},
      {"moment", "2026-12-24T20:00:00Z", "^[0-9]{4}-[0-9]{2}-[0-9]{2}T"},
      {"date and time", "2026-11-02T09:00", "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-2][0-9]:[0-5][0-9]$"},
      {"target", "schedule:primary", "^(room|[a-z]+:.+)$"},
      {"calendar", "https://calendar.example.org/oncall.ics", ""},
      {"certificate name", "DNS:prometheus.example.org", "^(DNS|URI|email|IP|subject):.+$"},
  }};
  return kForms[static_cast<std::size_t>(rule)];
}

const NamesForm& form_of(Names names) {
  static constexpr std::array<NamesForm, 22> kForms = {{
      {"severity", "severities"},
      {"role", "roles"},
      {"audience", "audiences"},
      {"service", "services"},
      {"team", "teams"},
      {"person", "people"},
      {"platform", ""},
      {"template", ""},
      {"vendor", "vendors"},
      {"clock", "clocks"},
      {"priority", ""},
      {"rule", "lint"},
      {"source", "sources"},
      {"schedule", "schedules"},
      {"layer", ""},
      {"escalation", "escalations"},
      {"method", ""},
      {"route", "routes"},
      {"window", "maintenance"},
      {"heartbeat", "heartbeats"},
      {"label", ""},
      {"system", ""},
  }};
  return kForms[static_cast<std::size_t>(names)];
}

}  // namespace muster
