// Template markup: any text is read without harm, escaped text reads as itself and can do nothing, and a
// postmortem text of any shape keeps what is outside its generated blocks.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "bot/base/utf8.hpp"
#include "bot/text/markup.hpp"
#include "bot/text/postmortem_blocks.hpp"

namespace {

using namespace muster;

void must(bool holds) {
  if (!holds) std::abort();
}

// What escape() keeps, with the line breaks that become lines.
std::string kept(std::string_view input) {
  std::string out;
  for (const char c : input) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    if (!control || c == '\t' || c == '\n') out += c;
  }
  return out;
}

// Each value after a word, where no blank at its ends is trimmed.
void check_inert(std::string_view input) {
  const Message message = parse_markup("Said: " + markup::escape(input) + " .");
  must(message.blocks.size() == 1);
  const auto& paragraph = std::get<Paragraph>(message.blocks.front());
  for (const Line& line : paragraph.lines) {
    for (const Span& span : line) {
      const auto* plain = std::get_if<Plain>(&span);
      must(plain != nullptr && !plain->bold && !plain->italic && !plain->code);
    }
  }
  must(plain_text(message) == "Said: " + kept(input) + " .");
}

std::string digest(std::string_view text) {
  std::uint64_t hash = 1469598103934665603ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return std::to_string(hash) + std::string(16, '0');
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view input{reinterpret_cast<const char*>(bytes), size};

  const Message message = parse_markup(input);
  static_cast<void>(plain_text(message));
  for (const Block& block : message.blocks) {
    if (const auto* buttons = std::get_if<Buttons>(&block)) {
      for (const Button& button : buttons->buttons) {
        must(!button.label.empty() && button.command.empty() != button.url.empty());
        must(button.url.empty() || may_link(button.url));
      }
    }
  }
  check_inert(input);

  const std::string fresh = generated_block("a", "newer", digest) + generated_block("b", input, digest);
  const std::string merged = merge_blocks(input, fresh, digest);
  must(merge_blocks(merged, fresh, digest) == merged);
  must(merge_blocks(fresh, fresh, digest) == fresh || input.find("<!-- muster:") != std::string_view::npos);
  return 0;
}
