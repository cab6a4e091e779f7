// The keys of the systems that ring people, and the addresses they ring.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bot/runtime/config.hpp"

namespace muster {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const KnownNames kKnown{{"slack", "console", "phone", "email", "ntfy", "webhook", "pagerduty"}, {}};

ConfigReading read(std::string_view yaml) {
  return read_config(yaml, kKnown,
                     [](const SecretReference& from) { return Result<Secret>{Secret{from.name}}; });
}

std::string said(std::string_view yaml) {
  return say_problems("muster.yaml", read(yaml).problems);
}

TEST(ConfigPagers, WhatIsSetUpIsAWayToReachPeople) {
  const ConfigReading reading = read(R"(
hooks_url: https://hooks.example.org
people:
  ann: {identities: {phone: "+4915112345678", email: ann@example.org, ntfy: oncall-ann, webhook: bridge}}
twilio: {account_sid: AC1, auth_token: {env: TWILIO}, from: "+15005550006"}
smtp: {host: mail.example.org, security: tls, port: 465, from: muster@example.org}
webhook: {endpoints: {bridge: {url: "https://bridge.example.org", secret: {env: BRIDGE}}}}
ntfy: {}
pagerduty:
  integrations:
    checkout: {routing_key: {env: CHECKOUT}}
    core: {service: PXYZ789, responders: [ann]}
jsm: {api_key: {env: JSM}, responders: {payments: {id: 4513b7ea, kind: escalation}}}
)");
  EXPECT_EQ(say_problems("muster.yaml", reading.problems), "");
  const Settings& settings = reading.settings;
  EXPECT_THAT(settings.policy.pager_methods,
              ElementsAre(PagerMethod{"voice", "twilio", "phone"}, PagerMethod{"sms", "twilio", "phone"},
                          PagerMethod{"email", "smtp", "email"}, PagerMethod{"push", "ntfy", "ntfy"},
                          PagerMethod{"webhook", "webhook", "webhook"}));
  EXPECT_EQ(settings.hooks_url, "https://hooks.example.org");
  EXPECT_EQ(settings.smtp->security, MailSecurity::tls);
  EXPECT_EQ(settings.webhook->endpoints.at(0).id, "bridge");
  EXPECT_EQ(settings.pagerduty->integrations.at(0).routing_key.reveal(), "CHECKOUT");
  EXPECT_THAT(settings.pagerduty->integrations.at(1).responders, ElementsAre(PersonId{"ann"}));
  EXPECT_EQ(settings.jsm->responders.at(0).kind, ResponderKind::escalation);
  EXPECT_EQ(settings.ntfy->url, "https://ntfy.sh");
}

TEST(ConfigPagers, NothingSetUpIsNoWay) {
  EXPECT_TRUE(read("").settings.policy.pager_methods.empty());
}

TEST(ConfigPagers, AddressesThatCannotBeRungAreNamed) {
  for (const std::string number : {"015112345678", "+0151", "+49 151 123", "+49151123456789012"})
    EXPECT_THAT(said("people: {ann: {identities: {phone: \"" + number + "\"}}}"),
                HasSubstr("people.ann.identities.phone: '" + number + "' is not a phone number"));
  for (const std::string address :
       {"ann", "ann@", "a b@example.org", "ann@example.org, bob@example.org", "<ann@example.org>"})
    EXPECT_THAT(said("people: {ann: {identities: {email: \"" + address + "\"}}}"),
                HasSubstr("is not a mail address"));
  EXPECT_EQ(
      said("people: {ann: {identities: {phone: \"+4915112345678\", email: \"ann.a+x@mail.example.org\"}}}"),
      "");
}

}  // namespace
}  // namespace muster
