// Block Kit's rules for what stands inside blocks: text objects, buttons, selects, inputs.
#pragma once

#include <string>
#include <vector>

#include "tests/emulators/common/json.hpp"

namespace muster::fake::slack {

struct Faults {
  std::vector<std::string> list;
  void add(const std::string& what, const std::string& pointer) {
    list.push_back("[ERROR] " + what + " [json-pointer:" + pointer + "]");
  }
  // A member that must be a string of that many UTF-16 units; may be absent if `least` is 0.
  void string(const Json& object, const char* key, std::size_t least, std::size_t most,
              const std::string& at);
};

enum class TextKind { plain, any };
enum class Place { actions, accessory, input };

class ElementCheck {
 public:
  explicit ElementCheck(Faults& faults) : faults_(faults) {}

  void text(const Json& parent, const char* key, std::size_t most, TextKind kind, bool required,
            const std::string& at);
  void text_object(const Json& text, std::size_t most, TextKind kind, const std::string& at);
  void element(const Json& element, Place place, const std::string& at);

 private:
  void button(const Json& element, const std::string& at);
  void choices(const Json& element, std::size_t most, TextKind kind, const std::string& at);
  void option(const Json& option, TextKind kind, const std::string& at);
  void options(const Json& list, std::size_t most, TextKind kind, const std::string& at);
  void confirm(const Json& confirm, const std::string& at);
  void initial(const Json& element, const std::string& at);
  void text_input(const Json& element, const std::string& at);

  Faults& faults_;
};

}  // namespace muster::fake::slack
