#include "bot/store/event_codec.hpp"

#include <array>
#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include "bot/base/names.hpp"
#include "bot/net/json.hpp"

namespace muster::store {

namespace {

using nlohmann::json;

// Our own text, but a file may be damaged: bounded, generously (a postmortem of a long incident is one body).
constexpr net::JsonLimits kLimits{
    .max_bytes = 16UL * 1024 * 1024, .max_depth = 16, .max_nodes = 200000, .reject_duplicate_keys = false};

template <class T>
concept Described = requires(T& value) { value.describe([](std::string_view, auto&) {}); };

template <class T>
json write(const T& value);
template <class T>
bool read(const json& from, T& into);

template <class T>
json write_described(const T& value) {
  json object = json::object();
  value.describe([&object](std::string_view name, const auto& field) {
    json written = write(field);
    if (!written.is_null()) object[std::string{name}] = std::move(written);
  });
  return object;
}

template <class T>
json write_each(const std::vector<T>& values) {
  json array = json::array();
  for (const T& value : values) array.push_back(write(value));
  return array;
}

json write_as(const std::string& text) {
  return text;
}
json write_as(bool flag) {
  return flag;
}
json write_as(std::int64_t number) {
  return number;
}
json write_as(Time t) {
  return t.time_since_epoch().count();
}
json write_as(Duration length) {
  return length.count();
}
json write_as(Severity severity) {
  return severity.level;
}
json write_as(IncidentNumber number) {
  return number.value;
}
json write_as(const PersonId& person) {
  return person.value;
}
template <class T>
json write_as(const std::optional<T>& value) {
  return value ? write(*value) : json();
}
template <class T>
json write_as(const std::vector<T>& values) {
  return write_each(values);
}

json write_as(const std::map<std::string, std::string>& values) {
  json object = json::object();
  for (const auto& [name, value] : values) object[name] = value;
  return object;
}

template <class T>
json write(const T& value) {
  if constexpr (std::is_enum_v<T>) {
    return std::string{name_of(value)};
  } else if constexpr (Described<const T>) {
    return write_described(value);
  } else {
    return write_as(value);
  }
}

// The member that could not be read; empty: all is well.
template <class T>
std::string read_described(const json& from, T& into) {
  if (!from.is_object()) return "(body)";
  std::string bad;
  into.describe([&](std::string_view name, auto& field) {
    const json& found = net::member(from, name);
    if (bad.empty() && !found.is_null() && !read(found, field)) bad = name;
  });
  return bad;
}

bool read_integer(const json& from, std::int64_t& into) {
  if (!from.is_number_integer()) return false;
  if (from.is_number_unsigned() && !std::in_range<std::int64_t>(from.get<std::uint64_t>())) return false;
  into = from.get<std::int64_t>();
  return true;
}

bool read_as(const json& from, std::string& into) {
  if (!from.is_string()) return false;
  into = from.get<std::string>();
  return true;
}
bool read_as(const json& from, bool& into) {
  if (!from.is_boolean()) return false;
  into = from.get<bool>();
  return true;
}
bool read_as(const json& from, std::int64_t& into) {
  return read_integer(from, into);
}
bool read_as(const json& from, Time& into) {
  std::int64_t us = 0;
  if (!read_integer(from, us)) return false;
  into = Time{Duration{us}};
  return true;
}
bool read_as(const json& from, Duration& into) {
  std::int64_t us = 0;
  if (!read_integer(from, us)) return false;
  into = Duration{us};
  return true;
}
bool read_as(const json& from, Severity& into) {
  std::int64_t level = 0;
  if (!read_integer(from, level) || !std::in_range<int>(level)) return false;
  into.level = static_cast<int>(level);
  return true;
}
bool read_as(const json& from, IncidentNumber& into) {
  return read_integer(from, into.value);
}
bool read_as(const json& from, PersonId& into) {
  return read_as(from, into.value);
}
template <class T>
bool read_as(const json& from, std::optional<T>& into) {
  return read(from, into.emplace());
}
template <class T>
bool read_as(const json& from, std::vector<T>& into) {
  if (!from.is_array()) return false;
  into.clear();
  for (const json& element : from) {
    if (!read(element, into.emplace_back())) return false;
  }
  return true;
}

bool read_as(const json& from, std::map<std::string, std::string>& into) {
  if (!from.is_object()) return false;
  into.clear();
  for (const auto& [name, value] : from.items()) {
    if (!value.is_string()) return false;
    into[name] = value.get<std::string>();
  }
  return true;
}

template <class T>
bool read(const json& from, T& into) {
  if constexpr (std::is_enum_v<T>) {
    const auto value = from.is_string() ? named<T>(from.get_ref<const std::string&>()) : std::nullopt;
    if (value) into = *value;
    return value.has_value();
  } else if constexpr (Described<T>) {
    return read_described(from, into).empty();
  } else {
    return read_as(from, into);
  }
}

template <class Variant>
struct Alternative {
  std::string_view type;
  std::string (*read)(const json&, Variant&);  // the bad member, or empty
};

// Type name → alternative, made from the variant itself: a new alternative is in it without an edit here.
template <class Variant>
constexpr auto kAlternatives = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array{Alternative<Variant>{
      std::variant_alternative_t<I, typename Variant::Alternatives>::kType,
      [](const json& from, Variant& into) { return read_described(from, into.template emplace<I>()); }}...};
}(std::make_index_sequence<std::variant_size_v<typename Variant::Alternatives>>{});

template <class Variant>
consteval bool types_are_distinct() {
  for (std::size_t i = 0; i < kAlternatives<Variant>.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (kAlternatives<Variant>[i].type == kAlternatives<Variant>[j].type) return false;
    }
  }
  return true;
}
static_assert(types_are_distinct<EventBody>() && types_are_distinct<EffectBody>());

template <class Variant>
Result<Variant> read_body(std::string_view type, std::string_view text) {
  const std::string subject = "a stored entry of type \"" + std::string{type} + "\" ";
  for (const auto& alternative : kAlternatives<Variant>) {
    if (alternative.type != type) continue;
    auto parsed = net::parse_json(text, kLimits);
    if (!parsed)
      return fail(ErrorKind::corrupt, subject + "cannot be read: run muster verify", parsed.error().detail);
    Variant body;
    const std::string bad = alternative.read(*parsed, body);
    if (!bad.empty())
      return fail(ErrorKind::corrupt, subject + "has a wrong \"" + bad + "\": run muster verify");
    return body;
  }
  return fail(ErrorKind::corrupt,
              subject + "is not known to this muster: install a newer one or run muster verify");
}

template <class Variant>
std::string write_body(const Variant& body) {
  return net::dump_json(
      std::visit([](const auto& alternative) { return write_described(alternative); }, body));
}

}  // namespace

std::string to_json(const EventBody& body) {
  return write_body(body);
}
std::string to_json(const EffectBody& body) {
  return write_body(body);
}

Result<EventBody> event_body(std::string_view type, std::string_view json) {
  return read_body<EventBody>(type, json);
}
Result<EffectBody> effect_body(std::string_view type, std::string_view json) {
  return read_body<EffectBody>(type, json);
}

std::string list_to_json(const std::vector<std::string>& list) {
  return net::dump_json(write_each(list));
}
std::string list_to_json(const std::vector<PersonId>& people) {
  return net::dump_json(write_each(people));
}

std::vector<std::string> list_from_json(const std::string& text) {
  std::vector<std::string> list;
  for (const json& one : json::parse(text, nullptr, false)) {
    if (one.is_string()) list.push_back(one.get<std::string>());
  }
  return list;
}

}  // namespace muster::store
