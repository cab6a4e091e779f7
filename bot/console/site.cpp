#include "bot/console/site.hpp"

#include "bot/base/utf8.hpp"
#include "bot/console/newcomer.hpp"

namespace muster::console {

std::string Site::base_url() const {
  std::string url = policy().console_url;
  while (url.ends_with('/')) url.pop_back();
  return url.empty() ? "http://127.0.0.1:" + std::to_string(port) : url;
}

Guest Site::guest_called(const std::string& name) const {
  const Person* known = person_called(name, policy(), people());
  if (known != nullptr) return {known->id, known->name};
  return {std::nullopt, clean_text(name, false)};
}

std::string Site::signin_link(Guest guest) {
  return base_url() + "/#signin=" + links.make(std::move(guest), now());
}

}  // namespace muster::console
