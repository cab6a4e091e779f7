#include "bot/ports/page_name.hpp"

#include <algorithm>

#include "bot/base/ascii.hpp"
#include "bot/domain/operations.hpp"

namespace muster {

namespace {

std::optional<std::int64_t> digits(std::string_view text) {
  if (text.empty() || text.size() > 12 || text.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  return std::stoll(std::string{text});
}

}  // namespace

std::optional<PageName> read_page_name(std::string_view raw) {
  const std::string text = upper(raw);
  const auto slash = text.find('/');
  if (slash == std::string::npos || !text.starts_with("INC-")) return std::nullopt;
  const auto number = digits(std::string_view{text}.substr(4, slash - 4));
  const std::string page = text.substr(slash + 1);
  const std::size_t prefix = page.starts_with("PG-") ? 3 : 1;
  if (!number || !page.starts_with('P') ||
      !digits(std::string_view{page}.substr(std::min(prefix, page.size()))))
    return std::nullopt;
  return PageName{IncidentNumber{*number}, page};
}

}  // namespace muster
