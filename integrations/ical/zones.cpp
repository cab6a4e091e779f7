#include "integrations/ical/zones.hpp"

#include <unicode/timezone.h>
#include <unicode/unistr.h>

namespace muster::ical {

namespace {

const date::time_zone* windows_zone(const std::string& name) {
  icu::UnicodeString id;
  UErrorCode failure = U_ZERO_ERROR;
  icu::TimeZone::getIDForWindowsID(icu::UnicodeString::fromUTF8(name), nullptr, id, failure);
  if (U_FAILURE(failure) != 0 || id.isEmpty()) return nullptr;
  std::string found;
  id.toUTF8String(found);
  return find_zone(found);
}

}  // namespace

const date::time_zone* zone_of_calendar(const std::string& name) {
  if (name.empty()) return nullptr;
  if (const auto* zone = find_zone(name)) return zone;
  if (const auto* zone = windows_zone(name)) return zone;
  for (auto slash = name.find('/'); slash != std::string::npos; slash = name.find('/', slash + 1)) {
    if (const auto* zone = find_zone(name.substr(slash + 1))) return zone;
  }
  return nullptr;
}

}  // namespace muster::ical
