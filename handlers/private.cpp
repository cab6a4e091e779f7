// private: from now on only members know of the incident. A chat room that was public is replaced, since
// chats cannot make one private afterwards for us.
#include <array>

#include "handlers/commands.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

// Takes somebody off a private incident, and out of its rooms.
Outcome remove(const std::string& word, const std::string& reason, const Context& ctx) {
  const Incident& incident = *ctx.incident;
  if (incident.visibility != Visibility::private_) {
    return refuse("not_private",
                  to_string(incident.number) + " is public: everybody sees it. First: private");
  }
  const auto who = person_named(word, ctx, "remove");
  if (!who) return std::unexpected(who.error());
  if (!incident.has_member(*who))
    return refuse("not_on_it", mention(*who) + " is not on " + to_string(incident.number), "remove");
  if (incident.members.size() == 1)
    return refuse("last_member", "Somebody has to stay: " + mention(*who) + " is the only one on it",
                  "remove");
  Plan plan{ctx};
  for (const auto& [role, holder] : incident.roles) {
    if (holder == *who) plan.record(RoleReleased{role, *who});
  }
  plan.record(PersonReleased{*who, reason, true});
  plan.put_out({*who});
  return plan.done(mention(*who) + " is off " + to_string(incident.number) +
                   ", sees it no more and is put out of its room.");
}

Outcome handle(const Request& request, const Context& ctx) {
  const Incident& incident = *ctx.incident;
  if (const std::string word = request.option("remove"); !word.empty())
    return remove(word, request.text, ctx);
  if (incident.visibility == Visibility::private_) {
    return show(ShowIncident{incident.number}, to_string(incident.number) + " is private already.");
  }
  if (request.text.empty() && !request.from_dialog) return show(OpenDialog{"private", incident.number, {}});
  Plan plan{ctx};
  plan.record(VisibilityChanged{Visibility::private_, {ctx.actor.person()}});
  for (const auto& [audience, promise] : incident.promises)
    plan.record(PromiseMoved{audience, std::nullopt, ""});
  for (const auto& [name, at] : incident.cards) {
    if (!name.ends_with("/announcement")) plan.promise(at.platform, DeleteMessage{at});
  }
  plan.promise_everywhere(OpenRoom{room_name(incident.number, incident.title, true, ctx.policy), true});
  plan.promise_everywhere(PostCard{"room", {To::incident_room, ""}});
  std::vector<PersonId> invited = incident.members;
  if (!incident.has_member(ctx.actor.person())) invited.push_back(ctx.actor.person());
  plan.invite(invited);
  plan.promise_everywhere(SetTopic{});
  return plan.done(
      to_string(incident.number) +
      " is private now. Its members are invited to a new private room. muster takes its cards out of the old "
      "room; "
      "whatever else was said there and in the announcements stays readable, so delete what must not be.");
}

constexpr std::array<std::string_view, 1> kAliases = {"restrict"};

}  // namespace

const CommandSpec kPrivateCommand{"private",
                                  kAliases,
                                  "private [now | --remove @person [why]]",
                                  "Hide the incident from everybody who is not on it",
                                  "private",
                                  true,
                                  true,
                                  handle};

}  // namespace muster
