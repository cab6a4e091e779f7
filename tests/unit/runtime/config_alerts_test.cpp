// What is wrong with sources, routes and windows is found when the configuration is read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bot/runtime/config.hpp"

namespace muster {
namespace {

using testing::HasSubstr;

std::string said(std::string_view yaml) {
  const KnownNames known{{"slack", "console"}, {}};
  const auto reading =
      read_config(yaml, known, [](const SecretReference& from) { return Result<Secret>{Secret{from.name}}; });
  return say_problems("muster.yaml", reading.problems);
}

TEST(ConfigAlerts, ARouteAndAWindowAreRead) {
  EXPECT_EQ(said(R"(
routes:
  - {id: db, match: {labels: {team: "data.*"}}, act: declare, private: true}
  - {id: rest, act: suggest}
maintenance:
  upgrade: {from: "2026-12-24T20:00:00Z", until: "2026-12-25T04:00:00Z"}
  nights: {weekly: [{days: [sun], from: "02:00", until: "04:00"}]}
)"),
            "");
}

TEST(ConfigAlerts, APatternThatCannotBeReadIsNamed) {
  const std::string problem = said("routes:\n  - {id: db, match: {labels: {team: \"data(\"}}}\n");
  EXPECT_THAT(problem, HasSubstr("routes.1.match.labels.team cannot be read"));
  EXPECT_THAT(problem, HasSubstr("muster.yaml:2:"));
  EXPECT_THAT(said("maintenance: {w: {until: \"2026-12-25T04:00:00Z\", match: {labels: {team: \"[\"}}}}"),
              HasSubstr("maintenance.w.match.labels.team"));
}

TEST(ConfigAlerts, AWindowEndsWhenItSays) {
  EXPECT_THAT(said("maintenance: {w: {until: tomorrow}}"), HasSubstr("maintenance.w.until"));
  EXPECT_THAT(said("maintenance: {w: {from: \"2026-12-24T20:00:00Z\"}}"), HasSubstr("has no end"));
  EXPECT_THAT(said("maintenance: {w: {from: \"2026-12-25T20:00:00Z\", until: \"2026-12-24T20:00:00Z\"}}"),
              HasSubstr("is not after from"));
}

TEST(ConfigAlerts, ACertificateNeedsAnAuthorityAndAName) {
  const std::string tls = "tls: {cert: c.pem, key: k.pem, client_ca: clients.pem}\n";
  EXPECT_EQ(said(tls + "sources: {am: {kind: alertmanager, certificate: [\"DNS:prom.example.org\"]}}\n"), "");
  EXPECT_THAT(said("sources: {am: {kind: alertmanager, certificate: [\"DNS:prom.example.org\"]}}\n"),
              HasSubstr("sources.am.certificate needs tls.client_ca"));
  EXPECT_THAT(said(tls + "sources: {am: {kind: alertmanager, certificate: [prom.example.org]}}\n"),
              HasSubstr("'prom.example.org' is not a certificate name"));
  EXPECT_THAT(
      said(tls + "sources: {aws: {kind: cloudwatch, certificate: [\"DNS:a\"], topic_arn: \"arn:a\"}}\n"),
      HasSubstr("SNS shows no certificate"));
}

TEST(ConfigAlerts, ARouteHasANameOfItsOwnAndAPrivateOneARoom) {
  EXPECT_THAT(said("routes:\n  - {id: db}\n  - {id: db}\n"),
              HasSubstr("'db' is the name of a route before it"));
  EXPECT_THAT(said("routes:\n  - {id: db, act: page, private: true}\n"), HasSubstr("act: declare"));
}

}  // namespace
}  // namespace muster
