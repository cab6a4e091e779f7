// Every form of smuggling.txt on a socket of its own: refused, the last of its connection, and what hides in
// it or follows it is never a request.
#include <charconv>
#include <fstream>
#include <iostream>

#include "tests/integration/net/harness.hpp"

namespace muster::net {
namespace {

constexpr std::string_view kSmuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

struct Form {
  std::string name;
  std::string bytes;
};

char hexadecimal(std::string_view two) {
  unsigned value = 0;
  std::from_chars(two.data(), two.data() + two.size(), value, 16);
  return static_cast<char>(value);
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out += text[i];
    } else if (const char kind = text[++i]; kind == 'x') {
      out += hexadecimal(text.substr(i + 1, 2));
      i += 2;
    } else {
      out += kind == 'r' ? '\r' : kind == 'n' ? '\n' : kind == 't' ? '\t' : kind;
    }
  }
  return out;
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
}

std::vector<Form> forms() {
  std::ifstream in{MUSTER_SOURCE_DIR "/tests/integration/net/smuggling.txt"};
  std::array<char, 8> hex{};
  const auto end = std::to_chars(hex.data(), hex.data() + hex.size(), kSmuggled.size(), 16).ptr;
  std::vector<Form> all;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('#')) continue;
    const auto first = line.find('\t');
    const auto second = line.find('\t', first + 1);
    Form form{line.substr(0, first) + ": " + line.substr(first + 1, second - first - 1),
              unescaped(std::string_view{line}.substr(second + 1))};
    if (form.bytes.find("<S>") == std::string::npos) form.bytes += "<S>";
    replace_all(form.bytes, "<N>", std::to_string(kSmuggled.size()));
    replace_all(form.bytes, "<X>", {hex.data(), end});
    replace_all(form.bytes, "<S>", kSmuggled);
    all.push_back(std::move(form));
  }
  return all;
}

// Status lines: the version stands in words of an answer too.
std::size_t answers_in(const std::string& all) {
  constexpr std::string_view kStart = "HTTP/1.1 ";
  std::size_t count = 0;
  for (auto at = all.find(kStart); at != std::string::npos; at = all.find(kStart, at + 1)) {
    const char next = at + kStart.size() < all.size() ? all[at + kStart.size()] : ' ';
    if (next >= '0' && next <= '9') ++count;
  }
  return count;
}

TEST(Smuggling, EveryFormIsRefusedAndTheLastOfItsConnection) {
  const auto all = forms();
  ASSERT_GE(all.size(), 120U);
  run([&]() -> Async<void> {
    std::vector<std::string> served;
    const auto note = [&served](HttpCall call) -> Async<HttpReply> {
      served.push_back(call.path);
      co_return HttpReply{};
    };
    HttpServerOptions options;
    options.header_deadline = options.body_deadline = 500ms;  // whoever waits for more is told so, and fails
    HttpServer server{co_await asio::this_coro::executor, options, {.handler = note}};
    EXPECT_TRUE(server.start());
    std::size_t taken = 0;
    for (const Form& form : all) {
      const std::string answer = co_await say_raw(server.port(), form.bytes);
      const int status = answer.size() < 12 ? 0 : std::atoi(answer.substr(9, 3).c_str());
      EXPECT_TRUE(status == 400 || status == 405 || status == 417 || status == 501 || status == 505)
          << form.name << "\n"
          << answer;
      EXPECT_EQ(answers_in(answer), 1U) << form.name;
      EXPECT_NE(answer.find("Connection: close"), std::string::npos) << form.name;
      EXPECT_EQ(served, std::vector<std::string>{}) << form.name;
      taken += served.size();
      served.clear();
    }
    std::cout << "injected: " << all.size() << " forms of smuggling; taken for a request " << taken << "\n";
    co_await server.stop(deadline_in(2s));
  });
}

// Otherwise the test above would say nothing: two requests in a row are two requests.
TEST(Smuggling, WhatIsMeantAsTwoRequestsIsTwo) {
  run([]() -> Async<void> {
    std::vector<std::string> served;
    const auto note = [&served](HttpCall call) -> Async<HttpReply> {
      served.push_back(call.path);
      co_return HttpReply{};
    };
    HttpServer server{co_await asio::this_coro::executor, {}, {.handler = note}};
    EXPECT_TRUE(server.start());
    const std::string last = "GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    co_await say_raw(server.port(), "POST /first HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi" +
                                        std::string{kSmuggled} + last);
    EXPECT_EQ(served, (std::vector<std::string>{"/first", "/smuggled", "/last"}));
    co_await server.stop(deadline_in(2s));
  });
}

}  // namespace
}  // namespace muster::net
