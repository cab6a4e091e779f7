// The zone a calendar means.
#pragma once

#include <string>

#include "bot/domain/zone_clock.hpp"

namespace muster::ical {

// By IANA name, by the longest end of a path that is one ("/freeassociation.sourceforge.net/Europe/Berlin"),
// or by Windows name ("W. Europe Standard Time"; table of CLDR in ICU). Null for any other.
[[nodiscard]] const date::time_zone* zone_of_calendar(const std::string& name);

}  // namespace muster::ical
