// Socket Mode without the sockets: which envelope goes to which connection, what was acknowledged in time,
// what is sent again. A connection is a SocketLink that the transport implements. One thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/emulators/slack/workspace.hpp"

namespace muster::fake::slack {

class SocketLink {
 public:
  virtual ~SocketLink() = default;
  virtual void send_text(std::string text) = 0;
  virtual void send_ping(std::string payload) = 0;
  virtual void close() = 0;   // WebSocket close handshake, then TCP
  virtual void kill() = 0;    // TCP reset
  virtual void deafen() = 0;  // TCP stays, nothing is read or sent any more
};

// An envelope document (kind "envelopes", by its first envelope_id):
// {id, ids[], type, payload, accepts, attempt, sent_us, state, ack?, context?}; state: waiting | acked |
// failed.
class SocketHub {
 public:
  SocketHub(Workspace& workspace, Ledger& ledger, Clock& clock)
      : workspace_(workspace), ledger_(ledger), clock_(clock) {}

  // A single-use ticket for the next connection, valid for 30 s.
  std::string issue_ticket();
  bool redeem_ticket(const std::string& ticket);

  // Sends hello (or too_many_websockets); the socket's number.
  int attach(std::shared_ptr<SocketLink> link);
  void detach(int socket);
  void on_text(int socket, const std::string& text);

  struct Sent {
    std::string envelope_id;
    bool delivered = false;
  };
  // `context` is kept with the envelope for whoever handles its acknowledgement.
  Sent send(const std::string& type, Json payload, bool accepts_response_payload, Json context = nullptr);
  // Called with the envelope document when a command or interaction was acknowledged in time.
  void on_ack(std::function<void(const Json& envelope, const Json& ack)> handler) {
    on_ack_ = std::move(handler);
  }

  // Sends events that were not acknowledged before the restart again.
  void resume();

  Json sockets() const;
  // For each socket with that number, or every one if it is 0. The number of sockets touched.
  int send_frame(int socket, const std::string& text);
  int ping(int socket, const std::string& payload);
  int kill(int socket);
  int deafen(int socket);
  int disconnect(int socket, const std::string& reason, std::int64_t close_after_ms);
  bool redeliver(const std::string& envelope_id);
  // The envelope with that id, whichever attempt it named. Null if unknown.
  const Json* envelope(const std::string& envelope_id) const;

 private:
  struct Socket {
    int id = 0;
    std::shared_ptr<SocketLink> link;
    bool dead = false;
    bool retiring = false;
    int delivered = 0;
    int acked = 0;
  };
  int each(int socket, const std::function<void(Socket&)>& action);
  Socket* pick();
  bool deliver(Json envelope, const std::string& envelope_id);
  void check_deadline(const std::string& id, int attempt);
  void retry(const std::string& id);

  Workspace& workspace_;
  Ledger& ledger_;
  Clock& clock_;
  std::vector<Socket> sockets_;
  std::map<std::string, std::int64_t> tickets_;  // → expiry, µs
  std::map<std::string, std::string> root_of_;   // envelope_id → the first one
  std::function<void(const Json&, const Json&)> on_ack_;
  int last_socket_ = 0;
  std::size_t turn_ = 0;
};

}  // namespace muster::fake::slack
