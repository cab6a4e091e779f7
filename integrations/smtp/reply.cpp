#include "integrations/smtp/reply.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <map>

#include "bot/base/ascii.hpp"
#include "bot/base/utf8.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/net/sealed.hpp"
#include "integrations/smtp/mime.hpp"

namespace muster::smtp {

namespace {

constexpr std::array<std::string_view, 10> kYes = {"4",    "ack", "acknowledge", "acknowledged", "ok",
                                                   "okay", "yes", "mine",        "taken",        "accept"};
constexpr std::array<std::string_view, 6> kNo = {"5", "decline", "declined", "no", "cannot", "can't"};

std::string name_of(const PageName& page) {
  return lower(to_string(page.incident)) + "." + lower(page.page);
}

}  // namespace

std::string reply_name(const Secret& key, const PageName& page, const PersonId& person) {
  const std::string name = name_of(page);
  return name + "." + net::short_mac(key, "reply\n" + name + "\n" + person.value);
}

std::optional<PageAnswer> read_answer(std::string_view text) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string line = lower(clean_text(text.substr(0, end), false));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty()) continue;
    if (line.starts_with('>')) return std::nullopt;
    std::string word = first_word(line).word;
    while (!word.empty() && std::string_view{".,!:;*"}.contains(word.back())) word.pop_back();
    if (std::ranges::find(kYes, word) != kYes.end()) return PageAnswer::acknowledge;
    if (std::ranges::find(kNo, word) != kNo.end()) return PageAnswer::decline;
    return std::nullopt;
  }
  return std::nullopt;
}

Reply read_reply(std::string_view raw) {
  static const RE2 named{R"((?i)(inc-\d{1,12})\.(p(?:g-)?\d{1,12})\.([0-9a-f]{16}))"};
  const MimePart mail = read_mail(raw);
  Reply reply;
  reply.message_id = mail.header("message-id");
  const std::string automatic = lower(mail.header("auto-submitted"));
  reply.automatic = (!automatic.empty() && automatic != "no") || mail.header("return-path") == "<>" ||
                    lower(mail.header("precedence")) == "auto_reply";
  for (const char* header : {"to", "cc", "delivered-to", "x-original-to", "in-reply-to", "references"}) {
    std::string incident;
    std::string page;
    if (!RE2::PartialMatch(mail.header(header), named, &incident, &page, &reply.mac)) continue;
    reply.page = read_page_name(incident + "/" + page);
    reply.mac = lower(reply.mac);
    break;
  }
  reply.answer = read_answer(plain_words(mail));
  return reply;
}

}  // namespace muster::smtp
