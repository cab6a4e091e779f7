#include "bot/net/proxy.hpp"

#include <gtest/gtest.h>

namespace muster::net {
namespace {

TEST(Proxy, IsAnHttpAddressAndNothingElse) {
  const auto proxy = make_proxy("http://Proxy.example:3128", {});
  ASSERT_TRUE(proxy) << proxy.error().say;
  EXPECT_EQ(proxy->url.host, "proxy.example");
  EXPECT_EQ(proxy->url.port, 3128);
  for (const char* wrong : {"proxy.example:3128", "https://proxy.example", "http://u:secret@proxy.example",
                            "http://proxy.example/path", "socks5://proxy.example", ""}) {
    const auto refused = make_proxy(wrong, {});
    ASSERT_FALSE(refused) << wrong;
    EXPECT_EQ(refused.error().say.find("secret"), std::string::npos);
  }
}

TEST(Proxy, KnowsWhoIsReachedWithoutIt) {
  const Proxy proxy = make_proxy("http://p:1", {".Corp.example", "wiki.example", ""}).value();
  for (const char* direct : {"corp.example", "a.b.corp.example", "wiki.example", "x.wiki.example",
                             "localhost", "127.0.0.1", "::1"})
    EXPECT_TRUE(is_reached_directly(proxy, direct)) << direct;
  for (const char* through : {"slack.com", "notcorp.example", "corp.example.org", "example", ""})
    EXPECT_FALSE(is_reached_directly(proxy, through)) << through;
  EXPECT_TRUE(is_reached_directly(make_proxy("http://p:1", {"*"}).value(), "slack.com"));
}

TEST(Proxy, AsksForATunnelAndReadsTheAnswer) {
  EXPECT_EQ(tunnel_request({"https", "slack.com", 443, "/secret?ticket=1"}),
            "CONNECT slack.com:443 HTTP/1.1\r\nHost: slack.com:443\r\nUser-Agent: muster\r\n\r\n");
  EXPECT_TRUE(tunnel_request({"https", "2001:db8::1", 443, "/"}).starts_with("CONNECT [2001:db8::1]:443 "));
  EXPECT_EQ(tunnel_refusal("HTTP/1.1 200 Connection established\r\n\r\n"), "");
  EXPECT_EQ(tunnel_refusal("HTTP/1.0 200\r\nVia: x\r\n\r\n"), "");
  EXPECT_EQ(tunnel_refusal("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"), "it answers 407");
  EXPECT_NE(tunnel_refusal("HTTP/1.1 200 OK\r\n\r\n\x16\x03"), "");
  EXPECT_NE(tunnel_refusal("SSH-2.0-OpenSSH_9.2\r\n"), "");
}

}  // namespace
}  // namespace muster::net
