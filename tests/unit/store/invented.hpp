// A value with every member set to something other than its default, for any type that has describe().
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/domain/vocabulary.hpp"

namespace muster::test {

class Inventor {
 public:
  template <class T>
  void fill(T& value) {
    if constexpr (std::is_enum_v<T>) {
      value = static_cast<T>(1);  // every enum of the domain has at least two
    } else if constexpr (std::is_same_v<T, bool>) {
      value = !value;
    } else {
      fill_value(value);
    }
  }

 private:
  void fill_value(std::string& text) { text = "w\u00f6rd \"" + std::to_string(++count_) + "\"\n\\"; }
  void fill_value(std::int64_t& number) { number = -++count_; }
  void fill_value(Time& t) { t = Time{Duration{1763963090000000 + ++count_}}; }
  void fill_value(Duration& length) { length = Duration{++count_}; }
  void fill_value(Severity& severity) { severity.level = static_cast<int>(++count_); }
  void fill_value(IncidentNumber& number) { number.value = ++count_; }
  void fill_value(PersonId& person) { fill(person.value); }
  void fill_value(std::map<std::string, std::string>& values) {
    for (int i = 0; i < 2; ++i) fill(values["key " + std::to_string(++count_)]);
  }
  template <class T>
  void fill_value(std::optional<T>& value) {
    fill(value.emplace());
  }
  template <class T>
  void fill_value(std::vector<T>& values) {
    for (int i = 0; i < 2; ++i) fill(values.emplace_back());
  }
  template <class T>
    requires requires(T& value) { value.describe([](auto, auto&) {}); }
  void fill_value(T& value) {
    value.describe([this](std::string_view, auto& member) { this->fill(member); });
  }

  std::int64_t count_ = 0;
};

template <class T>
[[nodiscard]] T invented() {
  T value;
  Inventor{}.fill(value);
  return value;
}

}  // namespace muster::test
