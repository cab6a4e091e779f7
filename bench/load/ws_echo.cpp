// ws_echo: the least a program on Boost.Beast can do with the same frames: read one, answer with an
// acknowledgement cut out of it, keep nothing. What is above it is the limit of the wire and of slack_load.
//
//   ws_echo PORT
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;

constexpr std::string_view kId = R"("envelope_id":")";
constexpr std::size_t kIdLength = 36;

int run(unsigned short port) {
  asio::io_context io{1};
  beast::websocket::stream<tcp::socket> stream{io};
  stream.next_layer().connect({asio::ip::address_v4::loopback(), port});
  stream.next_layer().set_option(tcp::no_delay(true));
  stream.auto_fragment(false);
  stream.handshake("127.0.0.1:" + std::to_string(port), "/link/?ticket=1");
  stream.text(true);
  beast::flat_buffer buffer;
  for (;;) {
    stream.read(buffer);
    const std::string_view text{static_cast<const char*>(buffer.data().data()), buffer.size()};
    if (const std::size_t at = text.find(kId); at != std::string_view::npos) {
      const std::string ack = "{" + std::string{text.substr(at, kId.size() + kIdLength)} + "\"}";
      stream.write(asio::buffer(ack));
    }
    buffer.consume(buffer.size());
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  try {
    return run(static_cast<unsigned short>(std::atoi(argv[1])));
  } catch (const boost::system::system_error& error) {
    return error.code() == boost::beast::websocket::error::closed || error.code() == asio::error::eof ? 0 : 1;
  }
}
