#include "tests/emulators/slack/socket_hub.hpp"

#include <algorithm>

namespace muster::fake::slack {
namespace {

constexpr std::int64_t kTicketLifeUs = 30'000'000;

std::string uuid() {
  std::string hex = random_hex(16);
  for (const std::size_t at : {8U, 13U, 18U, 23U}) hex.insert(at, "-");
  return hex;
}

}  // namespace

std::string SocketHub::issue_ticket() {
  std::string ticket = uuid();
  tickets_[ticket] = clock_.now_us() + kTicketLifeUs;
  return ticket;
}

bool SocketHub::redeem_ticket(const std::string& ticket) {
  const auto it = tickets_.find(ticket);
  if (it == tickets_.end()) return false;
  const bool fresh = it->second >= clock_.now_us();
  tickets_.erase(it);
  return fresh;
}

int SocketHub::attach(std::shared_ptr<SocketLink> link) {
  const int id = ++last_socket_;
  const bool too_many =
      static_cast<std::int64_t>(sockets_.size()) >= get_int(workspace_.config(), "max_sockets", 10);
  const Json host = {{"host", "applink-" + std::to_string(id)}};
  if (too_many) {
    link->send_text(dump({{"type", "disconnect"}, {"reason", "too_many_websockets"}, {"debug_info", host}}));
    link->close();
    ledger_.add("socket", {{"socket", id}, {"what", "refused"}, {"reason", "too_many_websockets"}});
    return id;
  }
  sockets_.push_back({.id = id, .link = link});
  Json debug = host;
  debug["build_number"] = 10;
  debug["approximate_connection_time"] = 18060;
  link->send_text(dump({{"type", "hello"},
                        {"num_connections", sockets_.size()},
                        {"debug_info", debug},
                        {"connection_info", {{"app_id", kAppId}}}}));
  ledger_.add("socket", {{"socket", id}, {"what", "open"}});
  return id;
}

void SocketHub::detach(int socket) {
  const auto gone = std::erase_if(sockets_, [&](const Socket& each) { return each.id == socket; });
  if (gone > 0) ledger_.add("socket", {{"socket", socket}, {"what", "close"}});
}

SocketHub::Sent SocketHub::send(const std::string& type, Json payload, bool accepts_response_payload,
                                Json context) {
  const std::string id = uuid();
  Json envelope = {{"id", id},
                   {"ids", Json::array()},
                   {"type", type},
                   {"payload", std::move(payload)},
                   {"accepts", accepts_response_payload},
                   {"attempt", 0},
                   {"state", "waiting"},
                   {"context", std::move(context)}};
  return {.envelope_id = id, .delivered = deliver(std::move(envelope), id)};
}

// Round robin, as no pattern is promised; sockets that were told to go only if there is no other.
SocketHub::Socket* SocketHub::pick() {
  for (const bool retiring : {false, true}) {
    for (std::size_t i = 0; i < sockets_.size(); ++i) {
      Socket& socket = sockets_[(turn_ + i) % sockets_.size()];
      if (socket.retiring != retiring) continue;
      turn_ = (turn_ + i + 1) % sockets_.size();
      return &socket;
    }
  }
  return nullptr;
}

bool SocketHub::deliver(Json envelope, const std::string& envelope_id) {
  const std::string root = envelope["id"];
  const int attempt = envelope["attempt"];
  const std::string type = envelope["type"];
  Json frame = {{"envelope_id", envelope_id},
                {"type", type},
                {"payload", envelope["payload"]},
                {"accepts_response_payload", envelope["accepts"]}};
  Json entry = {{"envelope_id", envelope_id},
                {"root", root},
                {"type", type},
                {"attempt", attempt},
                {"payload", envelope["payload"]}};
  if (type == "events_api") {
    frame["retry_attempt"] = attempt;
    frame["retry_reason"] = attempt == 0 ? "" : "timeout";
    entry["event_type"] = get_string(member(envelope["payload"], "event"), "type");
    entry["event_id"] = get_string(envelope["payload"], "event_id");
  }
  Socket* socket = pick();
  entry["socket"] = socket ? Json(socket->id) : Json(nullptr);
  if (!has_item(envelope["ids"], envelope_id)) envelope["ids"].push_back(envelope_id);
  envelope["sent_us"] = clock_.now_us();
  root_of_[envelope_id] = root;
  workspace_.put(kind::kEnvelopes, root, std::move(envelope));
  ledger_.add("envelope", std::move(entry));
  if (socket) {
    ++socket->delivered;
    socket->link->send_text(dump(frame));
  }
  clock_.after_ms(get_int(workspace_.config(), "ack_deadline_ms", 3000),
                  [this, root, attempt] { check_deadline(root, attempt); });
  return socket != nullptr;
}

void SocketHub::on_text(int socket, const std::string& text) {
  const Json frame = Json::parse(text, nullptr, false);
  const Json* envelope = this->envelope(get_string(frame, "envelope_id"));
  if (!envelope) {
    ledger_.add("socket", {{"socket", socket}, {"what", "unknown_frame"}, {"text", text}});
    return;
  }
  each(socket, [](Socket& s) { ++s.acked; });
  const bool waiting = (*envelope)["state"] == "waiting";
  const bool duplicate = (*envelope)["state"] == "acked";
  const std::int64_t latency_ms = (clock_.now_us() - get_int(*envelope, "sent_us")) / 1000;
  const Json payload = frame.contains("payload") ? frame["payload"] : Json::object();
  ledger_.add("ack", {{"envelope_id", frame["envelope_id"]},
                      {"root", (*envelope)["id"]},
                      {"socket", socket},
                      {"late", !waiting && !duplicate},
                      {"duplicate", duplicate},
                      {"latency_ms", latency_ms},
                      {"payload", payload}});
  if (!waiting) return;
  Json acked = *envelope;
  acked["state"] = "acked";
  acked["ack"] = payload;
  acked["latency_ms"] = latency_ms;
  workspace_.put(kind::kEnvelopes, acked["id"], acked);
  if (acked["type"] != "events_api" && on_ack_) on_ack_(acked, payload);
}

void SocketHub::check_deadline(const std::string& id, int attempt) {
  const Json* envelope = workspace_.find(kind::kEnvelopes, id);
  if (!envelope || (*envelope)["state"] != "waiting" || (*envelope)["attempt"] != attempt) return;
  Json failed = *envelope;
  const Json& delays = member(workspace_.config(), "retry_delays_ms");
  const std::size_t next = static_cast<std::size_t>(attempt);
  const bool again = failed["type"] == "events_api" && next < delays.size();
  if (again) {
    clock_.after_ms(delays[next].get<std::int64_t>(), [this, id] { retry(id); });
  } else {
    failed["state"] = "failed";
    ledger_.add(failed["type"] == "events_api" ? "given_up" : "operation_timeout",
                {{"envelope_id", id}, {"type", failed["type"]}});
    workspace_.put(kind::kEnvelopes, id, std::move(failed));
  }
  ledger_.flush();
}

void SocketHub::retry(const std::string& id) {
  const Json* envelope = workspace_.find(kind::kEnvelopes, id);
  if (!envelope || (*envelope)["state"] != "waiting") return;
  Json again = *envelope;
  again["attempt"] = again["attempt"].get<int>() + 1;
  deliver(std::move(again), uuid());
  ledger_.flush();
}

void SocketHub::resume() {
  std::vector<std::string> waiting;
  for (const auto& [id, envelope] : workspace_.all(kind::kEnvelopes)) {
    for (const Json& each_id : envelope["ids"]) root_of_[each_id] = id;
    if (envelope["state"] == "waiting") waiting.push_back(id);
  }
  for (const std::string& id : waiting) {
    const int attempt = (*workspace_.find(kind::kEnvelopes, id))["attempt"];
    clock_.after_ms(get_int(workspace_.config(), "ack_deadline_ms", 3000),
                    [this, id, attempt] { check_deadline(id, attempt); });
  }
}

const Json* SocketHub::envelope(const std::string& envelope_id) const {
  const auto root = root_of_.find(envelope_id);
  return root == root_of_.end() ? nullptr : workspace_.find(kind::kEnvelopes, root->second);
}

bool SocketHub::redeliver(const std::string& envelope_id) {
  const Json* known = envelope(envelope_id);
  if (!known) return false;
  return deliver(*known, envelope_id);
}

int SocketHub::each(int socket, const std::function<void(Socket&)>& action) {
  int touched = 0;
  for (Socket& candidate : sockets_) {
    if (socket != 0 && candidate.id != socket) continue;
    action(candidate);
    ++touched;
  }
  return touched;
}

Json SocketHub::sockets() const {
  Json all = Json::array();
  for (const Socket& socket : sockets_) {
    all.push_back({{"id", socket.id},
                   {"state", socket.dead ? "dead" : "open"},
                   {"delivered", socket.delivered},
                   {"acked", socket.acked}});
  }
  return all;
}

int SocketHub::send_frame(int socket, const std::string& text) {
  return each(socket, [&](Socket& s) { s.link->send_text(text); });
}

int SocketHub::ping(int socket, const std::string& payload) {
  return each(socket, [&](Socket& s) { s.link->send_ping(payload); });
}

int SocketHub::kill(int socket) {
  std::vector<std::shared_ptr<SocketLink>> victims;
  const int touched = each(socket, [&](Socket& s) { victims.push_back(s.link); });
  for (const auto& link : victims) link->kill();
  std::erase_if(sockets_, [&](const Socket& s) { return socket == 0 || s.id == socket; });
  if (touched > 0) ledger_.add("socket", {{"socket", socket}, {"what", "close"}, {"reason", "killed"}});
  return touched;
}

int SocketHub::deafen(int socket) {
  return each(socket, [](Socket& s) {
    s.dead = true;
    s.link->deafen();
  });
}

int SocketHub::disconnect(int socket, const std::string& reason, std::int64_t close_after_ms) {
  return each(socket, [&](Socket& s) {
    s.retiring = true;
    s.link->send_text(dump({{"type", "disconnect"},
                            {"reason", reason},
                            {"debug_info", {{"host", "applink-" + std::to_string(s.id)}}}}));
    const std::weak_ptr<SocketLink> link = s.link;
    const auto close = [link] {
      if (const auto open = link.lock()) open->close();
    };
    if (close_after_ms <= 0) {
      close();
    } else {
      clock_.after_ms(close_after_ms, close);
    }
  });
}

}  // namespace muster::fake::slack
