#include "integrations/slack/rooms.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "bot/domain/consequences.hpp"
#include "bot/net/digest.hpp"
#include "bot/text/utf16.hpp"
#include "integrations/slack/ids.hpp"
#include "integrations/slack/mrkdwn.hpp"

namespace muster::slack {
namespace {

constexpr std::size_t kBaseName = 74;     // leaves room for a suffix within 80
constexpr std::size_t kTopicUnits = 240;  // of 250
constexpr std::size_t kInviteBatch = 100;
constexpr int kMostListed = 50;
constexpr std::chrono::minutes kFresh{1};  // so long it is taken for granted that nobody else reads along
constexpr std::chrono::seconds kLongestListing{10};

// Refusals that mean the person is in, or is muster itself.
bool is_in_already(const std::string& word) {
  return word == "already_in_channel" || word == "cant_invite_self";
}

std::string reason(const std::string& word) {
  if (word == "ura_max_channels" || word == "user_is_restricted") return "is a guest";
  if (word == "user_not_found" || word == "user_disabled" || word == "cant_invite")
    return "has no active account";
  if (word == "org_user_not_in_team" || word == "no_external_invite_permission")
    return "is not in this workspace";
  return word;
}

}  // namespace

RoomReceipt Rooms::receipt(const Channel& channel) {
  core_->incident_rooms.made(room_place(channel.id));
  return {room_place(channel.id), channel.name, permalink(core_->self, room_place(channel.id))};
}

asio::awaitable<Result<std::vector<Channel>>> Rooms::list(std::string method) {
  std::vector<Channel> all;
  std::string cursor;
  for (int page = 0; page < kMostListed; ++page) {
    net::FormFields fields{
        {"types", "public_channel,private_channel"}, {"exclude_archived", "true"}, {"limit", "900"}};
    if (!cursor.empty()) fields.emplace_back("cursor", cursor);
    MUSTER_CO_TRY(const ApiAnswer answer,
                  co_await core_->api->call(method, std::move(fields), {.repeatable = true}));
    for (Channel& channel : read_channels(answer)) all.push_back(std::move(channel));
    cursor = next_cursor(answer);
    if (cursor.empty()) break;
  }
  co_return all;
}

// The creator of a channel is in it, so the short list of our own channels is enough.
asio::awaitable<Result<std::optional<Channel>>> Rooms::created_before(std::string base) {
  MUSTER_CO_TRY(const std::vector<Channel> ours, co_await list("users.conversations"));
  for (const std::string& name : numbered_names(base)) {
    for (const Channel& channel : ours) {
      if (channel.name == name && channel.creator == core_->self.bot_user &&
          !core_->board.is_incident_room(room_place(channel.id)))
        co_return channel;
    }
  }
  co_return std::optional<Channel>{};
}

asio::awaitable<Result<RoomReceipt>> Rooms::open(Delivery d, std::string name, bool is_private) {
  const std::string base = channel_name(name, kBaseName);
  if (d.uncertain) {
    MUSTER_CO_CHECK(known(*core_));
    MUSTER_CO_TRY(const auto before, co_await created_before(base));
    if (before) co_return receipt(*before);
  }
  std::vector<std::string> names = numbered_names(base);
  names.push_back(base + "-" + net::random_hex(2));
  for (const std::string& wanted : names) {
    MUSTER_CO_TRY(const ApiAnswer answer,
                  co_await core_->api->call("conversations.create",
                                            {{"name", wanted}, {"is_private", is_private ? "true" : "false"}},
                                            {.tolerated = {"name_taken"}}));
    if (answer.error == "name_taken") continue;
    const std::vector<Channel> made = read_channels(answer);
    if (made.empty() || made.front().id.empty()) {
      co_return fail(ErrorKind::timeout, "Slack's answer names no channel.",
                     "conversations.create: no channel.id");
    }
    co_return receipt(made.front());
  }
  co_return fail(ErrorKind::conflict, "Every name like #" + base + " is taken in Slack.");
}

// Adds to `refused` who could not be invited, in words.
asio::awaitable<Result<Done>> Rooms::invite_some(Place room, std::vector<Person> people,
                                                 std::vector<std::string>& refused) {
  std::string users;
  std::map<std::string, std::string> names;
  for (const Person& person : people) {
    const std::string user = person.identities.at(std::string{kPlatform});
    users += (users.empty() ? "" : ",") + user;
    names[user] = person.name;
  }
  // These words come with a list of who and why; without the list the word is about everybody.
  static const std::vector<std::string_view> kPersonal = {
      "already_in_channel",   "cant_invite",
      "cant_invite_self",     "ura_max_channels",
      "user_is_restricted",   "user_not_found",
      "org_user_not_in_team", "no_external_invite_permission",
      "user_disabled",        "invitee_cant_see_channel"};
  MUSTER_CO_TRY(const ApiAnswer answer,
                co_await core_->api->call("conversations.invite",
                                          {{"channel", room.room}, {"users", users}, {"force", "true"}},
                                          {.tolerated = kPersonal}));
  std::vector<Refused> list = read_refused(answer);
  if (list.empty() && !answer.error.empty()) {
    for (const auto& [user, name] : names) list.push_back({user, answer.error});
  }
  for (const Refused& one : list) {
    if (is_in_already(one.word)) continue;
    const auto name = names.find(one.user);
    refused.push_back((name == names.end() ? one.user : name->second) + " " + reason(one.word));
  }
  co_return Done{};
}

asio::awaitable<Result<Done>> Rooms::invite(Place room, std::vector<Person> people) {
  std::vector<std::string> refused;
  std::vector<Person> known;
  for (Person& person : people) {
    const auto identity = person.identities.find(std::string{kPlatform});
    if (identity == person.identities.end() || identity->second.empty()) {
      refused.push_back(person.name + " has no Slack account that muster knows");
    } else {
      known.push_back(std::move(person));
    }
  }
  for (std::size_t at = 0; at < known.size(); at += kInviteBatch) {
    const std::size_t end = std::min(at + kInviteBatch, known.size());
    std::vector<Person> some(known.begin() + static_cast<std::ptrdiff_t>(at),
                             known.begin() + static_cast<std::ptrdiff_t>(end));
    MUSTER_CO_CHECK(co_await invite_some(room, std::move(some), refused));
  }
  if (refused.empty()) co_return Done{};
  std::string words = "Not invited:";
  for (const std::string& one : refused) words += " " + one + (&one == &refused.back() ? "." : ",");
  co_return fail(ErrorKind::rejected, words,
                 "conversations.invite: " + std::to_string(refused.size()) + " refused");
}

asio::awaitable<Result<Done>> Rooms::remove(Place room, std::vector<Person> people) {
  // Out already, gone from the workspace, or muster itself, which has to stay.
  static const std::vector<std::string_view> kFine = {"not_in_channel", "user_not_found", "cant_kick_self"};
  std::string staying;
  for (const Person& person : people) {
    const auto identity = person.identities.find(std::string{kPlatform});
    if (identity == person.identities.end() || identity->second.empty()) continue;  // never was in it
    const auto kicked =
        co_await core_->api->call("conversations.kick", {{"channel", room.room}, {"user", identity->second}},
                                  {.tolerated = kFine, .repeatable = true});
    if (kicked) continue;
    if (worth_retrying(kicked.error().kind)) co_return std::unexpected(kicked.error());
    staying += (staying.empty() ? "" : ", ") + person.name + " (" + kicked.error().say + ")";
  }
  if (staying.empty()) co_return Done{};
  co_return fail(ErrorKind::rejected, "Still in the room, so remove them by hand: " + staying,
                 "conversations.kick: refused");
}

asio::awaitable<Result<Done>> Rooms::set_topic(Place room, std::string topic) {
  MUSTER_CO_TRY(
      const ApiAnswer answer,
      co_await core_->api->call("conversations.setTopic",
                                {{"channel", room.room}, {"topic", utf16_shorten(topic, kTopicUnits)}},
                                {.repeatable = true}));
  (void)answer;
  co_return Done{};
}

bool Rooms::is_usable(const Channel& channel) const {
  return core_->allow_external || !channel.is_shared_outside;
}

void Rooms::learn(const std::vector<Channel>& channels) {
  for (const Channel& channel : channels) {
    usable_.erase(channel.id);
    by_name_.erase(channel.name);
    if (!is_usable(channel)) continue;
    by_name_[channel.name] = channel.id;
    usable_[channel.id] = core_->clock.now();
  }
}

bool Rooms::is_known_usable(const std::string& id) const {
  const auto seen = usable_.find(id);
  const Time now = core_->clock.now();
  return seen != usable_.end() && seen->second <= now && now - seen->second < kFresh;
}

asio::awaitable<Result<std::vector<Channel>>> Rooms::list_and_learn(std::string method) {
  const auto listing =
      std::make_shared<asio::steady_timer>(co_await asio::this_coro::executor, kLongestListing);
  listing_ = listing;
  listed_ = core_->clock.now();
  auto channels = co_await list(std::move(method));
  if (channels) learn(*channels);
  if (listing_ == listing) listing_.reset();
  listing->cancel();
  co_return channels;
}

// An update for a thousand rooms asks for all of them at once, and Slack answers fifty questions a minute:
// one lists what muster is in, the others wait for that.
asio::awaitable<void> Rooms::wait_for_listing() {
  if (const auto other = listing_) co_await other->async_wait(asio::as_tuple(asio::use_awaitable));
}

asio::awaitable<Result<Place>> Rooms::find(std::string wanted) {
  co_await wait_for_listing();
  const std::unexpected<Error> shared =
      fail(ErrorKind::forbidden,
           wanted +
               " is shared with another organisation, which would read along. Choose another "
               "channel, or set slack.allow_external.");
  if (is_channel_id(wanted)) {
    // What muster is not in is asked for one by one.
    if (!is_known_usable(wanted) && core_->clock.now() - listed_ >= kFresh)
      (void)co_await list_and_learn("users.conversations");
    if (is_known_usable(wanted)) co_return room_place(wanted);
    MUSTER_CO_TRY(
        const ApiAnswer answer,
        co_await core_->api->call("conversations.info", {{"channel", wanted}}, {.repeatable = true}));
    const std::vector<Channel> found = read_channels(answer);
    if (!found.empty() && !is_usable(found.front())) co_return shared;
    learn(found);
    co_return room_place(wanted);
  }
  const std::string name = wanted.starts_with('#') ? wanted.substr(1) : wanted;
  for (const char* method : {"users.conversations", "conversations.list"}) {
    if (const auto known = by_name_.find(name); known != by_name_.end()) co_return room_place(known->second);
    MUSTER_CO_TRY(const std::vector<Channel> channels, co_await list_and_learn(method));
    const auto found = std::ranges::find(channels, name, &Channel::name);
    if (found != channels.end()) co_return is_usable(*found) ? Result<Place>{room_place(found->id)} : shared;
  }
  co_return fail(ErrorKind::not_found,
                 "There is no Slack channel #" + name +
                     " that muster can see. Create it, or invite muster if it is private.");
}

}  // namespace muster::slack
