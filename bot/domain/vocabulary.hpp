// The words of the domain as types. docs/glossary.md explains each; scenarios name them the same way.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "bot/base/names.hpp"

namespace muster {

// INC-42 is IncidentNumber{42}. Numbers start at 1 and are never used twice; 0 means "none".
struct IncidentNumber {
  std::int64_t value = 0;
  friend auto operator<=>(IncidentNumber, IncidentNumber) = default;
  [[nodiscard]] bool exists() const { return value > 0; }
};
[[nodiscard]] std::string to_string(IncidentNumber number);  // "INC-42"

// Position of an event in its incident's timeline, from 1 without gaps.
using Seq = std::int64_t;

// Level 1 is the worst. Labels ("SEV1") come from Policy::severities.
struct Severity {
  int level = 0;
  friend auto operator<=>(Severity, Severity) = default;
  [[nodiscard]] bool worse_than(Severity other) const { return level < other.level; }
};

// A person muster knows: the key under `people` in muster.yaml, or "<platform>:<user id>" for somebody only
// met in chat.
struct PersonId {
  std::string value;
  friend auto operator<=>(const PersonId&, const PersonId&) = default;
  [[nodiscard]] bool empty() const { return value.empty(); }
};

// Role, audience, service and team ids are keys of muster.yaml, so they stay strings. Those the rules know by
// name:
inline constexpr std::string_view kIncidentCommander = "incident_commander";
inline constexpr std::string_view kOperationsLead = "operations_lead";
inline constexpr std::string_view kInternal = "internal";
inline constexpr std::string_view kPublic = "public";
inline constexpr std::string_view kRestricted = "restricted";

enum class State : std::uint8_t {
  triage,
  investigating,
  identified,
  fixing,
  monitoring,
  resolved,
  closed,
  canceled,
  merged,
};
template <>
struct EnumNames<State> {
  static constexpr std::array<std::string_view, 9> kNames = {"triage", "investigating", "identified",
                                                             "fixing", "monitoring",    "resolved",
                                                             "closed", "canceled",      "merged"};
};

enum class Kind : std::uint8_t { normal, drill, test };
template <>
struct EnumNames<Kind> {
  static constexpr std::array<std::string_view, 3> kNames = {"normal", "drill", "test"};
};

enum class Visibility : std::uint8_t { public_, private_ };
template <>
struct EnumNames<Visibility> {
  static constexpr std::array<std::string_view, 2> kNames = {"public", "private"};
};

enum class ImpactLevel : std::uint8_t { none, degraded, partial, full, confidentiality };
template <>
struct EnumNames<ImpactLevel> {
  static constexpr std::array<std::string_view, 5> kNames = {"none", "degraded", "partial", "full",
                                                             "confidentiality"};
};

enum class ActorKind : std::uint8_t { person, rule, system };
template <>
struct EnumNames<ActorKind> {
  static constexpr std::array<std::string_view, 3> kNames = {"person", "rule", "system"};
};

// Who did it: a person by id, a rule by name, or muster itself ("system").
struct Actor {
  ActorKind kind = ActorKind::system;
  std::string id = "system";
  friend bool operator==(const Actor&, const Actor&) = default;
  [[nodiscard]] PersonId person() const { return kind == ActorKind::person ? PersonId{id} : PersonId{}; }
};
[[nodiscard]] inline Actor actor(const PersonId& person) {
  return {ActorKind::person, person.value};
}

// A message (or, with an empty message, a room) on one chat platform. thread is the parent message of a
// reply. room and message are the platform's own ids: Slack channel and ts; they are compared as text, never
// as numbers.
struct Place {
  std::string platform;
  std::string room;
  std::string message;
  std::string thread;
  friend auto operator<=>(const Place&, const Place&) = default;
  [[nodiscard]] bool empty() const { return room.empty(); }

  void describe(this auto& self, auto visit) {
    visit("platform", self.platform);
    visit("room", self.room);
    visit("message", self.message);
    visit("thread", self.thread);
  }
};

// "Slack" for "slack": as people call a platform.
[[nodiscard]] std::string platform_title(std::string platform);

// A message is the same whether or not the thread it stands in was told along.
[[nodiscard]] inline bool same_message(const Place& a, const Place& b) {
  return a.platform == b.platform && a.room == b.room && a.message == b.message;
}

}  // namespace muster
