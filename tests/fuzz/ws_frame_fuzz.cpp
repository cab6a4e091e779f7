// Frames from a hostile client: the server's WebSocket reads them to the end without a crash, and every
// message it delivers is UTF-8 within the limit. The first byte says how the rest is cut.
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "bot/base/utf8.hpp"
#include "bot/net/websocket.hpp"

namespace {

namespace asio = boost::asio;
using namespace muster::net;
using muster::Done;
using muster::Result;

constexpr std::size_t kMaxMessage = 4096;

void must(bool holds) {
  if (!holds) std::abort();
}

// Plays the bytes in pieces and swallows what is written.
class Recording final : public ByteStream {
 public:
  Recording(std::string_view bytes, std::size_t piece) : left_{bytes}, piece_{piece} {}

  asio::awaitable<Result<std::size_t>> read_some(std::span<char> into, Deadline) override {
    const std::size_t count = std::min({into.size(), piece_, left_.size()});
    std::memcpy(into.data(), left_.data(), count);
    left_.remove_prefix(count);
    co_return count;
  }
  asio::awaitable<Result<Done>> write_all(std::string, Deadline) override { co_return Done{}; }
  asio::awaitable<void> finish(Deadline) override { co_return; }
  void close() noexcept override { left_ = {}; }
  [[nodiscard]] bool has_input() const override { return !left_.empty(); }
  [[nodiscard]] std::string remote_address() const override { return "127.0.0.1"; }

 private:
  std::string_view left_;
  std::size_t piece_;
};

asio::awaitable<void> read_all(std::shared_ptr<ByteStream> stream) {
  WebSocketOptions options;
  options.max_message_bytes = kMaxMessage;
  options.idle_limit = {};
  HttpHeaders upgrade{{"Host", "h"},
                      {"Upgrade", "websocket"},
                      {"Connection", "upgrade"},
                      {"Sec-WebSocket-Version", "13"},
                      {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}};
  auto socket =
      co_await websocket_accept(std::move(stream), "/", std::move(upgrade), "", kNoDeadline, options);
  must(socket.has_value());
  while (true) {
    const auto message = co_await (*socket)->read();
    if (!message || !*message) break;
    must((*message)->size() <= kMaxMessage && muster::is_valid_utf8(**message));
  }
  must(!(*socket)->is_open());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view frames{reinterpret_cast<const char*>(bytes) + 1, size - 1};
  asio::io_context io{1};
  bool ended = false;
  asio::co_spawn(io, read_all(std::make_shared<Recording>(frames, std::size_t{bytes[0]} + 1)),
                 [&ended](const std::exception_ptr& bug) { ended = !bug; });
  io.run();
  must(ended);
  return 0;
}
