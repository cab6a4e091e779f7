// PageLinks: addresses at which a page is answered without signing in, for mails and phones.
//
// A link names incident, page, person and answer and is signed, so it can be handed to providers and needs no
// storage; it is good for that one page only, which ends by itself. Whoever holds it is taken for the person:
// the page behind it asks before it does anything, since mail scanners open every link. Safe from every
// thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "bot/base/result.hpp"
#include "bot/base/secret.hpp"
#include "bot/domain/inbound.hpp"

namespace muster {

class PageLinks {
 public:
  // base_url: Policy::console_url; empty: there are no links.
  PageLinks(Secret key, std::string base_url) : key_{std::move(key)}, base_url_{std::move(base_url)} {}

  // Empty without a base address.
  [[nodiscard]] std::string link(IncidentNumber incident, const std::string& page, const PersonId& person,
                                 PageAnswer answer) const;
  // None: not one of ours, or changed.
  [[nodiscard]] std::optional<PageAnswered> read(const std::string& token) const;

 private:
  [[nodiscard]] std::string signature(const std::string& payload) const;
  Secret key_;
  std::string base_url_;
};

// The key that links are signed with: page.key in the data directory, made when it is not there; readable by
// its owner only. unavailable: it can neither be read nor written.
[[nodiscard]] Result<Secret> page_key(const std::filesystem::path& data_dir);

}  // namespace muster
