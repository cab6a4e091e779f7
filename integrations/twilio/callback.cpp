#include "integrations/twilio/callback.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <span>

#include "bot/base/ascii.hpp"
#include "bot/base/utf8.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/net/digest.hpp"
#include "bot/net/sealed.hpp"
#include "bot/net/signature.hpp"
#include "bot/net/url.hpp"

namespace muster::twilio {

namespace {

struct Word {
  std::string_view status;
  int rank;
  SendState state;
};
constexpr std::array kMessageWords = {
    Word{"accepted", 1, SendState::accepted},  Word{"scheduled", 1, SendState::accepted},
    Word{"queued", 2, SendState::accepted},    Word{"sending", 3, SendState::accepted},
    Word{"sent", 4, SendState::accepted},      Word{"delivered", 5, SendState::delivered},
    Word{"undelivered", 5, SendState::failed}, Word{"failed", 5, SendState::failed},
    Word{"canceled", 5, SendState::failed},    Word{"read", 6, SendState::delivered},
};
// A call that was completed was answered before, whoever or whatever answered.
constexpr std::array kCallWords = {
    Word{"queued", 1, SendState::accepted},    Word{"initiated", 2, SendState::accepted},
    Word{"ringing", 3, SendState::accepted},   Word{"in-progress", 4, SendState::delivered},
    Word{"answered", 4, SendState::delivered}, Word{"completed", 5, SendState::delivered},
    Word{"busy", 5, SendState::failed},        Word{"failed", 5, SendState::failed},
    Word{"no-answer", 5, SendState::failed},   Word{"canceled", 5, SendState::failed},
};

std::optional<Progress> find(std::span<const Word> words, const std::string& status) {
  const auto found = std::ranges::find(words, status, &Word::status);
  if (found == words.end()) return std::nullopt;
  return Progress{found->rank, found->state, status};
}

// The same address with the port of its scheme written, or left out.
std::string with_port(const std::string& url, bool written) {
  const auto scheme = url.find("://");
  if (scheme == std::string::npos) return url;
  const std::string port = url.starts_with("https") ? ":443" : ":80";
  const auto host_end = std::min(url.find_first_of("/?", scheme + 3), url.size());
  const std::string host = url.substr(0, host_end);
  const std::string rest = url.substr(host_end);
  if (written) return host.find(':', scheme + 3) == std::string::npos ? host + port + rest : url;
  return host.ends_with(port) ? host.substr(0, host.size() - port.size()) + rest : url;
}

}  // namespace

std::optional<Form> read_form(std::string_view body) {
  const auto fields = net::form_decode(body);
  if (!fields) return std::nullopt;
  return Form{fields->begin(), fields->end()};
}

std::string field(const Form& form, const std::string& name) {
  const auto found = form.find(name);
  return found == form.end() ? std::string{} : found->second;
}

std::string signature_of(const Secret& auth_token, const std::string& url, const Form& form) {
  std::string covered = url;
  // Of fields with one name each value counts once, in order.
  const std::set<std::pair<std::string, std::string>> fields{form.begin(), form.end()};
  for (const auto& [name, value] : fields) covered += name + value;
  return net::base64(net::hmac_sha1(auth_token, covered));
}

bool is_signed(const std::vector<Secret>& auth_tokens, const std::string& url, const Form& form,
               const std::string& signature) {
  bool good = false;
  for (const Secret& token : auth_tokens) {
    if (token.empty()) continue;
    for (const std::string& form_of_url : {url, with_port(url, true), with_port(url, false)})
      good = net::constant_time_equal(signature_of(token, form_of_url, form), signature) || good;
  }
  return good;
}

std::string seal_page(const Secret& key, const PageToken& token) {
  return net::seal(key, to_string(token.page.incident) + "/" + token.page.page + "\n" + token.person.value +
                            "\n" + token.method);
}

std::optional<PageToken> unseal_page(const Secret& key, const std::string& sealed) {
  const auto words = net::unseal(key, sealed);
  if (!words) return std::nullopt;
  const auto first = words->find('\n');
  const auto last = words->rfind('\n');
  const auto page = read_page_name(std::string_view{*words}.substr(0, first));
  if (!page || first == last) return std::nullopt;
  return PageToken{*page, PersonId{words->substr(first + 1, last - first - 1)}, words->substr(last + 1)};
}

std::optional<Progress> read_progress(const Form& form) {
  if (const std::string status = field(form, "MessageStatus"); !status.empty()) {
    auto progress = find(kMessageWords, status);
    const std::string code = field(form, "ErrorCode");
    if (progress && progress->state == SendState::failed && !code.empty())
      progress->detail += ": " + error_words(code);
    return progress;
  }
  auto progress = find(kCallWords, field(form, "CallStatus"));
  if (progress && field(form, "AnsweredBy").starts_with("machine")) progress->detail += ", by a machine";
  return progress;
}

std::optional<PageAnswer> read_key(std::string_view digits) {
  if (digits == "4") return PageAnswer::acknowledge;
  if (digits == "5") return PageAnswer::decline;
  return std::nullopt;
}

std::optional<TextReply> read_text(std::string_view text) {
  const FirstWord parts = first_word(lower(clean_text(text, false)));
  std::string word = parts.word;
  while (!word.empty() && std::string_view{".,!"}.contains(word.back())) word.pop_back();
  TextReply reply;
  if (word == "5" || word == "decline" || word == "no")
    reply.answer = PageAnswer::decline;
  else if (word != "4" && word != "ack" && word != "ok" && word != "yes" && word != "acknowledge")
    return std::nullopt;
  reply.page = read_page_name(first_word(parts.rest).word);
  return reply;
}

std::string error_words(const std::string& code) {
  static const std::map<std::string, std::string> kWords = {
      {"30001", "Twilio's queue is full"},
      {"30003", "the phone is unreachable"},
      {"30004", "the number blocks messages"},
      {"30005", "the number is unknown"},
      {"30006", "a landline, or the carrier cannot be reached"},
      {"30007", "filtered by the carrier"},
      {"30008", "the carrier gives no reason"},
      {"30034", "the sender is not registered (A2P 10DLC)"},
      {"21610", "the person answered STOP; START undoes it"},
      {"21614", "not a mobile number"},
  };
  const auto found = kWords.find(code);
  const bool is_code =
      !code.empty() && code.size() <= 6 && code.find_first_not_of("0123456789") == std::string::npos;
  if (found != kWords.end()) return found->second + " (" + code + ")";
  return is_code ? "error " + code : "an error";
}

}  // namespace muster::twilio
