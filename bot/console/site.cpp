#include "bot/console/site.hpp"

#include "bot/base/utf8.hpp"
#include "bot/console/newcomer.hpp"

namespace muster::console {

std::string Site::base_url() const {
  std::string url = policy().console_url;
  while (url.ends_with('/')) url.pop_back();
  if (!url.empty()) return url;
  // An address that means "every one of this machine's" is no place to go to.
  std::string reachable = host == "0.0.0.0" || host == "::" ? "127.0.0.1" : host;
  if (reachable.contains(':')) reachable = "[" + reachable + "]";
  return (is_tls ? "https://" : "http://") + reachable + ":" + std::to_string(port);
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
