#include "handlers/plan.hpp"

#include "bot/base/ascii.hpp"
#include "bot/base/contains.hpp"
#include "bot/domain/grammar.hpp"

namespace muster {

namespace {

bool is_announced(Visibility visibility, Kind kind) {
  return visibility == Visibility::public_ && kind != Kind::test;
}

}  // namespace

Plan::Plan(const Context& ctx, const Incident& incident)
    : ctx_{ctx},
      number_{incident.number},
      announced_{is_announced(incident.visibility, incident.kind)},
      last_seq_{incident.last_seq},
      alert_cards_{incident.alert_groups.size()} {}

Plan::Plan(const Context& ctx, IncidentNumber number, const IncidentDeclared& declared)
    : ctx_{ctx}, number_{number}, announced_{is_announced(declared.visibility, declared.kind)} {}

Plan Plan::outside(const Context& ctx) {
  return Plan{ctx, Outside{}};
}

Seq Plan::record(EventBody body, std::optional<Time> occurred_at) {
  decision_.events.push_back({number_, std::move(body), occurred_at});
  return ++last_seq_;
}

void Plan::log(EventBody body, std::optional<Time> occurred_at) {
  if (number_ == kOperations) ++last_seq_;
  decision_.events.push_back({kOperations, std::move(body), occurred_at});
}

void Plan::promise(const std::string& platform, EffectBody body) {
  decision_.effects.emplace_back(number_, Effect{platform, std::move(body)});
}

void Plan::relay(Seq about) {
  for (const std::string& platform : ctx_.platforms) {
    if (platform == "console" || platform == ctx_.source) continue;
    promise(platform, PostMessage{{To::incident_room, ""}, "captured", about});
  }
}

void Plan::promise_everywhere(const EffectBody& body) {
  for (const std::string& platform : ctx_.platforms) promise(platform, body);
}

void Plan::tell_room(const std::string& wording, Seq about) {
  const To where = number_ == kOperations ? To::announcements : To::incident_room;
  promise_everywhere(PostMessage{{where, ""}, wording, about});
}

void Plan::announce(const std::string& wording, Seq about) {
  if (!announced_) return;
  promise_everywhere(PostMessage{{To::announcements, ""}, wording, about});
}

void Plan::add_alert_card() {
  promise_everywhere(PostCard{"alerts/" + std::to_string(++alert_cards_), {To::incident_room, ""}});
}

void Plan::answer_in_place(const std::string& wording, Seq about) {
  if (ctx_.pressed) promise(ctx_.place.platform, EditMessage{ctx_.place, wording, about});
}

void Plan::announce_card() {
  if (announced_) promise_everywhere(PostCard{"announcement", {To::announcements, ""}});
}

void Plan::tell(const PersonId& person, const std::string& wording, Seq about) {
  const std::vector<std::string> chats = chats_of(person, ctx_);
  if (!chats.empty()) promise(chats.front(), PostMessage{{To::person, person.value}, wording, about});
}

void Plan::tell_followers(const Incident& incident, const std::string& wording, Seq about) {
  for (const PersonId& person : incident.followers) {
    if (may_see(incident, person, ctx_.policy.auditors)) tell(person, wording, about);
  }
}

void Plan::invite(const std::vector<PersonId>& people) {
  for (const std::string& platform : ctx_.platforms) {
    std::vector<PersonId> there = those_on(platform, people);
    if (!there.empty()) promise(platform, InvitePeople{std::move(there)});
  }
}

void Plan::put_out(const std::vector<PersonId>& people) {
  for (const std::string& platform : ctx_.platforms) {
    std::vector<PersonId> there = those_on(platform, people);
    if (!there.empty()) promise(platform, RemovePeople{std::move(there)});
  }
}

std::vector<PersonId> Plan::those_on(const std::string& platform, const std::vector<PersonId>& people) const {
  std::vector<PersonId> there;
  for (const PersonId& person : people) {
    if (contains(chats_of(person, ctx_), platform)) there.push_back(person);
  }
  return there;
}

Decision Plan::done(std::string say, std::optional<View> view) {
  decision_.reply = {std::move(say), std::move(view)};
  return std::move(decision_);
}

std::vector<std::string> chats_of(const PersonId& person, const Context& ctx) {
  std::vector<std::string> chats;
  for (const std::string& platform : ctx.platforms) {
    if (platform != "console" && !ctx.people.identity_of(person, platform).empty()) chats.push_back(platform);
  }
  if (contains(ctx.platforms, std::string{"console"})) chats.emplace_back("console");
  return chats;
}

void tell_outside(Decision& decision, const PersonId& person, const std::string& wording, Seq about,
                  const Context& ctx, const std::string& avoid) {
  std::vector<std::string> chats = chats_of(person, ctx);
  if (chats.size() > 1) std::erase(chats, avoid);
  if (person.empty() || chats.empty()) return;
  decision.effects.emplace_back(
      kOperations, Effect{chats.front(), PostMessage{{To::person, person.value}, wording, about}});
}

std::string zone_of(const Context& ctx) {
  const Person* person = ctx.people.find(ctx.actor.person());
  return person == nullptr ? std::string{} : person->zone;
}

std::string mention(const PersonId& person) {
  return "@{" + person.value + "}";
}

std::expected<PersonId, Refusal> person_named(const std::string& word, const Context& ctx,
                                              const std::string& field) {
  if (lower(word) == "me" && ctx.actor.kind == ActorKind::person) return ctx.actor.person();
  if (const Person* person = ctx.people.find_mention(word, ctx.source)) return person->id;
  std::vector<std::string> close;
  for (const Person* person : ctx.people.near_mention(word))
    close.push_back(person->name + " (@" + person->id.value + ")");
  std::string say = "I do not know \"" + word + "\". ";
  say += close.empty() ? "Mention the person with @" : "Did you mean " + one_of(close) + "?";
  return refuse("unknown_person", say, field);
}

std::expected<std::vector<std::string>, Refusal> services_named(const std::string& list, const Context& ctx,
                                                                const std::string& field) {
  std::vector<std::string> services;
  for (const std::string& word : split_list(list)) {
    const Service* known = ctx.policy.service(word);
    if (known == nullptr && !ctx.policy.services.empty()) {
      std::vector<std::string> ids;
      for (const Service& service : ctx.policy.services) ids.push_back(service.id);
      const std::vector<std::string> close = nearest(word, ids);
      return refuse("unknown_service",
                    "There is no service \"" + word + "\" in the catalogue. " +
                        (close.empty() ? "Known: " + one_of(ids) : "Did you mean " + one_of(close) + "?"),
                    field);
    }
    services.push_back(word);
  }
  return services;
}

std::string role_word(const RoleRule& rule) {
  return rule.aliases.empty() ? rule.id : rule.aliases.front();
}

std::unexpected<Refusal> unknown_role(const std::string& word, const Policy& policy) {
  std::vector<std::string> known;
  std::vector<std::string> words;
  for (const RoleRule& rule : policy.roles) {
    words.push_back(rule.name + " (" + role_word(rule) + ")");
    known.push_back(rule.id);
    known.insert(known.end(), rule.aliases.begin(), rule.aliases.end());
  }
  std::vector<std::string> close;
  for (const std::string& id : nearest(word, known)) {
    const RoleRule* rule = policy.role_named(id);
    const std::string meant = rule->name + " (" + role_word(*rule) + ")";
    if (!contains(close, meant)) close.push_back(meant);
  }
  return refuse("unknown_role",
                "There is no role \"" + word + "\". " +
                    (close.empty() ? "Roles: " + one_of(words) : "Did you mean " + one_of(close) + "?"),
                "role");
}

std::string one_of(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

Decision show(View view, std::string say) {
  Decision decision;
  decision.reply = {std::move(say), std::move(view)};
  return decision;
}

}  // namespace muster
