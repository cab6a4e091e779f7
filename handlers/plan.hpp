// Plan: collects what a decision does to one incident, in order, so that a handler reads like what it
// promises.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/domain/command.hpp"

namespace muster {

class Plan {
 public:
  // For the incident the command is about.
  explicit Plan(const Context& ctx) : Plan(ctx, *ctx.incident) {}
  Plan(const Context& ctx, const Incident& incident);
  // For the operations log: what is said of it goes to the announce rooms.
  static Plan outside(const Context& ctx);
  // For an incident that begins with this decision.
  Plan(const Context& ctx, IncidentNumber number, const IncidentDeclared& declared);

  // Adds an event and gives the sequence number it will have.
  Seq record(EventBody body, std::optional<Time> occurred_at = std::nullopt);

  // Adds an event of the operations log.
  void log(EventBody body, std::optional<Time> occurred_at = std::nullopt);

  void promise(const std::string& platform, EffectBody body);
  // Says in the incident's rooms on the other chats what was put on the timeline here. The console shows the
  // timeline beside its rooms and needs no telling.
  void relay(Seq about);
  void promise_everywhere(const EffectBody& body);        // on every chat in use
  void tell_room(const std::string& wording, Seq about);  // in the incident's room on every chat
  void announce(const std::string& wording,
                Seq about);  // announce rooms; nothing for a private incident or a test
  // The message whose button was pressed says from now on what became of it.
  void answer_in_place(const std::string& wording, Seq about);
  void add_alert_card();  // of the group of alerts counted last, in the incident's room
  void announce_card();   // the card in the announce rooms, under the same rule
  // Direct message, on the chat where the person is: the outside chat if they have an identity there, else
  // the console.
  void tell(const PersonId& person, const std::string& wording, Seq about);
  void tell_followers(const Incident& incident, const std::string& wording, Seq about);
  void invite(const std::vector<PersonId>& people);
  void put_out(const std::vector<PersonId>& people);  // of the incident's room, where they may be in it

  [[nodiscard]] Seq last_seq() const { return last_seq_; }
  [[nodiscard]] Decision done(std::string say, std::optional<View> view = std::nullopt);

 private:
  struct Outside {};
  Plan(const Context& ctx, Outside) : ctx_{ctx}, announced_{true}, last_seq_{ctx.operations.last_seq} {}
  [[nodiscard]] std::vector<PersonId> those_on(const std::string& platform,
                                               const std::vector<PersonId>& people) const;

  const Context& ctx_;
  IncidentNumber number_;
  bool announced_;  // may be spoken of in the announce rooms
  Seq last_seq_ = 0;
  std::size_t alert_cards_ = 0;
  Decision decision_;
};

// Chats of ctx on which this person can be reached, best first; the console always counts.
[[nodiscard]] std::vector<std::string> chats_of(const PersonId& person, const Context& ctx);

// A direct message about an event of the operations log, before there is an incident. Not on the chat `avoid`
// when the person has another.
void tell_outside(Decision& decision, const PersonId& person, const std::string& wording, Seq about,
                  const Context& ctx, const std::string& avoid = {});

// The asking person's time zone, empty when unknown.
[[nodiscard]] std::string zone_of(const Context& ctx);

// "@{ann}": a mention in Reply::say.
[[nodiscard]] std::string mention(const PersonId& person);

// The person a word names, or a refusal that says how to name one.
[[nodiscard]] std::expected<PersonId, Refusal> person_named(const std::string& word, const Context& ctx,
                                                            const std::string& field);

// Services by id, checked against the catalogue when there is one.
[[nodiscard]] std::expected<std::vector<std::string>, Refusal> services_named(const std::string& list,
                                                                              const Context& ctx,
                                                                              const std::string& field);

// What one types for a role: "ic".
[[nodiscard]] std::string role_word(const RoleRule& rule);

// "There is no role "boss"." and the ones there are, by name and by what one types.
[[nodiscard]] std::unexpected<Refusal> unknown_role(const std::string& word, const Policy& policy);

// "a, b or c".
[[nodiscard]] std::string one_of(const std::vector<std::string>& words);

// Only a view, nothing happens.
[[nodiscard]] Decision show(View view, std::string say = {});

}  // namespace muster
