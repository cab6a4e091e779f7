#include "bot/store/forget_codec.hpp"

#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

#include "bot/base/contains.hpp"
#include "bot/net/json.hpp"

namespace muster::store {

namespace {

using nlohmann::json;

constexpr net::JsonLimits kMessageLimits{.max_bytes = 16UL * 1024 * 1024, .max_nodes = 200000};

// Members that are text and name a person where they name no team, role or room.
constexpr std::array<std::string_view, 4> kMayBePerson = {"target", "subject", "id", "unknown"};
constexpr std::array<std::string_view, 3> kKeys = {"key", "room", "message"};

template <class T>
concept Described = requires(T& value) { value.describe([](std::string_view, auto&) {}); };

class Walk {
 public:
  explicit Walk(const Forgetter& forgetter) : forgetter_{forgetter} {}

  template <class T>
  bool through(std::string_view name, T& value) {
    if constexpr (Described<T>) {
      bool changed = false;
      value.describe([&](std::string_view member, auto& field) { changed |= through(member, field); });
      return changed;
    } else {
      return in(name, value);
    }
  }

 private:
  bool in(std::string_view name, std::string& text) {
    if (contains(kKeys, name)) return forgetter_.in_key(text);
    const bool whole = contains(kMayBePerson, name) && forgetter_.in_id(text);
    return forgetter_.in_text(text) || whole;
  }
  bool in(std::string_view /*name*/, PersonId& person) { return forgetter_.in_id(person.value); }
  template <class T>
  bool in(std::string_view name, std::optional<T>& value) {
    return value && through(name, *value);
  }
  template <class T>
  bool in(std::string_view name, std::vector<T>& values) {
    bool changed = false;
    for (T& value : values) changed |= through(name, value);
    return changed;
  }
  bool in(std::string_view name, std::map<std::string, std::string>& values) {
    bool changed = false;
    for (auto& [key, value] : values) changed |= through(name, value);
    return changed;
  }
  template <class T>
  bool in(std::string_view /*name*/, T& /*number, instant or word of the program*/) {
    return false;
  }

  const Forgetter& forgetter_;
};

template <class Body>
bool forget_in_body(Body& body, const Forgetter& forgetter) {
  return std::visit([&](auto& alternative) { return Walk{forgetter}.through("", alternative); }, body);
}

// Of a stored message: a mention has the id and the name as it was shown.
bool forget_in_json(json& value, std::string_view name, const Forgetter& forgetter) {
  if (value.is_string()) {
    auto& text = value.get_ref<std::string&>();
    return forgetter.in_text(text) || (name == "id" && forgetter.in_id(text));
  }
  bool changed = false;
  if (value.is_object()) {
    for (auto& [member, inside] : value.items()) changed |= forget_in_json(inside, member, forgetter);
    const auto id = value.find("id");
    const auto shown = value.find("name");
    if (changed && id != value.end() && *id == forgetter.token() && shown != value.end())
      *shown = forgetter.token();
  } else if (value.is_array()) {
    for (json& inside : value) changed |= forget_in_json(inside, name, forgetter);
  }
  return changed;
}

}  // namespace

bool forget_in(Event& event, const Forgetter& forgetter) {
  bool changed = forget_in_body(event.body, forgetter);
  auto* read = std::get_if<ConfigurationRead>(&event.body);
  if (read != nullptr) changed |= forgetter.in_configuration(read->text);
  if (event.actor.kind != ActorKind::person || !forgetter.in_id(event.actor.id)) return changed;
  if (auto* access = std::get_if<AccessRecorded>(&event.body)) access->address.clear();
  return true;
}

bool forget_in(EffectBody& body, const Forgetter& forgetter) {
  return forget_in_body(body, forgetter);
}

bool forget_in_message(std::string& content, const Forgetter& forgetter) {
  if (content.empty()) return false;
  auto parsed = net::parse_json(content, kMessageLimits);
  if (!parsed) {
    if (!forgetter.in_text(content)) return false;
    content.clear();
    return true;
  }
  if (!forget_in_json(*parsed, "", forgetter)) return false;
  content = net::dump_json(*parsed);
  return true;
}

}  // namespace muster::store
