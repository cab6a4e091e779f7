#include "bot/net/url.hpp"

#include <gtest/gtest.h>

namespace muster::net {
namespace {

TEST(Url, Parses) {
  struct Case {
    std::string_view in;
    Url url;
    std::string_view authority;
  };
  const Case cases[] = {
      {"https://slack.com/api/auth.test", {"https", "slack.com", 443, "/api/auth.test"}, "slack.com"},
      {"HTTPS://Slack.COM", {"https", "slack.com", 443, "/"}, "slack.com"},
      {"wss://wss-primary.slack.com/link/?ticket=a%2Fb&app_id=1",
       {"wss", "wss-primary.slack.com", 443, "/link/?ticket=a%2Fb&app_id=1"},
       "wss-primary.slack.com"},
      {"http://127.0.0.1:8080?x=1#top", {"http", "127.0.0.1", 8080, "/?x=1"}, "127.0.0.1:8080"},
      {"ws://[::1]:9000/a", {"ws", "::1", 9000, "/a"}, "[::1]:9000"},
      {"https://[2001:DB8::1]/", {"https", "2001:db8::1", 443, "/"}, "[2001:db8::1]"},
      {"http://h:443/", {"http", "h", 443, "/"}, "h:443"},
  };
  for (const Case& c : cases) {
    const auto url = parse_url(c.in);
    ASSERT_TRUE(url) << c.in;
    EXPECT_EQ(*url, c.url) << c.in;
    EXPECT_EQ(url->authority(), c.authority);
    EXPECT_EQ(parse_url(url->text()), *url) << "does not survive a round trip: " << c.in;
  }
}

TEST(Url, Refuses) {
  for (const std::string_view bad : {"",
                                     "slack.com",
                                     "/path",
                                     "ftp://h/",
                                     "javascript://x",
                                     "https://",
                                     "https:///x",
                                     "https://user@h/",
                                     "https://u:p@h/",
                                     "https://h:0/",
                                     "https://h:65536/",
                                     "https://h:/",
                                     "https://h:8a/",
                                     "https://h:-1/",
                                     "https://h x/",
                                     "https://h/\r\nX: y",
                                     "https://h\\@evil/",
                                     "https://[::1/",
                                     "https://[::1]x/",
                                     "https://[zz]/",
                                     "https://[]/",
                                     "https://h\xC3\xA9/",
                                     "https://a%2fb/",
                                     "https://h/\x7F",
                                     "https://h:1:2/"}) {
    const auto url = parse_url(bad);
    ASSERT_FALSE(url) << bad;
    EXPECT_EQ(url.error().kind, ErrorKind::invalid);
  }
  EXPECT_FALSE(parse_url("https://h/" + std::string(5000, 'a')));
}

TEST(Url, ErrorsDoNotQuoteTheTicket) {
  const auto url = parse_url("wss://user@h/?ticket=verysecret");
  EXPECT_EQ((url.error().say + url.error().detail).find("verysecret"), std::string::npos);
}

TEST(Url, PlainHttpIsForLoopbackOnly) {
  for (const std::string_view good :
       {"https://example.com/", "wss://example.com/", "http://localhost:1/", "http://127.0.0.1/",
        "ws://127.9.9.9/", "http://[::1]/", "http://LOCALHOST/"}) {
    EXPECT_TRUE(parse_service_url(good)) << good;
  }
  for (const std::string_view bad :
       {"http://example.com/", "ws://example.com/", "http://127.0.0.1.evil.com/", "http://127.1/",
        "http://127.0.0.256/", "http://127.0.0.01/", "http://127.0.0.1./", "http://localhost.evil.com/",
        "http://0.0.0.0/", "http://[::ffff:127.0.0.1]/"}) {
    EXPECT_FALSE(parse_service_url(bad)) << bad;
  }
  EXPECT_NE(parse_service_url("ws://example.com/").error().say.find("wss://"), std::string::npos);
}

TEST(Percent, EncodesAndDecodes) {
  EXPECT_EQ(percent_encode("a-b._~ /é\n"), "a-b._~%20%2F%C3%A9%0A");
  std::string every;
  for (int c = 0; c < 256; ++c) every += static_cast<char>(c);
  EXPECT_EQ(percent_decode(percent_encode(every)), every);
  EXPECT_EQ(percent_decode("a+b%2b%2B"), "a+b++");
  for (const std::string_view bad : {"%", "%1", "%zz", "%1z", "x%"}) EXPECT_FALSE(percent_decode(bad)) << bad;
  EXPECT_EQ(percent_decode("%41"), "A");
}

TEST(Form, EncodesAndDecodes) {
  const FormFields fields{
      {"text", "down & out = 100%"}, {"empty", ""}, {"ключ", "значение"}, {"text", "again"}};
  EXPECT_EQ(form_encode({{"a b", "c+d"}}), "a+b=c%2Bd");
  EXPECT_EQ(form_decode(form_encode(fields)), fields);
  EXPECT_EQ(form_decode("a=1&&b&=c&"), (FormFields{{"a", "1"}, {"b", ""}, {"", "c"}}));
  EXPECT_EQ(form_decode("a=b=c"), (FormFields{{"a", "b=c"}}));
  EXPECT_EQ(form_decode(""), FormFields{});
  EXPECT_FALSE(form_decode("a=%g0"));
  std::string many;
  for (int i = 0; i < 1001; ++i) many += "a&";
  EXPECT_FALSE(form_decode(many));
  EXPECT_TRUE(form_decode(many.substr(2)));
}

}  // namespace
}  // namespace muster::net
