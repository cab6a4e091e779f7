// A system that tells muster something at /hooks/<id>, as muster.yaml describes it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/names.hpp"
#include "bot/base/secret.hpp"

namespace muster {

// What its bodies look like. changes: it only tells of changes (POST /api/v1/changes) and has no hook.
enum class SourceKind : std::uint8_t {
  changes,
  alertmanager,
  prometheus,
  grafana,
  datadog,
  cloudwatch,
  newrelic,
  azure,
  gcp,
  sentry,
  splunk,
  elastic,
  generic,
};
template <>
struct EnumNames<SourceKind> {
  static constexpr std::array<std::string_view, 13> kNames = {
      "changes", "alertmanager", "prometheus", "grafana", "datadog", "cloudwatch", "newrelic",
      "azure",   "gcp",          "sentry",     "splunk",  "elastic", "generic"};
};

// Where in the body of a generic source each thing stands: JSON pointers, "/alert/name". Empty: not told.
struct AlertMapping {
  std::string alerts;  // a list of alerts; empty: the body is one
  std::string title = "/title";
  std::string key = "/id";
  std::string state = "/state";
  std::string severity = "/severity";
  std::string service = "/service";
  std::string summary = "/summary";
  std::string link = "/link";
  std::string time = "/time";
  std::string labels = "/labels";
  std::vector<std::string> resolved = {"resolved", "ok", "up", "recovery", "recovered", "closed", "0"};
};

// The call proves who it is by `secret` (a signature) when there is one, else by `token`; and by its
// certificate when names of one are given, then also without either. Nothing of it: closed.
struct SourceSettings {
  std::string id;
  SourceKind kind = SourceKind::changes;
  Secret token;           // Authorization: Bearer, Basic with it as password, X-Muster-Token or in the path
  Secret previous_token;  // still accepted while senders are changed over
  Secret secret;          // of signatures over the raw body, and of signed addresses
  Secret previous_secret;
  std::vector<std::string> certificate;   // "DNS:…", "subject:…": names of the caller's, one of which it has
  std::string signature_header;           // of a generic source; empty: X-Signature
  std::string service;                    // of alerts that name none
  std::string service_label = "service";  // the label that names it
  std::string topic_arn;                  // cloudwatch: the only topic that is believed
  AlertMapping mapping;
};

}  // namespace muster
