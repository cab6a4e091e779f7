// Keys: how the table of configuration keys (config_table.cpp) speaks to whoever walks it. The reader fills
// the targets from YAML, the manual collects names, types and defaults. One table, so documentation, schema
// and reader cannot drift.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/clock.hpp"
#include "bot/base/secret.hpp"
#include "bot/domain/vocabulary.hpp"

namespace muster {

struct Key {
  std::string_view name;
  std::string_view doc;   // one sentence without a full stop
  bool required = false;  // within its map
};

// What a text must look like. form_of() gives its name, an example and the pattern of the JSON Schema.
enum class TextRule : std::uint8_t {
  any,
  word,
  zone,
  url,
  command,
  prefix,
  path,
  listen,
  weekday,
  date,
  time_of_day,
  instant,      // a moment with its zone
  wall_time,    // what a clock on the wall shows, without a zone
  target,       // whom a step of an escalation rings
  calendar,     // a file, or an https or webcal address
  certificate,  // a name that a certificate has
};
struct TextForm {
  std::string_view name;
  std::string_view example;
  std::string_view pattern;  // empty: any text
};
[[nodiscard]] const TextForm& form_of(TextRule rule);

// Whose keys name things: the ids of a map, and what a reference points to.
enum class Names : std::uint8_t {
  severity,
  role,
  audience,
  service,
  team,
  person,
  platform,
  wording,
  vendor,
  clock,
  priority,
  rule,
  source,
  schedule,
  layer,
  escalation,
  method,
  route,
  window,
  heartbeat,
  label,
  system,
};
struct NamesForm {
  std::string_view singular;  // "team"
  std::string_view key;       // "teams": where they are declared; empty for names given by the program
};
[[nodiscard]] const NamesForm& form_of(Names names);

class Keys {
 public:
  Keys() = default;
  Keys(const Keys&) = delete;
  Keys& operator=(const Keys&) = delete;
  virtual ~Keys() = default;

  virtual void text(Key key, std::string& target, TextRule rule) = 0;
  virtual void flag(Key key, bool& target) = 0;
  virtual void whole(Key key, int& target, int lowest, int highest) = 0;
  virtual void percent(Key key, std::optional<double>& target) = 0;
  virtual void number(Key key, double& target) = 0;  // 0 or more
  virtual void duration(Key key, std::optional<Duration>& target) = 0;
  virtual void durations(Key key, Names by, std::map<std::string, Duration>& target) = 0;
  // A list; words of TextRule::word are compared without case.
  virtual void words(Key key, std::vector<std::string>& target, TextRule rule) = 0;
  // The same as they are written: their order counts and one may stand twice.
  virtual void sequence(Key key, std::vector<std::string>& target, TextRule rule) = 0;
  virtual void reference(Key key, Names to, std::string& target) = 0;
  virtual void references(Key key, Names to, std::vector<std::string>& target) = 0;
  virtual void texts(Key key, Names by, std::map<std::string, std::string>& target) = 0;
  // For each name one text or a list of them.
  virtual void lists(Key key, Names by, std::map<std::string, std::vector<std::string>>& target) = 0;
  virtual void secret(Key key, Secret& target) = 0;
  virtual void one_of(Key key, std::span<const std::string_view> names, std::size_t& index) = 0;
  // A nested map; inside is called only when it is there.
  virtual void section(Key key, const std::function<void(Keys&)>& inside) = 0;
  // A list of maps; inside is called for each in order. It stands for the whole: there is nothing to merge
  // with.
  virtual void items(Key key, const std::function<void(std::size_t at, Keys&)>& inside) = 0;
  // A map whose keys are ids. entry is called for each id, none for an id that was written as "none".
  struct Entries {
    std::function<void(const std::string& id, Keys&)> entry;
    std::function<void(const std::string& id)> none;
  };
  virtual void entries(Key key, Names ids, const Entries& each) = 0;
};

}  // namespace muster
