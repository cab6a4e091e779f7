// The incidents in memory: those that were kept, and how one asker sees them from within a batch. Owned by
// the engine and of its thread.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "bot/domain/command.hpp"
#include "bot/domain/incident.hpp"

namespace muster {

using HeldIncidents = std::map<IncidentNumber, std::shared_ptr<const Incident>>;

// What was kept, found by number, by room and by being open.
class IncidentBook {
 public:
  void take_in(const std::shared_ptr<const Incident>& incident);

  [[nodiscard]] const Incident* find(IncidentNumber number) const;
  // The last one that took the room; it may have left it since.
  [[nodiscard]] const Incident* of_room(const Place& place) const;
  [[nodiscard]] const HeldIncidents& all() const { return incidents_; }
  [[nodiscard]] const std::set<IncidentNumber>& open() const { return open_; }

 private:
  HeldIncidents incidents_;
  std::set<IncidentNumber> open_;
  std::map<std::pair<std::string, std::string>, IncidentNumber> rooms_;  // (platform, room)
};

// Who asks, and from where. Whoever sees all is muster itself.
struct Onlooker {
  PersonId person;
  const Place& place;
  bool sees_all = false;
};

// The incidents as one asker may see them: those that the batch changed over those that were kept. Refers to
// everything it is given.
class SeenIncidents final : public Incidents {
 public:
  SeenIncidents(const IncidentBook& kept, const HeldIncidents& changed, const std::vector<PersonId>& auditors,
                Onlooker onlooker)
      : kept_{kept}, changed_{changed}, auditors_{auditors}, onlooker_{std::move(onlooker)} {}

  [[nodiscard]] const Incident* find(IncidentNumber number) const override { return seen(current(number)); }
  [[nodiscard]] const Incident* in_room(const Place& place) const override;
  [[nodiscard]] std::vector<const Incident*> all() const override;
  [[nodiscard]] std::vector<const Incident*> open() const override;

  // Whoever asks: what follows from a decision does not depend on who made it.
  [[nodiscard]] const Incident* current(IncidentNumber number) const;

 private:
  [[nodiscard]] const Incident* seen(const Incident* incident) const;

  const IncidentBook& kept_;
  const HeldIncidents& changed_;
  const std::vector<PersonId>& auditors_;
  Onlooker onlooker_;
};

}  // namespace muster
