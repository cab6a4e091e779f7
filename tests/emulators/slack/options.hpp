// The command line.
#pragma once

#include <string>

namespace muster::fake::slack {

struct Options {
  unsigned short port = 0;
  std::string host = "127.0.0.1";
  std::string ledger = {};
  std::string state = {};
  std::string tls_cert = {};
  std::string tls_key = {};
  std::string rate_limits = {};
  long ack_deadline_ms = 0;
  bool describe = false;
  std::string check_ledger = {};
  std::string specs = {};
};

// What is wrong with the command line, or "".
std::string read_options(int argc, char** argv, Options& options);

}  // namespace muster::fake::slack
