#include "integrations/slack/spans.hpp"

#include <chrono>

#include "bot/net/url.hpp"
#include "bot/text/utf16.hpp"
#include "integrations/slack/ids.hpp"
#include "integrations/slack/mrkdwn.hpp"

namespace muster::slack {
namespace {

// Marks must touch the words they format, so blanks stay outside.
std::string marked(std::string_view mark, std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \n\t");
  if (first == std::string_view::npos) return std::string{text};
  const std::size_t last = text.find_last_not_of(" \n\t") + 1;
  std::string out{text.substr(0, first)};
  out += mark;
  out += foreign(text.substr(first, last - first));
  out += mark;
  out += text.substr(last);
  return out;
}

std::string render(const Plain& plain) {
  if (plain.code) return code(plain.text);
  if (plain.bold) return marked("*", plain.text);
  if (plain.italic) return marked("_", plain.text);
  return foreign(plain.text);
}

std::string date_text(const Moment& moment) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(moment.at).time_since_epoch().count();
  std::string fallback = escape(moment.fallback.empty() ? iso_seconds(moment.at) : moment.fallback);
  return "<!date^" + std::to_string(seconds) + "^{date_short_pretty} {time}|" + fallback + ">";
}

struct Render {
  const People& people;

  std::string operator()(const Plain& plain) const { return render(plain); }
  std::string operator()(const PersonMention& mention) const {
    const std::string id = people.identity_of(mention.person, kPlatform);
    if (!id.empty()) return "<@" + escape(id) + ">";
    return foreign(mention.name.empty() ? people.name_of(mention.person) : mention.name);
  }
  std::string operator()(const RoomMention& mention) const {
    if (mention.room.platform == kPlatform && is_channel_id(mention.room.room))
      return "<#" + mention.room.room + ">";
    return foreign(mention.name);
  }
  std::string operator()(const Hyperlink& hyperlink) const {
    return is_safe_link(hyperlink.url) ? link(hyperlink.url, hyperlink.label) : foreign(hyperlink.label);
  }
  std::string operator()(const Moment& moment) const { return date_text(moment); }
};

// How many bytes of `text` render to at most `most` units, preferring to end after a blank; at least one.
std::size_t fitting(const Plain& piece, std::string_view text, std::size_t most) {
  // A unit is at most three bytes.
  const std::size_t bytes = fitting_prefix(text, 3 * most + 3, [&](std::string_view prefix) {
    Plain cut = piece;
    cut.text = prefix;
    return utf16_units(render(cut)) <= most;
  });
  return std::max<std::size_t>(bytes, 1);
}

class Packer {
 public:
  explicit Packer(std::size_t most) : most_{most} {}

  void add(std::string piece) {
    if (utf16_units(text_) + utf16_units(piece) > most_) flush();
    text_ += piece;
  }
  void add_plain(const Plain& plain) {
    const std::string text = presentable(plain.text);
    std::string_view rest = text;
    while (!rest.empty()) {
      const std::size_t bytes = fitting(plain, rest, most_);
      Plain piece = plain;
      piece.text = rest.substr(0, bytes);
      add(render(piece));
      rest.remove_prefix(bytes);
    }
  }
  std::vector<std::string> finish() {
    flush();
    return std::move(texts_);
  }

 private:
  void flush() {
    const std::size_t last = text_.find_last_not_of(" \n");
    if (last != std::string::npos) texts_.push_back(text_.substr(0, last + 1));
    text_.clear();
  }

  std::size_t most_;
  std::string text_;
  std::vector<std::string> texts_;
};

}  // namespace

bool is_safe_link(const std::string& url) {
  const auto parsed = net::parse_service_url(url);
  return parsed && (parsed->scheme == "https" || parsed->scheme == "http") && utf16_units(url) <= 2900;
}

std::string mrkdwn(const Span& span, const People& people) {
  return std::visit(Render{people}, span);
}

std::string mrkdwn(const Line& line, const People& people) {
  std::string text;
  for (const Span& span : line) text += mrkdwn(span, people);
  return text;
}

std::vector<std::string> pack(const std::vector<Line>& lines, const People& people, std::size_t most) {
  Packer packer{most};
  bool first = true;
  for (const Line& line : lines) {
    if (!first) packer.add("\n");
    first = false;
    for (const Span& span : line) {
      const auto* plain = std::get_if<Plain>(&span);
      if (plain != nullptr) {
        packer.add_plain(*plain);
        continue;
      }
      const std::string text = mrkdwn(span, people);
      // Cutting a link or a date would break it; one that alone is too long is shown as its label.
      if (utf16_units(text) <= most)
        packer.add(text);
      else if (const auto* long_link = std::get_if<Hyperlink>(&span))
        packer.add_plain({.text = long_link->label});
    }
  }
  return packer.finish();
}

}  // namespace muster::slack
