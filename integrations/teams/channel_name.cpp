#include <algorithm>
#include <array>

#include "bot/base/ascii.hpp"
#include "bot/base/contains.hpp"
#include "bot/base/utf8.hpp"
#include "bot/domain/grammar.hpp"
#include "integrations/teams/rooms.hpp"

namespace muster::teams {

namespace {

// "Limits and specifications for Microsoft Teams": channel names.
constexpr std::string_view kRefused = "~#%&*{}+/\\:<>?|'\",";
constexpr std::array<std::string_view, 9> kReserved = {"con",     "prn",         "aux",   "nul",  "conin$",
                                                       "conout$", "desktop.ini", "forms", "_vti_"};
constexpr std::size_t kMostChars = 46;  // of 50: a number may follow

bool is_reserved(const std::string& name) {
  const bool is_port = name.size() == 4 && (name.starts_with("com") || name.starts_with("lpt")) &&
                       name[3] >= '1' && name[3] <= '9';
  return is_port || contains(kReserved, name);
}

}  // namespace

std::string channel_name(std::string_view wanted) {
  std::string name;
  for (const char c : clean_text(wanted, false)) {
    const bool is_refused = kRefused.find(c) != std::string_view::npos;
    const bool doubles = c == '.' && name.ends_with('.');
    name += is_refused || doubles ? '-' : c;
  }
  if (count_chars(name) > kMostChars) name = shorten(name, kMostChars);
  constexpr std::string_view kEdges = "_.- ";
  while (!name.empty() && kEdges.find(name.front()) != std::string_view::npos) name.erase(0, 1);
  while (!name.empty() && kEdges.find(name.back()) != std::string_view::npos) name.pop_back();
  if (name.empty()) name = "incident";
  return is_reserved(lower(name)) ? "inc-" + name : name;
}

}  // namespace muster::teams
