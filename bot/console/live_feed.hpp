// LiveFeed: the open WebSockets of browsers, and what each may be told. A listener that does not keep up is
// cut off; its browser comes back and fetches what it shows again. io thread only.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "bot/domain/vocabulary.hpp"
#include "bot/net/websocket.hpp"

namespace muster::console {

struct Listener {
  std::shared_ptr<net::WebSocket> socket;
  PersonId person;
  std::string session;  // its token's hash
};

class LiveFeed {
 public:
  explicit LiveFeed(boost::asio::any_io_executor io) : io_{std::move(io)} {}

  // Listens as long as the membership lives.
  class Membership {
   public:
    Membership(LiveFeed& feed, std::uint64_t id) : feed_{&feed}, id_{id} {}
    ~Membership() { feed_->listeners_.erase(id_); }
    Membership(const Membership&) = delete;
    Membership& operator=(const Membership&) = delete;

   private:
    LiveFeed* feed_;
    std::uint64_t id_;
  };
  [[nodiscard]] Membership join(Listener listener);

  // Sends the frame to every listener that may hear it.
  void tell(const std::string& frame, const std::function<bool(const Listener&)>& may_hear);
  // Closes the sockets of a session that ended.
  void drop_session(const std::string& token_hash);
  [[nodiscard]] std::size_t listeners() const { return listeners_.size(); }

 private:
  void send(std::shared_ptr<net::WebSocket> socket, std::string frame);

  boost::asio::any_io_executor io_;
  std::map<std::uint64_t, Listener> listeners_;
  std::uint64_t last_id_ = 0;
};

}  // namespace muster::console
