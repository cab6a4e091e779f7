#include "bot/runtime/pile.hpp"

#include <algorithm>
#include <optional>

#include "bot/base/contains.hpp"
#include "bot/text/wordings.hpp"

namespace muster {

namespace {

constexpr std::chrono::minutes kLate{5};
constexpr std::size_t kMany = 3;

struct Waiting {
  Destination to;
  std::vector<Seq> about;
};

// Nothing when the row is not a message to a room that only tells: what asks for something is said as it is,
// if it still holds when its turn comes.
std::optional<Waiting> waiting(const OutboxRow& row) {
  if (row.attempt > 0 || row.incident == kOperations) return std::nullopt;
  if (const auto* post = std::get_if<PostMessage>(&row.effect.body)) {
    if (post->to.to == To::incident_room && only_tells(post->wording))
      return Waiting{post->to, {post->about}};
  }
  if (const auto* before = std::get_if<PostCatchup>(&row.effect.body))
    return Waiting{before->to, before->about};
  return std::nullopt;
}

}  // namespace

std::vector<MessagesPiledUp> piled_up(const std::list<OutboxRow>& lane, Time now) {
  struct Pile {
    MessagesPiledUp messages;
    Time oldest{};
  };
  std::vector<Pile> piles;
  for (const OutboxRow& row : lane) {
    const auto waits = waiting(row);
    if (!waits) continue;
    auto pile = std::ranges::find_if(piles, [&](const Pile& known) {
      return known.messages.incident == row.incident && known.messages.to == waits->to;
    });
    if (pile == piles.end()) {
      // Never tried: it may be sent since it was promised.
      piles.push_back({{row.incident, row.effect.platform, waits->to, {}, {}}, row.not_before});
      pile = std::prev(piles.end());
    }
    for (const Seq seq : waits->about) {
      if (!contains(pile->messages.about, seq)) pile->messages.about.push_back(seq);
    }
    pile->messages.keys.push_back(row.key);
  }
  std::vector<MessagesPiledUp> found;
  for (Pile& pile : piles) {
    if (pile.messages.keys.size() >= kMany && now - pile.oldest >= kLate)
      found.push_back(std::move(pile.messages));
  }
  return found;
}

}  // namespace muster
