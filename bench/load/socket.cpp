#include "bench/load/socket.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>

namespace muster::bench {

namespace asio = boost::asio;

asio::awaitable<void> Socket::run(std::shared_ptr<Socket> socket, fake::WireRequest upgrade,
                                  std::function<void(Socket&)> on_open,
                                  std::function<void(std::string_view)> on_text) {
  namespace websocket = boost::beast::websocket;
  boost::system::error_code error;
  auto& stream = socket->stream_;
  boost::beast::get_lowest_layer(stream).expires_never();
  stream.set_option(
      websocket::stream_base::timeout{std::chrono::seconds(5), websocket::stream_base::none(), false});
  stream.text(true);
  stream.auto_fragment(false);
  co_await stream.async_accept(upgrade, asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return;
  socket->open_ = true;
  socket->send(
      R"({"type":"hello","num_connections":1,"debug_info":{"host":"applink-1","build_number":10,"approximate_connection_time":18060},"connection_info":{"app_id":"A0APP"}})");
  on_open(*socket);
  boost::beast::flat_buffer buffer;
  for (;;) {
    co_await stream.async_read(buffer, asio::redirect_error(asio::use_awaitable, error));
    if (error) break;
    on_text({static_cast<const char*>(buffer.data().data()), buffer.size()});
    buffer.consume(buffer.size());
  }
  socket->open_ = false;
}

void Socket::send(std::string text) {
  if (!open_) return;
  outgoing_.push_back(std::move(text));
  if (outgoing_.size() == 1)
    asio::co_spawn(stream_.get_executor(), write_all(shared_from_this()), asio::detached);
}

asio::awaitable<void> Socket::write_all(std::shared_ptr<Socket> socket) {
  boost::system::error_code error;
  while (!socket->outgoing_.empty() && !error) {
    co_await socket->stream_.async_write(asio::buffer(socket->outgoing_.front()),
                                         asio::redirect_error(asio::use_awaitable, error));
    socket->outgoing_.pop_front();
  }
  socket->outgoing_.clear();
}

}  // namespace muster::bench
