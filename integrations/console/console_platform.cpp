#include "integrations/console/console_platform.hpp"

#include <utility>
#include <vector>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/text/message_codec.hpp"

namespace muster::console {

namespace {

constexpr std::string_view kPlatform = "console";
// A file becomes a message; a longer one is cut, the incident's page has all of it.
constexpr std::size_t kMaxLines = 80;

std::vector<ConsoleWrite> one(ConsoleWrite write) {
  std::vector<ConsoleWrite> writes;
  writes.push_back(std::move(write));
  return writes;
}

std::vector<Line> lines_of(const std::string& content) {
  std::vector<Line> lines;
  std::size_t start = 0;
  while (start < content.size()) {
    const std::size_t end = std::min(content.find('\n', start), content.size());
    lines.push_back({Plain{content.substr(start, end - start)}});
    start = end + 1;
  }
  return lines;
}

Message document(const std::string& file_name, const std::string& title, const std::string& content) {
  Message message;
  message.blocks.emplace_back(Heading{title});
  auto lines = lines_of(content);
  const bool cut = lines.size() > kMaxLines;
  if (cut) lines.resize(kMaxLines);
  message.blocks.emplace_back(Paragraph{std::move(lines)});
  message.blocks.emplace_back(
      Aside{{Plain{cut ? file_name + ", cut here. The incident's page has all of it." : file_name}}});
  return message;
}

}  // namespace

asio::awaitable<Result<RoomReceipt>> ConsolePlatform::open_room(Delivery d, std::string name,
                                                                bool is_private) {
  const std::string room = lower(to_string(d.incident));
  MUSTER_CO_CHECK(co_await deps_.intake.write(one(ChatRoomOpened{room, name, is_private, d.incident})));
  const std::string base = deps_.base_url();
  co_return RoomReceipt{Place{std::string{kPlatform}, room, {}, {}}, std::move(name),
                        base.empty() ? std::string{} : base + "/rooms/" + room};
}

asio::awaitable<Result<Done>> ConsolePlatform::invite(Delivery /*d*/, Place room,
                                                      std::vector<Person> people) {
  std::vector<ConsoleWrite> writes;
  for (const Person& person : people) writes.emplace_back(ChatMemberAdded{room.room, person.id});
  co_return co_await deps_.intake.write(std::move(writes));
}

asio::awaitable<Result<Done>> ConsolePlatform::set_topic(Delivery /*d*/, Place room, std::string topic) {
  co_return co_await deps_.intake.write(one(ChatRoomTopic{room.room, std::move(topic)}));
}

asio::awaitable<Result<Place>> ConsolePlatform::post(Delivery d, Place to, Message message,
                                                     const People& people) {
  MUSTER_CO_CHECK(co_await deps_.intake.write(one(
      ChatMessageWritten{to.room, d.key, to.thread, {}, deps_.clock.now(), chat_content(message, people)})));
  co_return Place{std::string{kPlatform}, to.room, d.key, to.thread};
}

asio::awaitable<Result<Place>> ConsolePlatform::post_direct(Delivery d, Person to, Message message,
                                                            const People& people) {
  const std::string room = "direct-" + to.id.value;
  std::vector<ConsoleWrite> writes;
  writes.emplace_back(ChatRoomOpened{room, "muster", true, {}});
  writes.emplace_back(ChatMemberAdded{room, to.id});
  writes.emplace_back(
      ChatMessageWritten{room, d.key, {}, {}, deps_.clock.now(), chat_content(message, people)});
  MUSTER_CO_CHECK(co_await deps_.intake.write(std::move(writes)));
  co_return Place{std::string{kPlatform}, room, d.key, {}};
}

asio::awaitable<Result<Done>> ConsolePlatform::edit(Delivery /*d*/, Place at, Message message,
                                                    const People& people) {
  co_return co_await deps_.intake.write(
      one(ChatMessageEdited{at.room, at.message, chat_content(message, people), deps_.clock.now()}));
}

asio::awaitable<Result<Done>> ConsolePlatform::delete_message(Delivery /*d*/, Place message) {
  co_return co_await deps_.intake.write(one(ChatMessageDeleted{message.room, message.message}));
}

asio::awaitable<Result<Done>> ConsolePlatform::pin(Delivery /*d*/, Place message) {
  co_return co_await deps_.intake.write(one(ChatMessagePinned{message.room, message.message}));
}

asio::awaitable<Result<Done>> ConsolePlatform::bookmark(Delivery /*d*/, Place room, std::string title,
                                                        std::string link) {
  co_return co_await deps_.intake.write(one(ChatBookmark{room.room, std::move(title), std::move(link)}));
}

asio::awaitable<Result<Done>> ConsolePlatform::react(Delivery /*d*/, Place message, std::string emoji,
                                                     bool add) {
  co_return co_await deps_.intake.write(
      one(ChatReaction{message.room, message.message, std::move(emoji), PersonId{"muster"}, add}));
}

asio::awaitable<Result<MessageSnapshot>> ConsolePlatform::fetch(Delivery /*d*/, Place message) {
  MUSTER_CO_TRY(const auto row, co_await deps_.reader.read([message](Reader& reader) {
    return reader.chat_message(message.room, message.message);
  }));
  if (!row || row->deleted) co_return fail(ErrorKind::not_found, "The message is no longer there.");
  MessageSnapshot snapshot;
  snapshot.text = chat_content_text(row->content);
  snapshot.at = row->at;
  // The id of a stranger is "console:<user>", of a configured person it is the id itself.
  if (!row->author.empty()) {
    const std::string& id = row->author.value;
    snapshot.author =
        Identity{std::string{kPlatform}, id.starts_with("console:") ? id.substr(8) : id, {}, false};
  }
  if (const std::string base = deps_.base_url(); !base.empty())
    snapshot.link = base + "/rooms/" + message.room;
  co_return snapshot;
}

asio::awaitable<Result<Done>> ConsolePlatform::share_file(Delivery d, Place room, std::string file_name,
                                                          std::string title, std::string content) {
  const Message message = document(file_name, title, content);
  co_return co_await deps_.intake.write(one(ChatMessageWritten{
      room.room, d.key, room.thread, {}, deps_.clock.now(), chat_content(message, People{})}));
}

asio::awaitable<Result<Place>> ConsolePlatform::find_room(std::string wanted) {
  if (wanted.starts_with('#')) wanted.erase(0, 1);
  MUSTER_CO_TRY(std::string room, co_await deps_.reader.read(
                                      [wanted](Reader& reader) { return reader.chat_room_called(wanted); }));
  if (!room.empty()) co_return Place{std::string{kPlatform}, std::move(room), {}, {}};
  co_return fail(ErrorKind::not_found,
                 "The console has no room named " + wanted + ". It always has `incidents`.");
}

}  // namespace muster::console
