#include "bot/ports/resting.hpp"

#include "bot/base/log.hpp"

namespace muster {

std::shared_ptr<const Incident> RestingIncidents::find(IncidentNumber number) {
  if (!number.exists()) return nullptr;
  if (auto read = known(number)) return read;
  const auto source = open_();
  if (!source) return give_up(source.error());
  auto found = (*source)->incident(number);
  if (!found) return give_up(found.error());
  if (!*found) return nullptr;
  return read_[number] = std::make_shared<const Incident>(**std::move(found));
}

std::shared_ptr<const Incident> RestingIncidents::known(IncidentNumber number) const {
  const auto found = read_.find(number);
  return found == read_.end() ? nullptr : found->second;
}

std::shared_ptr<const Incident> RestingIncidents::in_room(const Place& place) {
  if (place.room.empty()) return nullptr;
  const auto source = open_();
  return source ? numbered((*source)->number_of_room(place)) : give_up(source.error());
}

std::shared_ptr<const Incident> RestingIncidents::with_page(const std::string& id) {
  if (id.empty()) return nullptr;
  const auto source = open_();
  return source ? numbered((*source)->number_of_page(id)) : give_up(source.error());
}

std::vector<IncidentNumber> RestingIncidents::owed_by(const PersonId& person) {
  const auto source = open_();
  if (!source) return listed(std::unexpected(source.error()));
  return listed((*source)->numbers_owed_by(person));
}

std::vector<IncidentNumber> RestingIncidents::private_ones(const std::optional<PersonId>& member) {
  const auto source = open_();
  if (!source) return listed(std::unexpected(source.error()));
  return listed((*source)->private_numbers(member));
}

std::vector<IncidentNumber> RestingIncidents::listed(Result<std::vector<IncidentNumber>> numbers) {
  if (numbers) return *std::move(numbers);
  give_up(numbers.error());
  return {};
}

std::shared_ptr<const Incident> RestingIncidents::numbered(const Result<IncidentNumber>& number) {
  return number ? find(*number) : give_up(number.error());
}

std::shared_ptr<const Incident> RestingIncidents::give_up(const Error& error) {
  log_error("an incident could not be read from the database", {{"detail", error.say + " " + error.detail}});
  trouble_ = error;
  return nullptr;
}

}  // namespace muster
