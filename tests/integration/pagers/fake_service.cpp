#include "tests/integration/pagers/fake_service.hpp"

#include <algorithm>

namespace muster::testing {

namespace {

std::size_t length_of(const std::string& head) {
  const auto at = head.find("\r\nContent-Length: ");
  return at == std::string::npos ? 0 : std::stoul(head.substr(at + 18));
}

bool is_whole(const std::string& bytes) {
  const auto end = bytes.find("\r\n\r\n");
  return end != std::string::npos && bytes.size() >= end + 4 + length_of(bytes.substr(0, end + 2));
}

Asked read(const std::string& bytes) {
  Asked asked;
  const auto end = bytes.find("\r\n\r\n");
  const auto first = bytes.find("\r\n");
  const std::string line = bytes.substr(0, first);
  asked.method = line.substr(0, line.find(' '));
  asked.target = line.substr(asked.method.size() + 1, line.rfind(' ') - asked.method.size() - 1);
  for (auto at = first + 2; at < end;) {
    const auto stop = bytes.find("\r\n", at);
    const auto colon = bytes.find(':', at);
    std::string name = bytes.substr(at, colon - at);
    std::ranges::transform(name, name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    asked.headers[name] = bytes.substr(colon + 2, stop - colon - 2);
    at = stop + 2;
  }
  asked.body = bytes.substr(end + 4);
  return asked;
}

std::string bytes_of(const Says& says) {
  std::string all = "HTTP/1.1 " + std::to_string(says.status) + " Said\r\nContent-Type: " + says.type +
                    "\r\nConnection: close\r\nContent-Length: " + std::to_string(says.body.size()) + "\r\n";
  for (const auto& [name, value] : says.headers) all += name + ": " + value + "\r\n";
  return all + "\r\n" + says.body;
}

}  // namespace

std::string Asked::field(const std::string& name) const {
  const auto fields = net::form_decode(body);
  if (!fields) return "not a form";
  const auto found = std::ranges::find(*fields, name, &net::FormFields::value_type::first);
  return found == fields->end() ? "" : found->second;
}

FakeService::FakeService(boost::asio::any_io_executor io, Vendor vendor)
    : vendor_{std::move(vendor)},
      server_{std::make_unique<net::ScriptedServer>(
          io, [this](net::ByteStream& stream, int /*connection*/) { return serve(stream); })} {}

std::string FakeService::url() const {
  return "http://127.0.0.1:" + std::to_string(server_->port());
}

boost::asio::awaitable<void> FakeService::serve(net::ByteStream& stream) {
  const std::string bytes = co_await net::read_until(stream, is_whole);
  if (!is_whole(bytes)) co_return;
  asked.push_back(read(bytes));
  std::pair<Fault, Says> fault{Fault::says, {}};
  const bool faulty = !faults_.empty();
  if (faulty) {
    fault = faults_.front();
    faults_.pop_front();
  }
  if (!faulty || fault.first != Fault::says) fault.second = vendor_(asked.back());
  if (faulty && fault.first == Fault::lose) co_return stream.close();
  std::string answer = bytes_of(fault.second);
  if (faulty && fault.first == Fault::cut) {
    fault.second.body.resize(fault.second.body.size() / 2);
    answer = bytes_of(fault.second);
  }
  (void)co_await stream.write_all(std::move(answer), net::deadline_in(std::chrono::seconds{5}));
  co_await stream.finish(net::deadline_in(std::chrono::seconds{1}));
}

}  // namespace muster::testing
