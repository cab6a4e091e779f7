// ChatPlatform: a chat as the outbox sees it. One implementation a platform (integrations/slack,
// integrations/console).
//
// io thread only. Every call may be repeated: `key` is the effect's deterministic key and `uncertain` tells
// that an earlier attempt may have taken effect, so the implementation looks (message metadata, existing
// room) before it acts. Errors: rate_limited carries retry_after_s; unavailable and timeout are tried again
// later; not_found, forbidden, rejected and invalid are final. Texts never hold a secret.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <map>
#include <string>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/domain/inbound.hpp"
#include "bot/text/dialog.hpp"
#include "bot/text/message.hpp"

namespace muster {

namespace asio = boost::asio;

struct Delivery {
  std::string key;
  IncidentNumber incident;
  bool uncertain = false;
  std::string
      card{};  // "room", "announcement" ...: what is said is a card that is edited in place from then on
};

struct RoomReceipt {
  Place place;
  std::string name;
  std::string link;
};

struct HealthReport {
  bool ready = false;
  std::string reason;  // why not, or a short state: "2 sockets, 0 waiting"
};

class ChatPlatform {
 public:
  ChatPlatform() = default;
  ChatPlatform(const ChatPlatform&) = delete;
  ChatPlatform& operator=(const ChatPlatform&) = delete;
  virtual ~ChatPlatform() = default;

  [[nodiscard]] virtual std::string name() const = 0;  // "slack"
  [[nodiscard]] virtual HealthReport health() const = 0;

  // A room named `name`, or with a suffix when that is taken.
  virtual asio::awaitable<Result<RoomReceipt>> open_room(Delivery d, std::string name, bool is_private) = 0;
  // Whoever can be invited is; the error names those who cannot, after inviting the rest.
  virtual asio::awaitable<Result<Done>> invite(Delivery d, Place room, std::vector<Person> people) = 0;
  // Whoever is not in the room is out of it; the error names those who stay, after putting out the rest.
  virtual asio::awaitable<Result<Done>> remove(Delivery d, Place room, std::vector<Person> people) = 0;
  virtual asio::awaitable<Result<Done>> set_topic(Delivery d, Place room, std::string topic) = 0;
  virtual asio::awaitable<Result<Place>> post(Delivery d, Place to, Message message,
                                              const People& people) = 0;
  virtual asio::awaitable<Result<Place>> post_direct(Delivery d, Person to, Message message,
                                                     const People& people) = 0;
  virtual asio::awaitable<Result<Done>> edit(Delivery d, Place at, Message message, const People& people) = 0;
  // Of muster's own. not_found when it is gone already.
  virtual asio::awaitable<Result<Done>> delete_message(Delivery d, Place message) = 0;
  virtual asio::awaitable<Result<Done>> pin(Delivery d, Place message) = 0;
  virtual asio::awaitable<Result<Done>> bookmark(Delivery d, Place room, std::string title,
                                                 std::string link) = 0;
  virtual asio::awaitable<Result<Done>> react(Delivery d, Place message, std::string emoji, bool add) = 0;
  virtual asio::awaitable<Result<MessageSnapshot>> fetch(Delivery d, Place message) = 0;
  virtual asio::awaitable<Result<Done>> share_file(Delivery d, Place room, std::string file_name,
                                                   std::string title, std::string content) = 0;
  // A room by what a person wrote in the configuration ("#incidents", "C0123"): its place.
  virtual asio::awaitable<Result<Place>> find_room(std::string wanted) = 0;
};

}  // namespace muster
