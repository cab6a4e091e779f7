#include "bench/load/frames.hpp"

#include <array>
#include <charconv>
#include <cstdio>

namespace muster::bench {

namespace {

constexpr std::string_view kIdPrefix = "7f8e9d0c-1b2a-4394-8576-";
constexpr std::uint64_t kUsers = 16;

std::string hex12(std::uint64_t number) {
  std::array<char, 16> digits{};
  std::snprintf(digits.data(), digits.size(), "%012llx", static_cast<unsigned long long>(number));
  return digits.data();
}

std::string words(const Wanted& wanted, std::uint64_t number) {
  if (wanted.distinct) {
    std::uint64_t mixed = number * 0x9e3779b97f4a7c15ULL;
    std::string text = wanted.text;
    for (int word = 0; word < 3; ++word) {
      text += ' ';
      for (int letter = 0; letter < 7;
           ++letter, mixed = mixed * 6364136223846793005ULL + 1442695040888963407ULL)
        text += static_cast<char>('a' + (mixed >> 33) % 26);
    }
    return text;
  }
  return wanted.text + " bench-" + std::to_string(number) +
         " the queue of orders grows again, node 7 answers slowly; we look at its disk and move two shards";
}

std::string command_payload(const Wanted& wanted, std::uint64_t number, const std::string& channel) {
  const std::string user = std::to_string(number % kUsers);
  const std::string id = std::to_string(number);
  return R"({"token":"gIkuvaNzQIHg97ATvDxqgjtO","team_id":"T0TEAM","team_domain":"acme","channel_id":")" +
         channel + R"(","channel_name":"inc-42-checkout-answers-slowly","user_id":"U0USER)" + user +
         R"(","user_name":"user)" + user + R"(","command":"/inc","text":")" + words(wanted, number) +
         R"(","api_app_id":"A0APP","is_enterprise_install":"false","response_url":"https:\/\/hooks.slack.com\/commands\/T0TEAM\/)" +
         id + R"(\/hYtSXn2kQ8y4mVx0aB7cD1eF","trigger_id":")" + id +
         R"(.1700000000.0123456789abcdef0123456789abcdef","enterprise_id":null,"enterprise_name":null,)"
         R"("authorizations":[{"enterprise_id":null,"team_id":"T0TEAM","user_id":"U0BOT","is_bot":true,)"
         R"("is_enterprise_install":false}],"event_context":"4-eyJldCI6ImFwcF9tZW50aW9uIiwidGlkIjoiVDBURUFNIiwi)"
         R"(YWlkIjoiQTBBUFAiLCJjaWQiOiJDMEJFTkNIIn0xMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkw"})";
}

std::string event_payload(const Wanted& wanted, std::uint64_t number, const std::string& channel) {
  const std::string user = std::to_string(number % kUsers);
  const std::string said = words(wanted, number);
  std::array<char, 32> stamp{};
  std::snprintf(stamp.data(), stamp.size(), "%llu.%06llu",
                static_cast<unsigned long long>(1700000000 + number / 1000000),
                static_cast<unsigned long long>(number % 1000000));
  const std::string ts = stamp.data();
  return R"({"token":"legacy-ignore","team_id":"T0TEAM","api_app_id":"A0APP","type":"event_callback","event_id":"Ev)" +
         hex12(number) +
         R"(","event_time":1700000000,"event_context":"1-app_mention-T0TEAM-C1","is_ext_shared_channel":false,)"
         R"("authorizations":[{"enterprise_id":null,"team_id":"T0TEAM","user_id":"U0BOT","is_bot":true,)"
         R"("is_enterprise_install":false}],"event":{"type":"app_mention","client_msg_id":"f0582a78-0000-4000-8000-)" +
         hex12(number) + R"(","user":"U0USER)" + user + R"(","text":"<@U0BOT> )" + said +
         R"(","team":"T0TEAM","channel":")" + channel + R"(","ts":")" + ts + R"(","event_ts":")" + ts +
         R"(","blocks":[{"type":"rich_text","block_id":"b1","elements":[{"type":"rich_text_section","elements":)"
         R"([{"type":"user","user_id":"U0BOT"},{"type":"text","text":" )" +
         said + R"("}]}]}]}})";
}

std::uint64_t number_at(std::string_view text, int base) {
  std::uint64_t number = kNone;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number, base);
  return read.ec == std::errc{} ? number : kNone;
}

}  // namespace

std::string envelope(const Wanted& wanted, std::uint64_t number, const std::string& channel) {
  const bool is_command = wanted.kind == EnvelopeKind::command;
  return R"({"envelope_id":")" + std::string{kIdPrefix} + hex12(number) + R"(","type":")" +
         (is_command ? "slash_commands" : "events_api") + R"(","accepts_response_payload":)" +
         (is_command ? "true" : R"(false,"retry_attempt":0,"retry_reason":"")") + R"(,"payload":)" +
         (is_command ? command_payload(wanted, number, channel) : event_payload(wanted, number, channel)) +
         "}";
}

std::uint64_t acknowledged(std::string_view ack) {
  const std::size_t at = ack.find(kIdPrefix);
  if (at == std::string_view::npos || at + kIdPrefix.size() + 12 > ack.size()) return kNone;
  return number_at(ack.substr(at + kIdPrefix.size(), 12), 16);
}

std::uint64_t posted(std::string_view body) {
  const std::size_t at = body.find("bench-");
  return at == std::string_view::npos ? kNone : number_at(body.substr(at + 6), 10);
}

}  // namespace muster::bench
