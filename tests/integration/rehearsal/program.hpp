// The program as a person runs it.
#pragma once

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <string>

namespace muster::test {

struct Ran {
  int code = -1;
  std::string said;  // stdout and stderr
};

inline Ran run(const std::string& arguments) {
  const std::string command = std::string{MUSTER_PROGRAM} + " " + arguments + " 2>&1";
  Ran ran;
  FILE* pipe = ::popen(command.c_str(), "r");
  std::array<char, 4096> chunk{};
  for (std::size_t n = 0; (n = std::fread(chunk.data(), 1, chunk.size(), pipe)) > 0;)
    ran.said.append(chunk.data(), n);
  const int status = ::pclose(pipe);
  ran.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ran;
}

}  // namespace muster::test
