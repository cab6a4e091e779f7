// Incidents at rest: they have ended, muster has nothing more to do for them (no timer, no effect to be
// sent), and they are not among the newest (decision 0027). Nobody holds them in memory; one
// is read from its events when somebody asks for it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/domain/incident.hpp"

namespace muster {

// Where incidents are read from, at rest or not: what Store and Reader have in common.
class IncidentSource {
 public:
  IncidentSource() = default;
  IncidentSource(const IncidentSource&) = delete;
  IncidentSource& operator=(const IncidentSource&) = delete;
  virtual ~IncidentSource() = default;

  virtual Result<std::optional<Incident>> incident(IncidentNumber number) = 0;  // folded
  // Whose room it is, and who has the page ("PG-1"); 0: nobody.
  virtual Result<IncidentNumber> number_of_room(const Place& place) = 0;
  virtual Result<IncidentNumber> number_of_page(const std::string& id) = 0;
  // Private ones: those this person is on; without a person all of them.
  virtual Result<std::vector<IncidentNumber>> private_numbers(const std::optional<PersonId>& member) = 0;
  // In which the person has an open task or action item, newest first.
  virtual Result<std::vector<IncidentNumber>> numbers_owed_by(const PersonId& person) = 0;
};

// Reads them in the middle of whatever the calling thread does: a fold of 500 events takes about a
// millisecond. One thread. What was read is kept until forget(); it cannot grow stale, since an incident
// that changes is held in memory from then on.
class RestingIncidents {
 public:
  // Asked for when something is to be read, so that a source can be opened then.
  using Open = std::function<Result<IncidentSource*>()>;
  explicit RestingIncidents(Open open) : open_{std::move(open)} {}

  [[nodiscard]] std::shared_ptr<const Incident> find(IncidentNumber number);
  [[nodiscard]] std::shared_ptr<const Incident> in_room(const Place& place);
  [[nodiscard]] std::shared_ptr<const Incident> with_page(const std::string& id);
  // Numbers of all, at rest or not, in which the person has an open task or action item, newest first.
  [[nodiscard]] std::vector<IncidentNumber> owed_by(const PersonId& person);
  // Of private ones, at rest or not: those this person is on; without a person all of them.
  [[nodiscard]] std::vector<IncidentNumber> private_ones(const std::optional<PersonId>& member);

  // Only if it was read already.
  [[nodiscard]] std::shared_ptr<const Incident> known(IncidentNumber number) const;
  void forget() { read_.clear(); }
  // Why something could not be read since this was asked last: until then it looked as if it were not there.
  [[nodiscard]] std::optional<Error> take_trouble() { return std::exchange(trouble_, std::nullopt); }

 private:
  [[nodiscard]] std::shared_ptr<const Incident> numbered(const Result<IncidentNumber>& number);
  std::vector<IncidentNumber> listed(Result<std::vector<IncidentNumber>> numbers);
  std::shared_ptr<const Incident> give_up(const Error& error);

  Open open_;
  std::map<IncidentNumber, std::shared_ptr<const Incident>> read_;
  std::optional<Error> trouble_;
};

}  // namespace muster
