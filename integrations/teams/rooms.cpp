#include "integrations/teams/rooms.hpp"

#include <algorithm>

#include "bot/base/ascii.hpp"
#include "bot/base/log.hpp"
#include "bot/base/utf8.hpp"
#include "bot/domain/consequences.hpp"
#include "bot/domain/grammar.hpp"
#include "integrations/teams/messages.hpp"

namespace muster::teams {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::minutes kProvisioning{1};
constexpr std::chrono::minutes kMembersFresh{5};
constexpr std::chrono::hours kCall{4};
constexpr std::string_view kCallTab = "Call";
constexpr std::size_t kTabChars = 120;  // of 128

Message room_headline(const std::string& name, const std::string& topic) {
  Message message{{Heading{name}}};
  if (!topic.empty()) message.blocks.emplace_back(Aside{{Plain{topic}}});
  return message;
}

// Why the tenant makes no channel, and a thread is better than no room.
bool refuses_channels(ErrorKind kind) {
  return kind == ErrorKind::forbidden || kind == ErrorKind::rejected || kind == ErrorKind::invalid;
}

}  // namespace

bool Rooms::is_new(const Place& room) const {
  const auto found = made_.find(split_conversation(room.room).base);
  return found != made_.end() && steady_now() - found->second < kProvisioning;
}

asio::awaitable<Result<RoomReceipt>> Rooms::open(Delivery d, std::string name, bool is_private) {
  if (is_private) {
    co_return fail(ErrorKind::rejected,
                   "Teams lets no bot into private channels, so a private incident has no room there. It is "
                   "run in the console.");
  }
  if (core_->config.rooms == RoomKind::threads) co_return co_await open_thread(std::move(d), std::move(name));
  auto opened = co_await open_channel(d, name);
  const bool may_thread = !opened && refuses_channels(opened.error().kind) && !core_->config.channel.empty();
  if (!may_thread) co_return opened;
  log_warn("Teams made no channel; the incident gets a thread", {{"detail", opened.error().detail}});
  co_return co_await open_thread(std::move(d), std::move(name));
}

asio::awaitable<Result<RoomReceipt>> Rooms::open_channel(Delivery d, std::string name) {
  const std::string base = channel_name(name);
  if (d.uncertain) {
    MUSTER_CO_TRY(const std::vector<Channel> all, co_await core_->graph->channels());
    for (const std::string& wanted : numbered_names(base)) {
      for (const Channel& channel : all) {
        if (channel.name == wanted && channel.description == card_mark(d.key))
          co_return co_await made(channel, wanted, true);
      }
    }
  }
  for (const std::string& wanted : numbered_names(base)) {
    // The mark stays until the first topic: by it a channel of a lost answer is known again.
    auto channel = co_await core_->graph->create_channel(wanted, card_mark(d.key));
    if (channel) co_return co_await made(*std::move(channel), wanted, false);
    if (channel.error().kind != ErrorKind::conflict) co_return std::unexpected(std::move(channel).error());
  }
  co_return fail(ErrorKind::conflict, "Every name like " + base + " is taken in the team.");
}

asio::awaitable<Result<RoomReceipt>> Rooms::made(Channel channel, std::string name, bool is_found) {
  made_[channel.id] = steady_now();
  if (!core_->config.organizer.empty() && !is_found) co_await arrange_call(channel);
  core_->incident_rooms.made(room_place(channel.id));
  co_return RoomReceipt{room_place(channel.id), name, channel_link(core_->tenant(), channel.id, name)};
}

// A call to join is worth having, and no reason to go without a room.
asio::awaitable<void> Rooms::arrange_call(Channel channel) {
  const Time now = core_->clock.now();
  const auto link =
      co_await core_->graph->create_meeting(core_->config.organizer, channel.name, now, now + kCall);
  const Result<Done> added = link ? co_await core_->graph->add_tab(channel.id, std::string{kCallTab}, *link)
                                  : Result<Done>{std::unexpected(link.error())};
  if (!added) log_warn("An incident's channel has no call", {{"detail", added.error().detail}});
}

asio::awaitable<Result<RoomReceipt>> Rooms::open_thread(Delivery d, std::string name) {
  MUSTER_CO_TRY(const Place channel, co_await find(core_->config.channel));
  MUSTER_CO_TRY(const Place root, co_await post(core_, std::move(d), channel, room_headline(name, "")));
  const Place room = room_place(thread_of(channel.room, root.message));
  core_->incident_rooms.made(room);
  co_return RoomReceipt{room, name, message_link(core_->tenant(), root)};
}

asio::awaitable<Result<std::set<std::string>>> Rooms::team_members() {
  if (members_.empty() || steady_now() - members_read_ > kMembersFresh) {
    MUSTER_CO_TRY(const std::vector<std::string> all, co_await core_->graph->members());
    members_ = {all.begin(), all.end()};
    members_read_ = steady_now();
  }
  co_return members_;
}

asio::awaitable<Result<Done>> Rooms::invite(Delivery d, Place room, std::vector<Person> people) {
  // Without the list everybody is mentioned; Teams shows it to those who can read it.
  const auto members = co_await team_members();
  Line line{Plain{"On the incident: "}};
  std::string missing;
  for (const Person& person : people) {
    const auto identity = person.identities.find(std::string{kPlatform});
    const bool is_there = identity != person.identities.end() &&
                          (!members || members->empty() || members->contains(identity->second));
    if (!is_there) {
      missing += (missing.empty() ? "" : ", ") + person.name;
      continue;
    }
    if (line.size() > 1) line.emplace_back(Plain{", "});
    line.emplace_back(PersonMention{person.id, person.name});
  }
  if (line.size() > 1) {
    MUSTER_CO_TRY(const Place said, co_await post(core_, std::move(d), std::move(room),
                                                  Message{{Paragraph{{std::move(line)}}}}));
    (void)said;
  }
  if (missing.empty()) co_return Done{};
  co_return fail(ErrorKind::rejected, "Not in the team, so add them in Teams: " + missing + ".",
                 "invite: not members of the team");
}

asio::awaitable<Result<Done>> Rooms::set_topic(Delivery d, Place room, std::string topic) {
  const Conversation where = split_conversation(room.room);
  if (where.root.empty()) co_return co_await core_->graph->describe(where.base, std::move(topic));
  // A thread has no topic; its first message shows it.
  const auto incident = core_->board.find(d.incident);
  const auto known =
      incident ? incident->rooms.find(std::string{kPlatform}) : decltype(incident->rooms.find("")){};
  const std::string name = incident && known != incident->rooms.end() ? known->second.name : "";
  const Place root{room.platform, where.base, where.root, ""};
  co_return co_await edit(core_, std::move(d), root, room_headline(name, topic));
}

asio::awaitable<Result<Done>> Rooms::bookmark(Delivery d, Place room, std::string title, std::string link) {
  const Conversation where = split_conversation(room.room);
  // A thread has no tabs; its card links to the same page. Tabs show pages of https only.
  if (!where.root.empty() || !link.starts_with("https://")) co_return Done{};
  title = shorten(title, kTabChars);
  if (d.uncertain) {
    MUSTER_CO_TRY(const std::vector<Tab> all, co_await core_->graph->tabs(where.base));
    if (std::ranges::find(all, title, &Tab::name) != all.end()) co_return Done{};
  }
  co_return co_await core_->graph->add_tab(where.base, std::move(title), std::move(link));
}

asio::awaitable<Result<Place>> Rooms::find(std::string wanted) {
  if (is_channel_id(wanted)) co_return room_place(std::move(wanted));
  const std::string name = wanted.starts_with('#') ? wanted.substr(1) : wanted;
  if (const auto known = by_name_.find(lower(name)); known != by_name_.end())
    co_return room_place(known->second);
  if (!core_->graph->has_team())
    co_return fail(ErrorKind::not_found, "Without microsoft_teams.team a channel is named by its id (19:…).");
  MUSTER_CO_TRY(const std::vector<Channel> all, co_await core_->graph->channels());
  for (const Channel& channel : all) by_name_[lower(channel.name)] = channel.id;
  const auto found = by_name_.find(lower(name));
  if (found != by_name_.end()) co_return room_place(found->second);
  co_return fail(ErrorKind::not_found,
                 "The team has no channel called " + name +
                     ". Make it in Teams, or write another name or the channel's id (19:…).");
}

}  // namespace muster::teams
