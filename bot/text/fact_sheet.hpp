// FactSheet: the named values a template is filled in with. Values of people are made inert as they are put
// in, so no template can turn them into markup, whichever braces it uses.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace muster {

class FactSheet {
 public:
  using Rows = std::vector<FactSheet>;
  using Value = std::variant<bool, std::string, Rows>;

  // From people or records. An empty value counts as absent: {{^name}} holds.
  void text(const std::string& name, std::string_view value);
  // Made of markup.hpp's pieces; never from a value that came from outside.
  void pieces(const std::string& name, std::string markup);
  void flag(const std::string& name, bool on);
  // One more row of the list `name`. Valid until the next row of that list.
  FactSheet& row(const std::string& name);

  [[nodiscard]] const std::map<std::string, Value>& values() const { return values_; }

 private:
  std::map<std::string, Value> values_;
};

}  // namespace muster
