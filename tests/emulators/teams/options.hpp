// The command line.
#pragma once

#include <string>

namespace muster::fake::teams {

struct Options {
  unsigned short port = 0;
  std::string host = "127.0.0.1";
  std::string ledger = {};
  std::string state = {};
  std::string bot_endpoint = {};
  std::string rate_limits = {};
};

// What is wrong with the command line, or "".
std::string read_options(int argc, char** argv, Options& options);

}  // namespace muster::fake::teams
