// Names of pages as answers from outside carry them: "INC-42/P1", and "INC-0/PG-1" before there is an
// incident. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/domain/vocabulary.hpp"

namespace muster {

struct PageName {
  IncidentNumber incident;
  std::string page;
  friend bool operator==(const PageName&, const PageName&) = default;
};

// Case is ignored. None: not a name of a page.
[[nodiscard]] std::optional<PageName> read_page_name(std::string_view text);

}  // namespace muster
