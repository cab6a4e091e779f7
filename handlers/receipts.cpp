// Answers to what we sent: rooms and cards get their place, fetched messages are captured, failures are said
// aloud.
#include "bot/base/contains.hpp"
#include "bot/base/utf8.hpp"
#include "handlers/happenings.hpp"
#include "handlers/paging.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

Decision capture(const FetchMessage& asked, const EffectDelivered& delivered, const Incident& incident,
                 const Context& ctx) {
  for (const auto& [place, seq] : incident.captured) {
    if (same_message(place, asked.message)) return Decision{};  // pinned twice
  }
  for (const auto& [place, seq] : incident.withdrawn) {
    // The pin was taken away while the message was on its way.
    if (same_message(place, asked.message) && seq > asked.asked_after) return Decision{};
  }
  MessageCaptured captured;
  captured.message = asked.message;
  captured.text = clean_text(delivered.fetched.text, true);
  captured.files = delivered.fetched.files;
  captured.link = delivered.fetched.link;
  if (delivered.fetched.author) {
    const Identity& author = *delivered.fetched.author;
    const Person* person = ctx.people.find_identity(author.platform, author.user);
    captured.author = person == nullptr ? PersonId{author.platform + ":" + author.user} : person->id;
  }
  Context as_asker = ctx;
  as_asker.actor = actor(asked.asked_by);
  as_asker.source = delivered.platform;
  Plan plan{as_asker, incident};
  plan.relay(plan.record(std::move(captured), delivered.fetched.at));
  plan.promise(delivered.platform, React{asked.message, "white_check_mark", true});
  return plan.done("");
}

Decision card_posted(const PostCard& card, const EffectDelivered& delivered, const Incident& incident,
                     const Context& ctx) {
  Plan plan{ctx, incident};
  // It became private while the card was on its way into the public room.
  const bool is_hidden = incident.visibility == Visibility::private_ && card.card != "announcement";
  if (is_hidden && !is_its_room(incident, delivered.at)) {
    plan.promise(delivered.platform, DeleteMessage{delivered.at});
    return plan.done("");
  }
  plan.record(CardPosted{card.card, delivered.at});
  if (card.card == "room") plan.promise(delivered.platform, PinMessage{delivered.at});
  // What changed between rendering and this receipt is not on the card yet.
  if (incident.last_seq > delivered.rendered_at) plan.promise(delivered.platform, RefreshCard{card.card});
  return plan.done("");
}

// A card that can no longer be edited (somebody deleted it) is posted anew. Until that succeeds it is
// nowhere, so that it fails once and not at each change.
Decision card_lost(const RefreshCard& card, const EffectGivenUp& given_up, const Incident& incident,
                   const Context& ctx) {
  if (!incident.cards.contains(given_up.platform + "/" + card.card)) return Decision{};
  Plan plan{ctx, incident};
  plan.record(CardPosted{card.card, Place{given_up.platform, "", "", ""}});
  const bool in_room = card.card != "announcement";
  if (in_room) plan.promise(given_up.platform, PostCard{card.card, {To::incident_room, ""}});
  if (!in_room && incident.visibility == Visibility::public_)
    plan.promise(given_up.platform, PostCard{card.card, {To::announcements, ""}});
  return plan.done("");
}

}  // namespace

Outcome on_delivered(const EffectDelivered& delivered, const Context& ctx) {
  if (const auto* sent = std::get_if<SendPage>(&delivered.effect))
    return page_went_out(*sent, delivered, ctx);
  const Incident* incident = ctx.incidents.find(delivered.incident);
  if (incident == nullptr) return Decision{};
  if (const auto* open = std::get_if<OpenRoom>(&delivered.effect)) {
    // It became private while a public room was being opened: that one is nobody's.
    if (!open->is_private && incident->visibility == Visibility::private_) return Decision{};
    Plan plan{ctx, *incident};
    plan.record(RoomOpened{delivered.at, delivered.name, delivered.link});
    // Announcement cards are out already on some chats; now they can name the room.
    return plan.done("");
  }
  if (const auto* card = std::get_if<PostCard>(&delivered.effect))
    return card_posted(*card, delivered, *incident, ctx);
  if (const auto* asked = std::get_if<FetchMessage>(&delivered.effect))
    return capture(*asked, delivered, *incident, ctx);
  return Decision{};
}

// A page sent before any incident did not get through: whoever sent it is told, on another chat if there is
// one.
Outcome page_lost(const PostMessage& post, const EffectGivenUp& given_up, const Context& ctx) {
  Decision decision;
  decision.events.push_back(
      {kOperations,
       EffectFailed{given_up.key, std::string{PostMessage::kType}, platform_title(given_up.platform),
                    given_up.error, given_up.possible_duplicate},
       std::nullopt});
  for (const PageRecord& page : ctx.operations.pages) {
    const bool theirs = contains(page.people, PersonId{post.to.id}) && !page.acknowledged_at;
    if (!theirs || post.wording != "page_alone") continue;
    tell_outside(decision, page.by.person(), "page_lost", ctx.operations.last_seq + 1, ctx,
                 given_up.platform);
  }
  return decision;
}

// Whoever wanted the report in a room is told that it is not there.
Outcome report_lost(const PostReport& report, const EffectGivenUp& given_up, const Context& ctx) {
  Decision decision;
  decision.events.push_back(
      {kOperations,
       EffectFailed{given_up.key, std::string{PostReport::kType}, platform_title(given_up.platform),
                    given_up.error, given_up.possible_duplicate},
       std::nullopt});
  tell_outside(decision, report.asked_by, "report_lost", ctx.operations.last_seq + 1, ctx);
  return decision;
}

// A chat that comes back hears once what it missed, not everything that waited for it.
Outcome on_piled_up(const MessagesPiledUp& piled) {
  Decision decision;
  decision.effects.emplace_back(piled.incident, Effect{piled.platform, PostCatchup{piled.to, piled.about}});
  return decision;
}

Outcome on_given_up(const EffectGivenUp& given_up, const Context& ctx) {
  if (std::holds_alternative<EditMessage>(given_up.effect)) return Decision{};
  if (const auto* report = std::get_if<PostReport>(&given_up.effect))
    return report_lost(*report, given_up, ctx);
  if (const auto* sent = std::get_if<SendPage>(&given_up.effect)) return page_did_not(*sent, given_up, ctx);
  const auto* lone = std::get_if<PostMessage>(&given_up.effect);
  if (given_up.incident == kOperations && lone != nullptr) return page_lost(*lone, given_up, ctx);
  const Incident* incident = ctx.incidents.find(given_up.incident);
  if (incident == nullptr) return Decision{};
  if (const auto* card = std::get_if<RefreshCard>(&given_up.effect))
    return card_lost(*card, given_up, *incident, ctx);
  Plan plan{ctx, *incident};
  const Seq failed = plan.record(EffectFailed{given_up.key, std::string{type_of(given_up.effect)},
                                              platform_title(given_up.platform), given_up.error,
                                              given_up.possible_duplicate});
  const auto* post = std::get_if<PostMessage>(&given_up.effect);
  const bool failing_notice = post != nullptr && post->wording == "effect_failed";
  // Said by the other chats, and in the same one when its room exists and it was not speaking there that
  // failed.
  for (const std::string& platform : ctx.platforms) {
    const bool same = platform == given_up.platform;
    const bool room_works = incident->rooms.contains(platform) && post == nullptr &&
                            !std::holds_alternative<PostCard>(given_up.effect) &&
                            !std::holds_alternative<OpenRoom>(given_up.effect);
    if (!failing_notice && (!same || room_works)) {
      plan.promise(platform, PostMessage{{To::incident_room, ""}, "effect_failed", failed});
    }
  }
  return plan.done("");
}

}  // namespace muster
