#include "integrations/alerts/parts_wire.hpp"

#include <algorithm>

#include "bot/base/ascii.hpp"
#include "bot/base/utf8.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/time_text.hpp"
#include "bot/net/digest.hpp"
#include "bot/net/json.hpp"

namespace muster::alerts {

namespace {

constexpr net::JsonLimits kLimits{4UL * 1024 * 1024, 32, 400000, false};
constexpr std::size_t kLabels = 32;
constexpr std::size_t kLabelBytes = 256;
constexpr std::size_t kTitleChars = 200;
constexpr std::size_t kSummaryChars = 1000;
constexpr std::size_t kKeyBytes = 200;
constexpr std::size_t kLinkBytes = 1000;
constexpr Duration kOldest = std::chrono::days{30};
constexpr Duration kNewest = std::chrono::minutes{5};

std::string bounded(std::string_view text, std::size_t bytes) {
  std::string clean = clean_text(text, false);
  if (clean.size() <= bytes) return clean;
  while (bytes > 0 && (static_cast<unsigned char>(clean[bytes]) & 0xC0U) == 0x80U) --bytes;
  clean.resize(bytes);
  return clean;
}

bool is_blank(std::string_view text) {
  const bool variable = text.starts_with('$') && text.size() > 1 &&
                        std::ranges::all_of(text.substr(1), [](char c) { return is_upper(c) || c == '_'; });
  return text.empty() || text == "null" || text == "None" || variable || text.starts_with("{{");
}

// "2026-11-23T10:00:00.000+0000" and nine digits of a second as parse_instant reads them.
std::string plain_instant(std::string text) {
  const auto dot = text.find('.');
  if (dot != std::string::npos) {
    std::size_t end = dot + 1;
    while (end < text.size() && is_digit(text[end])) ++end;
    if (end - dot > 7) text.erase(dot + 7, end - dot - 7);
  }
  const auto n = text.size();
  const bool bare_zone = n > 5 && (text[n - 5] == '+' || text[n - 5] == '-') && text.find('T') < n - 5;
  if (bare_zone && text.find(':', n - 5) == std::string::npos) text.insert(n - 2, ":");
  return text;
}

}  // namespace

Result<Json> body_of(std::string_view bytes) {
  MUSTER_TRY(Json body, net::parse_json(bytes, kLimits));
  if (!body.is_object()) return fail(ErrorKind::invalid, "The body must be a JSON object.");
  return body;
}

Result<Json> list_of(std::string_view bytes) {
  MUSTER_TRY(Json body, net::parse_json(bytes, kLimits));
  const bool fine = body.is_array() && std::ranges::all_of(body, [](const Json& e) { return e.is_object(); });
  if (!fine) return fail(ErrorKind::invalid, "The body must be a JSON list of objects.");
  return body;
}

std::string word(const Json& value) {
  std::string text;
  if (value.is_string()) text = value.get<std::string>();
  if (value.is_number() || value.is_boolean()) text = value.dump();
  text = clean_text(text, true);
  return is_blank(text) ? std::string{} : text;
}

std::string word(const Json& object, std::string_view key) {
  return word(net::member(object, key));
}

std::string first_of(std::initializer_list<std::string> words) {
  for (const std::string& each : words) {
    if (!each.empty()) return each;
  }
  return {};
}

void put_label(std::map<std::string, std::string>& labels, const std::string& name,
               const std::string& value) {
  const std::string key = bounded(name, kLabelBytes);
  const std::string text = bounded(value, kLabelBytes);
  if (!key.empty() && !text.empty() && labels.size() < kLabels) labels.try_emplace(key, text);
}

std::map<std::string, std::string> labels_of(const Json& object) {
  std::map<std::string, std::string> labels;
  if (!object.is_object()) return labels;
  for (const auto& [name, value] : object.items()) put_label(labels, name, word(value));
  return labels;
}

std::optional<Time> moment(const Json& value, Time now) {
  std::optional<Time> at;
  if (value.is_number()) {
    const double number = value.get<double>();
    if (number > 0 && number < 4e12) {
      const bool is_millis = number > 1e11;
      at = Time{std::chrono::duration_cast<Duration>(
          std::chrono::duration<double>{is_millis ? number / 1000 : number})};
    }
  } else if (value.is_string()) {
    const std::string text = value.get<std::string>();
    const bool digits =
        !text.empty() && text.size() < 14 && std::ranges::all_of(text, [](char c) { return is_digit(c); });
    if (digits) return moment(Json(std::stod(text)), now);
    if (!text.starts_with("0001-")) at = parse_instant(plain_instant(text));
  }
  if (!at) return std::nullopt;
  return std::clamp(*at, now - kOldest, now + kNewest);
}

AlertReceived finished(Draft draft, const SourceSettings& source) {
  AlertReceived alert;
  AlertReported& report = alert.report;
  report.source = source.id;
  report.op = draft.is_over ? AlertOp::resolve : AlertOp::fire;
  report.title =
      shorten(clean_text(first_of({draft.title, draft.key, "Alert of " + source.id}), false), kTitleChars);
  const std::string key = clean_text(first_of({draft.key, report.title}), false);
  report.dedup_key = key.size() <= kKeyBytes ? key : net::sha256_hex(key);
  report.alert = report.dedup_key;
  report.summary = shorten(clean_text(draft.summary, false), kSummaryChars);
  report.severity = lower(bounded(draft.severity, 40));
  const auto label = draft.labels.find(source.service_label);
  report.service =
      bounded(first_of({draft.service, label == draft.labels.end() ? "" : label->second, source.service}),
              kLabelBytes);
  const bool is_link = draft.link.starts_with("https://") || draft.link.starts_with("http://");
  if (is_link && draft.link.size() <= kLinkBytes) report.link = clean_text(draft.link, false);
  report.labels = std::move(draft.labels);
  alert.at = draft.at;
  return alert;
}

Heard only(Draft draft, const SourceSettings& source, std::string delivery) {
  Heard heard;
  heard.alerts.alerts.push_back(finished(std::move(draft), source));
  heard.delivery = std::move(delivery);
  return heard;
}

}  // namespace muster::alerts
