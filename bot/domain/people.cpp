#include "bot/domain/people.hpp"

#include <algorithm>

#include "bot/domain/grammar.hpp"

namespace muster {

void People::put(Person person) {
  for (const auto& [platform, user] : person.identities) by_identity_[{platform, user}] = person.id;
  by_id_[person.id] = std::move(person);
}

std::optional<PersonId> People::known(const Identity& identity) const {
  const Person* person = find_identity(identity.platform, identity.user);
  if (person == nullptr) return std::nullopt;
  const bool stranger = person->id.value == identity.platform + ":" + identity.user;
  const bool renamed = stranger && !identity.name.empty() && person->name != identity.name;
  return renamed ? std::nullopt : std::optional{person->id};
}

People::Met People::meet(const Identity& identity) {
  if (auto id = known(identity)) return {*std::move(id), false};
  if (const Person* old = find_identity(identity.platform, identity.user)) {
    Person renamed = *old;
    renamed.name = identity.name;
    put(renamed);
    return {renamed.id, true};
  }
  Person met;
  met.id = PersonId{identity.platform + ":" + identity.user};
  met.name = identity.name.empty() ? identity.user : identity.name;
  met.identities[identity.platform] = identity.user;
  put(met);
  return {met.id, true};
}

const Person* People::find(const PersonId& id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &found->second;
}

const Person* People::find_identity(std::string_view platform, std::string_view user) const {
  const auto found = by_identity_.find(std::pair<std::string, std::string>{platform, user});
  return found == by_identity_.end() ? nullptr : find(found->second);
}

const Person* People::find_mention(std::string_view text, std::string_view platform) const {
  if (text.starts_with("<@") && text.ends_with(">")) {
    text = text.substr(2, text.size() - 3);
    return find_identity(platform, text.substr(0, text.find('|')));
  }
  if (text.starts_with("@")) text.remove_prefix(1);
  const std::string wanted = lower(text);
  if (const Person* exact = find(PersonId{std::string{text}})) return exact;
  for (const auto& [id, person] : by_id_) {
    if (lower(id.value) == wanted || lower(person.name) == wanted) return &person;
  }
  return nullptr;
}

std::string People::name_of(const PersonId& id) const {
  const Person* person = find(id);
  return person == nullptr || person->name.empty() ? id.value : person->name;
}

std::string People::identity_of(const PersonId& id, std::string_view platform) const {
  const Person* person = find(id);
  if (person == nullptr) return {};
  const auto found = person->identities.find(std::string{platform});
  return found == person->identities.end() ? std::string{} : found->second;
}

std::vector<Person> People::all() const {
  std::vector<Person> people;
  for (const auto& [id, person] : by_id_) people.push_back(person);
  return people;
}

}  // namespace muster
