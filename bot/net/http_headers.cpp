#include "bot/net/http_headers.hpp"

#include <algorithm>

#include "bot/base/ascii.hpp"

namespace muster::net {

namespace {

// RFC 9110 section 5.6.2.
bool is_token_char(char c) {
  static constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return is_alnum(c) || kMarks.find(c) != std::string_view::npos;
}

bool is_value_char(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
}

// Calls visit with each trimmed piece; stops when it returns true and returns that.
template <class Visit>
bool any_piece(std::string_view list, char separator, Visit visit) {
  while (true) {
    const std::string_view piece = list.substr(0, list.find(separator));
    if (visit(trim(piece))) return true;
    if (piece.size() == list.size()) return false;
    list.remove_prefix(piece.size() + 1);
  }
}

}  // namespace

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

void HttpHeaders::add(std::string name, std::string value) {
  fields_.emplace_back(std::move(name), std::move(value));
}

void HttpHeaders::set(std::string name, std::string value) {
  std::erase_if(fields_, [&](const Field& field) { return same_name(field.first, name); });
  add(std::move(name), std::move(value));
}

void HttpHeaders::set_default(std::string name, std::string value) {
  if (!has(name)) add(std::move(name), std::move(value));
}

bool HttpHeaders::has(std::string_view name) const {
  return count(name) > 0;
}

std::string HttpHeaders::get(std::string_view name) const {
  return find(name).value_or("");
}

std::optional<std::string> HttpHeaders::find(std::string_view name) const {
  const auto found =
      std::ranges::find_if(fields_, [&](const Field& field) { return same_name(field.first, name); });
  return found == fields_.end() ? std::nullopt : std::optional{found->second};
}

std::size_t HttpHeaders::count(std::string_view name) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(fields_, [&](const Field& field) { return same_name(field.first, name); }));
}

bool HttpHeaders::has_token(std::string_view name, std::string_view token) const {
  return std::ranges::any_of(fields_, [&](const Field& field) {
    return same_name(field.first, name) &&
           any_piece(field.second, ',', [&](std::string_view piece) { return same_name(piece, token); });
  });
}

bool is_valid_field(std::string_view name, std::string_view value) {
  return !name.empty() && std::ranges::all_of(name, is_token_char) &&
         std::ranges::all_of(value, is_value_char);
}

std::map<std::string, std::string> cookies(const HttpHeaders& headers) {
  std::map<std::string, std::string> jar;
  for (const auto& [name, value] : headers.fields()) {
    if (!same_name(name, "Cookie")) continue;
    any_piece(value, ';', [&](std::string_view pair) {
      const auto equals = pair.find('=');
      if (equals != std::string_view::npos && equals > 0) {
        jar.emplace(trim(pair.substr(0, equals)), trim(pair.substr(equals + 1)));
      }
      return false;
    });
  }
  return jar;
}

}  // namespace muster::net
