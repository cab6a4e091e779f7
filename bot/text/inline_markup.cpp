// The inline half of the markup: spans of a line.
#include <charconv>
#include <utility>

#include "bot/base/utf8.hpp"
#include "bot/text/markup.hpp"
#include "bot/text/markup_cursor.hpp"

namespace muster {

namespace {

constexpr auto kNone = std::string_view::npos;

class InlineReader {
 public:
  explicit InlineReader(std::string_view text) : text_{text} {}

  std::vector<Line> read() {
    while (at_ < text_.size()) step();
    end_line();
    return std::move(lines_);
  }

 private:
  [[nodiscard]] bool starts_with(std::string_view what) const { return text_.substr(at_).starts_with(what); }

  void step() {
    const char c = text_[at_];
    if (c == '\\' && at_ + 1 < text_.size() && escaped(text_[at_ + 1])) return;
    if (c == '`') {
      toggle(style_.code, 1);
    } else if (style_.code) {
      put(c);
    } else if (starts_with("**")) {
      toggle(style_.bold, 2);
    } else if (c == '_' && edge()) {
      toggle(style_.italic, 1);
    } else if ((c == '<' && typed_piece()) || (c == '[' && link())) {
      return;
    } else {
      put(c);
    }
  }

  void put(char c) {
    plain_ += c;
    ++at_;
  }

  bool escaped(char next) {
    if (next == 'n') {
      end_line();
    } else if (is_ascii_punctuation(next)) {
      plain_ += next;
    } else {
      return false;
    }
    at_ += 2;
    return true;
  }

  // An underscore inside a word is part of the word.
  [[nodiscard]] bool edge() const {
    const bool word_before = at_ > 0 && is_word_byte(text_[at_ - 1]);
    const bool word_after = at_ + 1 < text_.size() && is_word_byte(text_[at_ + 1]);
    return !(word_before && word_after);
  }

  void toggle(bool& flag, std::size_t length) {
    flush();
    flag = !flag;
    at_ += length;
  }

  void flush() {
    if (plain_.empty()) return;
    style_.text = std::exchange(plain_, {});
    line_.push_back(style_);
    style_.text.clear();
  }

  void end_line() {
    flush();
    lines_.push_back(std::exchange(line_, {}));
  }

  void add(Span span) {
    flush();
    line_.push_back(std::move(span));
  }

  bool typed_piece() {
    const auto end = find_unescaped(text_, '>', at_);
    if (end == kNone) return false;
    const std::string_view piece = text_.substr(at_ + 1, end - at_ - 1);
    if (!read_person(piece) && !read_room(piece) && !read_moment(piece)) return false;
    at_ = end + 1;
    return true;
  }

  bool read_person(std::string_view piece) {
    static constexpr std::string_view kPerson = "@person:";
    if (!piece.starts_with(kPerson)) return false;
    const auto [id, name] = halves(piece.substr(kPerson.size()));
    if (id.empty()) return false;
    add(PersonMention{PersonId{unescape(id)}, unescape(name.empty() ? id : name)});
    return true;
  }

  bool read_room(std::string_view piece) {
    static constexpr std::string_view kRoom = "#room:";
    if (!piece.starts_with(kRoom)) return false;
    const auto [platform, rest] = halves(piece.substr(kRoom.size()));
    const auto [room, name] = halves(rest);
    if (platform.empty() || room.empty()) return false;
    add(RoomMention{Place{unescape(platform), unescape(room), {}, {}}, unescape(name.empty() ? room : name)});
    return true;
  }

  bool read_moment(std::string_view piece) {
    static constexpr std::string_view kTime = "time:";
    if (!piece.starts_with(kTime)) return false;
    const auto [digits, fallback] = halves(piece.substr(kTime.size()));
    std::int64_t microseconds = 0;
    const char* last = digits.data() + digits.size();
    const auto [end, error] = std::from_chars(digits.data(), last, microseconds);
    if (error != std::errc{} || end != last) return false;
    // Up to the end of the year 9999: instants that a calendar can show.
    static constexpr std::int64_t kMost = 253402300799LL * 1'000'000;
    if (microseconds < 0 || microseconds > kMost) return false;
    const Time at{Duration{microseconds}};
    add(Moment{at, fallback.empty() ? hour_minute(at) + " UTC" : unescape(fallback)});
    return true;
  }

  bool link() {
    const auto label_end = find_unescaped(text_, ']', at_ + 1);
    if (label_end == kNone || label_end + 1 >= text_.size() || text_[label_end + 1] != '(') return false;
    const auto end = find_unescaped(text_, ')', label_end + 2);
    if (end == kNone) return false;
    const std::string url = unescape(text_.substr(label_end + 2, end - label_end - 2));
    if (!may_link(url)) return false;
    add(Hyperlink{url, unescape(text_.substr(at_ + 1, label_end - at_ - 1))});
    at_ = end + 1;
    return true;
  }

  static std::pair<std::string_view, std::string_view> halves(std::string_view text) {
    const auto middle = find_unescaped(text, ';', 0);
    if (middle == kNone) return {text, {}};
    return {text.substr(0, middle), text.substr(middle + 1)};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Plain style_;  // how text is styled at this point; its own text stays empty between spans
  std::string plain_;
  Line line_;
  std::vector<Line> lines_;
};

}  // namespace

std::vector<Line> parse_inline(std::string_view text) {
  if (text.empty()) return {};
  return InlineReader{text}.read();
}

}  // namespace muster
