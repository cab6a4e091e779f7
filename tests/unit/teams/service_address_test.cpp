// Whom muster's token may be shown: an activity names the address to answer to, and only Microsoft's and the
// configured ones are believed.
#include <gtest/gtest.h>

#include "integrations/teams/connector.hpp"

namespace muster::teams {
namespace {

Connector connector() {
  return {nullptr, {"app", "tenant", "https://smba.trafficmanager.net/teams/", {"chat.example.org"}}};
}

TEST(ServiceAddress, MicrosoftsAndTheConfiguredOnesAreBelieved) {
  for (const char* good :
       {"https://smba.trafficmanager.net/emea/", "https://smba.trafficmanager.net/amer/0f0f/",
        "https://smba.infra.gcc.teams.microsoft.com/x", "https://smba.infra.gov.teams.microsoft.us/x",
        "https://europe.api.botframework.com/", "https://chat.example.org/x"}) {
    EXPECT_TRUE(connector().learn(good)) << good;
  }
}

TEST(ServiceAddress, NobodyElseIs) {
  for (const char* bad : {
           "",
           "smba.trafficmanager.net",
           "http://smba.trafficmanager.net/emea/",
           "https://evil.example/",
           "https://smba.trafficmanager.net.evil.example/",
           "https://evil.trafficmanager.net/",
           "https://evilsmba.trafficmanager.net/",
           "https://smba.trafficmanager.net@evil.example/",
           "https://evil.example/?smba.trafficmanager.net",
           "https://evil.example#.botframework.com",
           "https://evil.example\\.botframework.com/",
           "https://evilbotframework.com/",
           "https://botframework.com.evil.example/",
           "https://teams.microsoft.com.evil.example/",
           "https://evilteams.microsoft.com/",
           "https://chat.example.org.evil.example/",
           "https://127.0.0.1/",
           "http://127.0.0.1/",
           "http://localhost/",
           "http://[::1]/",
           "https://169.254.169.254/latest/meta-data/",
           "https://[::ffff:169.254.169.254]/",
           "https://2130706433/",
           "https://0x7f.0.0.1/",
           "https://0177.0.0.1/",
           "https://10.0.0.1/",
           "https://[fd00::1]/",
           "https://metadata.google.internal/",
           "file:///etc/passwd",
           "gopher://x/",
           "javascript:alert(1)",
           "//smba.trafficmanager.net/",
           "https://smba.trafficmanager.net\r\nHost: evil/",
           "https://smba.trafficmanager.net\t.evil.example/",
           "https:// smba.trafficmanager.net/",
           "https://smba.trafficmanager.net./emea/",
       }) {
    EXPECT_FALSE(connector().learn(bad)) << bad;
  }
}

}  // namespace
}  // namespace muster::teams
