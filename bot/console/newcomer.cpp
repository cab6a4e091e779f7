#include "bot/console/newcomer.hpp"

#include <algorithm>

#include "bot/base/ascii.hpp"
#include "bot/base/utf8.hpp"
#include "bot/domain/consequences.hpp"
#include "bot/domain/grammar.hpp"

namespace muster::console {

namespace {

constexpr std::string_view kPlatform = "console";
constexpr std::string_view kStranger = "console:";  // what People::meet puts before a stranger's user id
constexpr std::size_t kMaxName = 60;
constexpr std::size_t kMaxUser = 40;

bool is_called(const Person& person, const std::string& wanted, const std::string& as_id) {
  return lower(person.id.value) == wanted || lower(person.name) == wanted ||
         (!as_id.empty() && (person.id.value == as_id || slug(person.name, kMaxUser) == as_id));
}

}  // namespace

const Person* person_called(const std::string& name, const Policy& policy, const People& people) {
  const std::string wanted = lower(clean_text(name, false));
  if (wanted.empty()) return nullptr;
  const std::string as_id = slug(wanted, kMaxUser);
  const auto configured = std::ranges::find_if(
      policy.people, [&](const Person& person) { return is_called(person, wanted, as_id); });
  if (configured != policy.people.end()) return &*configured;
  return people.find_mention(wanted, kPlatform);
}

Result<Identity> newcomer(const std::string& name, const Policy& policy, const People& people,
                          const std::function<bool(const std::string& user)>& is_taken) {
  const std::string shown = shorten(clean_text(name, false), kMaxName);
  if (shown.empty())
    return fail(ErrorKind::invalid, "Tell muster your name, so that others know who speaks.");
  const Person* known = person_called(shown, policy, people);
  if (known != nullptr && std::ranges::find(policy.people, known->id, &Person::id) != policy.people.end()) {
    return fail(ErrorKind::conflict,
                "The name " + known->name +
                    " belongs to somebody muster knows. If that is you, ask for a sign-in link in "
                    "your name; otherwise choose another name.");
  }
  // A name without Latin letters still gets an id; people see the name.
  const std::string wanted = slug(shown, kMaxUser).empty() ? "guest" : slug(shown, kMaxUser);
  std::string user = wanted;
  for (int number = 2; is_taken(user); ++number) user = wanted + "-" + std::to_string(number);
  return Identity{std::string{kPlatform}, user, shown, false};
}

PersonId person_of(const Identity& identity, const People& people) {
  const Person* known = people.find_identity(identity.platform, identity.user);
  return known != nullptr ? known->id : PersonId{std::string{kStranger} + identity.user};
}

std::string user_of(const PersonId& person, const People& people) {
  const std::string user = people.identity_of(person, kPlatform);
  if (!user.empty()) return user;
  return person.value.starts_with(kStranger) ? person.value.substr(kStranger.size()) : person.value;
}

}  // namespace muster::console
