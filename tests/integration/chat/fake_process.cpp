#include "tests/integration/chat/fake_process.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <stdexcept>

#include "bot/net/json.hpp"

namespace muster::testing {
namespace {

std::string first_line(int fd) {
  std::string line;
  std::array<char, 1> c{};
  while (::read(fd, c.data(), 1) == 1 && c[0] != '\n') line += c[0];
  return line;
}

}  // namespace

FakeProcess::FakeProcess(std::vector<std::string> command) {
  std::vector<char*> arguments;
  for (std::string& word : command) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::array<int, 2> pipe_ends{};
  if (pipe(pipe_ends.data()) != 0) throw std::runtime_error("pipe");
  pid_ = fork();
  if (pid_ == 0) {
    dup2(pipe_ends[1], STDOUT_FILENO);
    close(pipe_ends[0]);
    execv(arguments[0], arguments.data());
    _exit(127);
  }
  close(pipe_ends[1]);
  auto started = net::parse_json(first_line(pipe_ends[0]));
  close(pipe_ends[0]);
  if (!started) throw std::runtime_error(command.front() + " did not start");
  ready_ = *std::move(started);
  http_ = std::make_unique<net::HttpClient>(net::make_tls_client().value());
}

FakeProcess::~FakeProcess() {
  kill(pid_, SIGTERM);
  waitpid(pid_, nullptr, 0);
}

Json FakeProcess::call(const std::string& method, const std::string& path, const std::string& body,
                       int& status) {
  net::HttpRequest request{.method = method, .url = ready("control_url") + path, .body = body};
  request.timeout = std::chrono::seconds{30};
  request.max_response_bytes = 16UL * 1024 * 1024;
  if (!body.empty()) request.headers.set("Content-Type", "application/json");
  auto future = boost::asio::co_spawn(io_, http_->send(std::move(request)), boost::asio::use_future);
  io_.restart();
  io_.run();
  const auto response = future.get();
  if (!response) throw std::runtime_error("control " + path + ": " + response.error().detail);
  status = response->status;
  return net::parse_json(response->body, {.max_bytes = 16UL * 1024 * 1024, .max_nodes = 1000000})
      .value_or(Json{});
}

Json FakeProcess::post(const std::string& path, const Json& body) {
  int status = 0;
  Json answer = call("POST", path, body.dump(), status);
  EXPECT_EQ(status, 200) << path << " " << answer.dump();
  return answer;
}

Json FakeProcess::get(const std::string& path) {
  int status = 0;
  return call("GET", path, "", status);
}

Json FakeProcess::wait(const std::string& condition) {
  int status = 0;
  Json answer = call("GET", "wait?for=" + condition + "&timeout_ms=15000", "", status);
  EXPECT_EQ(status, 200) << condition << " " << answer.dump();
  return answer;
}

bool FakeProcess::comes_true(const std::string& condition, int within_ms) {
  int status = 0;
  call("GET", "wait?for=" + condition + "&timeout_ms=" + std::to_string(within_ms), "", status);
  return status == 200;
}

}  // namespace muster::testing
