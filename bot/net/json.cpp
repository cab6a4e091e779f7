#include "bot/net/json.hpp"

#include <limits>
#include <nlohmann/json.hpp>
#include <vector>

namespace muster::net {

namespace {

using nlohmann::json;

// Builds the value while the text is walked, without recursion, and stops at the first limit: nlohmann 3.11
// parses 300,000 nested arrays but crashes when such a value is copied, dumped or compared.
class Builder final : public nlohmann::json_sax<json> {
 public:
  explicit Builder(JsonLimits limits) : limits_{limits} {}

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(json::number_integer_t value) override { return add(value); }
  bool number_unsigned(json::number_unsigned_t value) override { return add(value); }
  bool number_float(json::number_float_t value, const json::string_t&) override { return add(value); }
  bool string(json::string_t& value) override { return add(std::move(value)); }
  bool binary(json::binary_t&) override { return refuse("binary value"); }
  bool start_object(std::size_t) override { return open(json::object()); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(json::array()); }
  bool end_array() override { return close(); }

  bool key(json::string_t& name) override {
    json& object = *open_.back();
    if (limits_.reject_duplicate_keys && object.contains(name))
      return refuse("an object has the same key twice");
    member_ = &object[std::move(name)];
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
    return refuse("not JSON at byte " + std::to_string(position));
  }

  [[nodiscard]] const std::string& why() const { return why_; }
  [[nodiscard]] json take() { return std::move(root_); }

 private:
  bool add(json value) {
    if (++nodes_ > limits_.max_nodes)
      return refuse("more than " + std::to_string(limits_.max_nodes) + " values");
    if (open_.empty())
      root_ = std::move(value);
    else if (json& into = *open_.back(); into.is_array())
      into.push_back(std::move(value));
    else
      *member_ = std::move(value);
    return true;
  }
  bool open(json empty) {
    if (open_.size() == limits_.max_depth)
      return refuse("nested deeper than " + std::to_string(limits_.max_depth));
    if (!add(std::move(empty))) return false;
    if (open_.empty())
      open_.push_back(&root_);
    else if (json& outer = *open_.back(); outer.is_array())
      open_.push_back(&outer.back());
    else
      open_.push_back(member_);
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }
  bool refuse(std::string why) {
    why_ = std::move(why);
    return false;
  }

  JsonLimits limits_;
  std::size_t nodes_ = 0;
  json root_;
  std::vector<json*> open_;  // arrays and objects, the innermost last; only that one grows, so none moves
  json* member_ = nullptr;   // of the innermost: what its last key names
  std::string why_;
};

std::unexpected<Error> not_json(std::string detail) {
  return fail(ErrorKind::invalid, "That is not valid JSON.", std::move(detail));
}

const json& null_value() {
  static const json null;
  return null;
}

std::unexpected<Error> lacks(std::string_view key, std::string_view what) {
  return fail(ErrorKind::invalid,
              "The field \"" + std::string{key} + "\" must be " + std::string{what} + ".");
}

}  // namespace

Result<json> parse_json(std::string_view bytes, JsonLimits limits) {
  if (bytes.size() > limits.max_bytes)
    return not_json("more than " + std::to_string(limits.max_bytes) + " bytes");
  // nlohmann takes a NUL byte for the end of the text and would not see what follows it.
  if (const auto nul = bytes.find('\0'); nul != std::string_view::npos) {
    return not_json("NUL at byte " + std::to_string(nul + 1));
  }
  Builder builder{limits};
  if (!json::sax_parse(bytes, &builder)) return not_json(builder.why());
  return builder.take();
}

std::string dump_json(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

const json& member(const json& object, std::string_view key) {
  if (!object.is_object()) return null_value();
  const auto found = object.find(key);
  return found == object.end() ? null_value() : *found;
}

const json& element(const json& array, std::size_t index) {
  return array.is_array() && index < array.size() ? array[index] : null_value();
}

std::string text(const json& object, std::string_view key) {
  const json& value = member(object, key);
  return value.is_string() ? value.get<std::string>() : std::string{};
}

std::optional<std::int64_t> integer(const json& object, std::string_view key) {
  const json& value = member(object, key);
  if (value.is_number_unsigned()) {
    const auto number = value.get<std::uint64_t>();
    if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
    return static_cast<std::int64_t>(number);
  }
  if (value.is_number_integer()) return value.get<std::int64_t>();
  return std::nullopt;
}

std::optional<double> number(const json& object, std::string_view key) {
  const json& value = member(object, key);
  return value.is_number() ? std::optional{value.get<double>()} : std::nullopt;
}

bool flag(const json& object, std::string_view key) {
  const json& value = member(object, key);
  return value.is_boolean() && value.get<bool>();
}

Result<std::string> require_text(const json& object, std::string_view key) {
  std::string value = text(object, key);
  if (value.empty()) return lacks(key, "a text that is not empty");
  return value;
}

Result<std::int64_t> require_integer(const json& object, std::string_view key) {
  const auto value = integer(object, key);
  if (!value) return lacks(key, "a whole number");
  return *value;
}

}  // namespace muster::net
