// A console on a real SQLite store and a real port. The engine's part (Intake, Board) is done here in the
// plainest way, so that these tests are about the console alone.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/console/console.hpp"
#include "bot/net/http_client.hpp"
#include "bot/net/websocket.hpp"
#include "bot/store/sqlite.hpp"

namespace muster::console {

using namespace std::chrono_literals;

template <class T>
using Async = asio::awaitable<T>;

inline const Time kStart{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24} + std::chrono::hours{5}};

// A folder that goes with it.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// Keeps what it is given, tells the console, and answers as the test wants.
class KeepingIntake final : public Intake {
 public:
  KeepingIntake(Store& store, Board& board, const Clock& clock)
      : store_{store}, board_{board}, clock_{clock} {}

  asio::awaitable<Result<Answer>> submit(Inbound inbound) override;
  asio::awaitable<Result<Answer>> submit(Inbound inbound, std::vector<ConsoleWrite> writes) override;
  asio::awaitable<Result<Done>> write(std::vector<ConsoleWrite> writes) override;
  Result<Done> keep(Change change);

  std::vector<Inbound> received;                 // each once
  std::function<Answer(const Inbound&)> answer;  // none: nothing to say
  std::optional<Error> broken;                   // the store takes nothing
  std::function<void(const Published&)> publish;

 private:
  Store& store_;
  Board& board_;
  const Clock& clock_;
};

class House {
 public:
  // With a folder of its own unless it shares one.
  explicit House(std::shared_ptr<Folder> folder = std::make_shared<Folder>());
  ~House();

  // Runs a coroutine to its end; the test fails when that takes more than 20 s.
  void run(const std::function<Async<void>()>& test);

  // A new incident in the store and on the board.
  void declare(std::int64_t number, const std::string& title, Visibility visibility,
               std::vector<PersonId> members);
  // One more event of it.
  void record(std::int64_t number, EventBody body, const PersonId& by);
  // What auditors were told since the last call: "request_refused GET /metrics not_signed_in 7 by ann" each,
  // and nothing for what is empty.
  [[nodiscard]] std::vector<std::string> take_audit();
  // Somebody whom the console knows by this id.
  void configure(const std::string& id, const std::string& name);
  [[nodiscard]] std::string url(const std::string& path) const;

  std::shared_ptr<Folder> folder;
  ManualClock clock{kStart};
  std::unique_ptr<Store> store;
  Board board;
  PageLinks page_links{Secret{"seals pages"}, "https://muster.example"};
  asio::io_context io{1};
  std::unique_ptr<ReaderPool> reader;
  std::unique_ptr<Speaker> speaker;
  std::unique_ptr<KeepingIntake> intake;
  std::unique_ptr<AccessRecord> access;
  std::vector<Inbound> audited;  // what auditors are told of; each an AccessNoted
  bool audit_hangs = false;      // it is never known whether the record was kept
  std::unique_ptr<Console> console;

 private:
  Async<Result<Done>> keep_access(Inbound inbound);
  void put(const Incident& incident);
};

// A browser: keeps the cookie and the CSRF token, and says where it comes from.
class Browser {
 public:
  explicit Browser(House& house) : origin{house.url("")}, house_{house} {}

  // Through a link for this name (or, without one, giving the name at the door).
  Async<void> sign_in(std::string name, bool named_link = false);
  Async<net::HttpResponse> sign_in_with(std::string token, std::string name);
  Async<net::HttpResponse> get(std::string path);
  Async<net::HttpResponse> send(std::string method, std::string path, std::string body);
  Async<std::shared_ptr<net::WebSocket>> live();

  std::string cookie;  // "muster=…"
  std::string csrf;
  std::string origin;  // "": none is sent
  std::string content_type = "application/json";
  net::HttpHeaders more;  // added to every request

 private:
  [[nodiscard]] net::HttpHeaders headers(const std::string& method) const;

  House& house_;
  net::HttpClient client_{nullptr};
};

// {"id": <a new UUID> and the rest}
[[nodiscard]] std::string body_with_id(const std::string& rest = {});
// The token of a sign-in link.
[[nodiscard]] std::string token_of(const std::string& link);
// A text member at a JSON pointer ("/error/code"), "" when there is none.
[[nodiscard]] std::string at(const std::string& body, const std::string& pointer);
// The next frame of the live feed that holds this text; "" when the socket ends first.
Async<std::string> frame_with(std::shared_ptr<net::WebSocket> socket, std::string text);

}  // namespace muster::console
