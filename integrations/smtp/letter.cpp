#include "integrations/smtp/letter.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "bot/net/digest.hpp"
#include "bot/net/signature.hpp"

namespace muster::smtp {

namespace {

constexpr std::size_t kLine = 76;
constexpr std::size_t kWord = 42;  // bytes whose base64 fits an encoded word of 75 characters

bool is_header_text(std::string_view text) {
  return std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](unsigned char c) { return c < 0x80; });
}

std::string base64_lines(std::string_view bytes) {
  const std::string all = net::base64(bytes);
  std::string lines;
  for (std::size_t at = 0; at < all.size(); at += kLine) lines += all.substr(at, kLine) + "\r\n";
  return lines;
}

std::string part(const std::string& boundary, std::string_view type, std::string_view content) {
  return "--" + boundary + "\r\nContent-Type: " + std::string{type} +
         "; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64_lines(content);
}

std::string two(long n) {
  return (n < 10 ? "0" : "") + std::to_string(n);
}

}  // namespace

std::string mail_date(Time t) {
  constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto midnight = std::chrono::floor<std::chrono::days>(t);
  const std::chrono::year_month_day day{midnight};
  const std::chrono::weekday weekday{midnight};
  const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(t - midnight)};
  return std::string{kDays.at(weekday.c_encoding())} + ", " + two(static_cast<unsigned>(day.day())) + " " +
         std::string{kMonths.at(static_cast<unsigned>(day.month()) - 1)} + " " +
         std::to_string(static_cast<int>(day.year())) + " " + two(time.hours().count()) + ":" +
         two(time.minutes().count()) + ":" + two(time.seconds().count()) + " +0000";
}

std::string encoded_words(std::string_view text) {
  if (is_ascii(text) && text.size() <= 200 && !text.contains("=?")) return std::string{text};
  std::string words;
  while (!text.empty()) {
    std::size_t end = std::min(kWord, text.size());
    const auto continues = [&](std::size_t at) {
      return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80U;
    };
    while (end > kWord - 4 && continues(end)) --end;
    words += (words.empty() ? "=?utf-8?B?" : "\r\n =?utf-8?B?") + net::base64(text.substr(0, end)) + "?=";
    text.remove_prefix(end);
  }
  return words;
}

Result<std::string> letter_bytes(const Letter& letter) {
  for (const std::string& value :
       {letter.from, letter.to, letter.reply_to, letter.message_id, letter.thread_id, letter.subject}) {
    if (!is_header_text(value))
      return fail(ErrorKind::invalid, "A mail's header may not hold line breaks or control characters.");
  }
  std::string bytes;
  const auto header = [&](std::string_view name, const std::string& value) {
    bytes += std::string{name} + ": " + value + "\r\n";
  };
  header("From", "muster <" + letter.from + ">");
  header("To", "<" + letter.to + ">");
  if (!letter.reply_to.empty()) header("Reply-To", "<" + letter.reply_to + ">");
  header("Date", mail_date(letter.date));
  header("Message-ID", "<" + letter.message_id + ">");
  header("In-Reply-To", "<" + letter.thread_id + ">");
  header("References", "<" + letter.thread_id + ">");
  header("Subject", encoded_words(letter.subject));
  header("Auto-Submitted", "auto-generated");
  header("X-Auto-Response-Suppress", "OOF, AutoReply");
  header("Importance", "high");
  header("MIME-Version", "1.0");
  const std::string boundary = "=_" + net::sha256_hex(letter.message_id).substr(0, 32);
  header("Content-Type", "multipart/alternative; boundary=\"" + boundary + "\"");
  bytes += "\r\n" + part(boundary, "text/plain", letter.text) + part(boundary, "text/html", letter.html);
  return bytes + "--" + boundary + "--\r\n";
}

}  // namespace muster::smtp
