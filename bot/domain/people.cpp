#include "bot/domain/people.hpp"

#include <algorithm>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"

namespace muster {

namespace {

bool is_stranger(const Person& person, const Identity& identity) {
  return person.id.value == identity.platform + ":" + identity.user;
}

bool teaches_zone(const Person& person, const Identity& identity) {
  if (identity.zone.empty() || identity.zone == person.zone) return false;
  return person.zone.empty() || is_stranger(person, identity);
}

// What somebody may be called besides their full name: id and handles.
std::vector<std::string> handles(const Person& person) {
  std::vector<std::string> words = {lower(person.id.value)};
  for (const auto& [platform, user] : person.identities) words.push_back(lower(user));
  return words;
}

}  // namespace

void People::put(Person person) {
  for (const auto& [platform, user] : person.identities) by_identity_[{platform, user}] = person.id;
  by_id_[person.id] = std::move(person);
}

std::optional<PersonId> People::known(const Identity& identity) const {
  const Person* person = find_identity(identity.platform, identity.user);
  if (person == nullptr) return std::nullopt;
  const bool renamed =
      is_stranger(*person, identity) && !identity.name.empty() && person->name != identity.name;
  const bool found_out = is_stranger(*person, identity) && by_email(identity) != nullptr;
  if (renamed || found_out || teaches_zone(*person, identity)) return std::nullopt;
  return person->id;
}

const Person* People::by_email(const Identity& identity) const {
  if (identity.email.empty() || identity.outsider) return nullptr;
  const std::string wanted = lower(identity.email);
  for (const auto& [id, person] : by_id_) {
    const auto mail = person.identities.find("email");
    const bool is_theirs = mail != person.identities.end() && lower(mail->second) == wanted;
    if (is_theirs && !person.identities.contains(identity.platform)) return &person;
  }
  return nullptr;
}

People::Met People::meet(const Identity& identity) {
  if (auto id = known(identity)) return {*std::move(id), false};
  if (const Person* same = by_email(identity)) {
    Person learned = *same;
    learned.identities[identity.platform] = identity.user;
    if (learned.zone.empty()) learned.zone = identity.zone;
    put(learned);
    return {learned.id, true};
  }
  if (const Person* old = find_identity(identity.platform, identity.user)) {
    Person learned = *old;
    if (is_stranger(*old, identity) && !identity.name.empty()) learned.name = identity.name;
    if (teaches_zone(*old, identity)) learned.zone = identity.zone;
    put(learned);
    return {learned.id, true};
  }
  Person met;
  met.id = PersonId{identity.platform + ":" + identity.user};
  met.name = identity.name.empty() ? identity.user : identity.name;
  met.zone = identity.zone;
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
  if (wanted.empty()) return nullptr;
  if (const Person* exact = find(PersonId{std::string{text}})) return exact;
  for (const auto& [id, person] : by_id_) {
    if (lower(id.value) == wanted || lower(person.name) == wanted) return &person;
  }
  if (const Person* here = find_identity(platform, wanted)) return here;
  const Person* only = nullptr;
  for (const auto& [id, person] : by_id_) {
    const std::vector<std::string> called = handles(person);
    const bool is_it =
        std::ranges::find(called, wanted) != called.end() || lower(first_word(person.name).word) == wanted;
    if (!is_it) continue;
    if (only != nullptr) return nullptr;  // two Bobs: whoever pages must say which
    only = &person;
  }
  return only;
}

std::vector<const Person*> People::near_mention(std::string_view text) const {
  static constexpr std::size_t kMost = 3;
  if (text.starts_with("@")) text.remove_prefix(1);
  std::vector<const Person*> found;
  for (const auto& [id, person] : by_id_) {
    std::vector<std::string> words = handles(person);
    words.push_back(lower(person.name));
    for (FirstWord word = first_word(person.name); !word.word.empty(); word = first_word(word.rest))
      words.push_back(lower(word.word));
    if (!nearest(text, words).empty() && found.size() < kMost) found.push_back(&person);
  }
  return found;
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
