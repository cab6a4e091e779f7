// Any bytes as an answer of Slack's Web API, under any status: read without harm, and what is said of a
// refusal is a word, never what somebody in between wrote.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "bot/base/utf8.hpp"
#include "integrations/slack/api_wire.hpp"

namespace {

using namespace muster;

void read_as_everything(const slack::ApiAnswer& answer, const slack::Self& self) {
  (void)slack::text_of(answer, "ts");
  (void)slack::next_cursor(answer);
  (void)slack::read_self(answer);
  (void)slack::read_channels(answer);
  (void)slack::read_refused(answer);
  (void)slack::read_profile(answer, self);
  (void)slack::find_by_key(answer, "key");
  (void)slack::shares_file(answer, self, "a.md", "A");
  (void)slack::find_message(answer, "1795499090.000100");
  (void)slack::has_bookmark(answer, "A", "https://example.org");
  for (const Inbound& inbound : slack::read_past(answer, "C1", self, Time{}).inbound) {
    if (inbound.origin_key.empty()) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static constexpr int kStatuses[] = {200, 200, 200, 302, 400, 401, 404, 429, 500, 503};
  const int status = kStatuses[data[0] % std::size(kStatuses)];
  const std::string body{reinterpret_cast<const char*>(data) + 1, size - 1};
  const slack::Self self{
      .team = "T1", .bot_user = "U0BOT", .bot_id = "B0BOT", .workspace = "https://acme.slack.com/"};
  const auto answer = slack::read_answer("auth.test", {status, {}, body}, {"name_taken"});
  if (answer) {
    read_as_everything(*answer, self);
    return 0;
  }
  const std::string& say = answer.error().say;
  if (say.empty() || !is_valid_utf8(say)) std::abort();
  const auto open = say.find("refused auth.test (");
  if (open == std::string::npos) return 0;
  const auto begin = open + 19;
  const auto end = say.find_first_of("),", begin);
  const auto is_of_a_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  if (!std::all_of(say.begin() + static_cast<std::ptrdiff_t>(begin),
                   say.begin() + static_cast<std::ptrdiff_t>(end), is_of_a_word))
    std::abort();
  return 0;
}
