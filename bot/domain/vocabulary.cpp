#include "bot/domain/vocabulary.hpp"

#include "bot/base/ascii.hpp"
#include "bot/domain/effect.hpp"
#include "bot/domain/event.hpp"

namespace muster {

std::string to_string(IncidentNumber number) {
  return "INC-" + std::to_string(number.value);
}

std::string platform_title(std::string platform) {
  if (!platform.empty() && is_lower(platform[0])) platform[0] = static_cast<char>(platform[0] - 32);
  return platform;
}

std::string_view type_of(const EventBody& body) {
  return std::visit([]<class T>(const T&) { return T::kType; }, body);
}

std::string_view type_of(const EffectBody& body) {
  return std::visit([]<class T>(const T&) { return T::kType; }, body);
}

}  // namespace muster
