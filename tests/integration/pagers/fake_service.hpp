// A provider made of a real socket and a function: says what the vendor would say, or misbehaves as told.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bot/net/url.hpp"
#include "tests/integration/net/harness.hpp"

namespace muster::testing {

struct Asked {
  std::string method;
  std::string target;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
  // Of a form.
  [[nodiscard]] std::string field(const std::string& name) const;
};

struct Says {
  int status = 200;
  std::string body;
  std::string type = "application/json";
  std::map<std::string, std::string> headers{};
};

class FakeService {
 public:
  using Vendor = std::function<Says(const Asked&)>;

  FakeService(boost::asio::any_io_executor io, Vendor vendor);

  // Instead of the vendor, for the next request.
  void next(Says says) { faults_.push_back({Fault::says, std::move(says)}); }
  // The vendor does it, and the answer is lost on the way.
  void lose_answer() { faults_.push_back({Fault::lose, {}}); }
  // The vendor does it, and the answer ends in the middle.
  void cut_answer() { faults_.push_back({Fault::cut, {}}); }

  [[nodiscard]] std::string url() const;
  std::vector<Asked> asked{};

 private:
  enum class Fault : std::uint8_t { says, lose, cut };
  boost::asio::awaitable<void> serve(net::ByteStream& stream);

  Vendor vendor_;
  std::deque<std::pair<Fault, Says>> faults_;
  std::unique_ptr<net::ScriptedServer> server_;
};

}  // namespace muster::testing
