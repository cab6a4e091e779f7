#include "bot/text/fact_sheet.hpp"

#include <utility>

#include "bot/text/markup.hpp"

namespace muster {

void FactSheet::text(const std::string& name, std::string_view value) {
  pieces(name, markup::escape(value));
}

void FactSheet::pieces(const std::string& name, std::string markup) {
  if (markup.empty()) {
    values_[name] = false;
  } else {
    values_[name] = std::move(markup);
  }
}

void FactSheet::flag(const std::string& name, bool on) {
  values_[name] = on;
}

FactSheet& FactSheet::row(const std::string& name) {
  Value& value = values_[name];
  if (!std::holds_alternative<Rows>(value)) value = Rows{};
  return std::get<Rows>(value).emplace_back();
}

}  // namespace muster
