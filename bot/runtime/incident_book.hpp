// The incidents as the engine knows them: those that it holds, those at rest that are read when they are
// asked for, and how one asker sees them from within a batch. Owned by the engine and of its thread.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "bot/domain/command.hpp"
#include "bot/domain/incident.hpp"
#include "bot/ports/resting.hpp"

namespace muster {

using HeldIncidents = std::map<IncidentNumber, std::shared_ptr<const Incident>>;

// What was kept, found by number, by room, by page and by being open.
class IncidentBook {
 public:
  // Those at rest are read from `source`, which outlives the book.
  explicit IncidentBook(IncidentSource& source)
      : resting_{std::make_unique<RestingIncidents>([&source] { return &source; })} {}

  // Holds it from now on. Answers what it was when it rested until now; null: it did not.
  std::shared_ptr<const Incident> take_in(const std::shared_ptr<const Incident>& incident);

  // Pointers are good until end_batch().
  [[nodiscard]] const Incident* find(IncidentNumber number) const;
  // The last one that took the room; it may have left it since.
  [[nodiscard]] const Incident* of_room(const Place& place) const;
  [[nodiscard]] const Incident* with_page(const std::string& id) const;
  [[nodiscard]] const HeldIncidents& held() const { return held_; }
  [[nodiscard]] const std::set<IncidentNumber>& open() const { return open_; }

  // An error when one at rest could not be read since this was asked last: what was decided without it does
  // not count.
  [[nodiscard]] Result<Done> all_was_read() const;
  // Lets go of those at rest that were read.
  void end_batch() { resting_->forget(); }

 private:
  HeldIncidents held_;
  std::set<IncidentNumber> open_;
  std::map<std::pair<std::string, std::string>, IncidentNumber> rooms_;  // (platform, room)
  std::unique_ptr<RestingIncidents> resting_;
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
  [[nodiscard]] const Incident* with_page(const std::string& id) const override;
  [[nodiscard]] std::vector<const Incident*> recent() const override;
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
