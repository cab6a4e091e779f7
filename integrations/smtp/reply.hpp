// A reply to a mail of ours, as a mail server pipes it in: which page it is about, by what nobody else could
// have made, and what it says. The sender's address proves nothing and is not read.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/base/secret.hpp"
#include "bot/domain/inbound.hpp"
#include "bot/ports/page_name.hpp"

namespace muster::smtp {

// What names page and person in our mails: "inc-42.p1.0123456789abcdef".
[[nodiscard]] std::string reply_name(const Secret& key, const PageName& page, const PersonId& person);

struct Reply {
  std::string message_id;  // may be empty
  bool automatic = false;  // an out-of-office answer or a bounce
  std::optional<PageName> page;
  std::string mac;                   // of page and person
  std::optional<PageAnswer> answer;  // none: not understood
};

// Any bytes: what cannot be read is absent.
[[nodiscard]] Reply read_reply(std::string_view raw);

// What a person means who writes this; none: not an answer. Case and quoted lines are ignored.
[[nodiscard]] std::optional<PageAnswer> read_answer(std::string_view text);

}  // namespace muster::smtp
