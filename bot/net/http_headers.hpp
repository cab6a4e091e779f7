// Header fields of an HTTP message, in order, with names compared regardless of case. Pure.
#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::net {

// Without the blanks around it (RFC 9110 section 5.6.3).
[[nodiscard]] std::string_view trim(std::string_view text);
[[nodiscard]] bool same_name(std::string_view a, std::string_view b);  // ASCII, regardless of case

class HttpHeaders {
 public:
  using Field = std::pair<std::string, std::string>;

  HttpHeaders() = default;
  HttpHeaders(std::initializer_list<Field> fields) : fields_{fields} {}

  // Keeps earlier fields of that name.
  void add(std::string name, std::string value);
  // Replaces every field of that name.
  void set(std::string name, std::string value);
  // The same, unless there is one already.
  void set_default(std::string name, std::string value);

  [[nodiscard]] bool has(std::string_view name) const;
  // First value of that name; "" when there is none.
  [[nodiscard]] std::string get(std::string_view name) const;
  [[nodiscard]] std::optional<std::string> find(std::string_view name) const;
  [[nodiscard]] std::size_t count(std::string_view name) const;
  // True when a comma-separated field (Connection, Upgrade) of that name holds the token, regardless of case.
  [[nodiscard]] bool has_token(std::string_view name, std::string_view token) const;

  [[nodiscard]] const std::vector<Field>& fields() const { return fields_; }

 private:
  std::vector<Field> fields_;
};

// True when the name is a token and the value has no control character: what may be put on a wire.
[[nodiscard]] bool is_valid_field(std::string_view name, std::string_view value);

// The cookies of a request; of two with one name the first wins, as browsers send the more specific one
// first.
[[nodiscard]] std::map<std::string, std::string> cookies(const HttpHeaders& headers);

}  // namespace muster::net
