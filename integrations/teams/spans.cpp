#include "integrations/teams/spans.hpp"

#include <algorithm>

#include "bot/base/ascii.hpp"
#include "bot/base/utf8.hpp"
#include "bot/domain/event.hpp"
#include "bot/net/url.hpp"
#include "bot/text/markup.hpp"
#include "bot/text/utf16.hpp"
#include "integrations/teams/ids.hpp"
#include "integrations/teams/markdown.hpp"

namespace muster::teams {
namespace {

constexpr std::string_view kEllipsis = "\xE2\x80\xA6";  // U+2026
constexpr std::string_view kLineBreak = "\n\n";
constexpr std::size_t kUrlUnits = 2000;
constexpr std::size_t kMentionUnits = 100;

// Marks format only where they touch a word from outside and no blank from inside; a joiner counts as one.
std::string marked_line(std::string_view mark, std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t");
  if (first == std::string_view::npos) return std::string{line};
  const std::string_view words = line.substr(first, line.find_last_not_of(" \t") + 1 - first);
  std::string out{line.substr(0, first)};
  out += mark;
  if (!is_alnum(words.front())) out += kWordJoiner;
  out += foreign(words, false);
  if (!is_alnum(words.back())) out += kWordJoiner;
  out += mark;
  out += line.substr(first + words.size());
  return out;
}

std::string marked(std::string_view mark, std::string_view text, bool starts) {
  std::string out;
  while (true) {
    // Blanks before a mark at the start of a line could make it code.
    if (starts) text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    const std::size_t end = text.find('\n');
    out += marked_line(mark, text.substr(0, end));
    if (end == std::string_view::npos) return out;
    if (!out.ends_with(kLineBreak)) out += kLineBreak;
    text.remove_prefix(end + 1);
    starts = true;
  }
}

bool begins_line(std::string_view before) {
  return before.empty() || before.back() == '\n';
}

// Where a list could begin: behind a link or parenthesis, too, on a phone.
bool starts_after(std::string_view before) {
  return begins_line(before) || before.back() == ')';
}

// This Markdown has no code: such a piece is shown as it is.
std::string render(const Plain& plain, std::string_view before) {
  std::string_view text = plain.text;
  // Blanks at the start of a line, which nobody sees, could add up to indented code.
  if (begins_line(before)) text.remove_prefix(std::min(text.find_first_not_of(" \t\n"), text.size()));
  const bool starts = starts_after(before);
  if (plain.bold) return marked("**", text, starts);
  if (plain.italic) return marked("_", text, starts);
  return foreign(text, starts);
}

// False for a text that is too long to be worth rendering whole.
bool may_fit(const Span& span, std::size_t room) {
  const auto* plain = std::get_if<Plain>(&span);
  return plain == nullptr || plain->text.size() <= room;
}

// Between two marks of the same kind, which would be read as one; and behind a mark a phone would swallow a
// backslash.
bool needs_joiner(std::string_view before, std::string_view text) {
  if (before.empty() || text.empty() || (before.back() != '*' && before.back() != '_')) return false;
  return text.front() == before.back() || text.front() == '\\';
}

std::string link(std::string_view url, std::string_view label) {
  std::string words = foreign(label, false);
  for (std::size_t at = words.find(kLineBreak); at != std::string::npos; at = words.find(kLineBreak, at))
    words.replace(at, kLineBreak.size(), " ");
  return "[" + words + "](" + link_target(url) + ")";
}

// A name within <at>…</at>: whatever could be markup becomes a blank, because nobody tells whether a client
// looks for the mention before it reads the Markdown or afterwards.
std::string mention_name(std::string_view name) {
  std::string words;
  for (const char c : presentable(name)) {
    const bool plain = std::string_view{"<>&*_[]`\\~|#{}$\n\t "}.find(c) == std::string_view::npos;
    if (plain)
      words += c;
    else if (!words.empty() && words.back() != ' ')
      words += ' ';
  }
  while (!words.empty() && words.back() == ' ') words.pop_back();
  return words.empty() ? "person" : utf16_shorten(words, kMentionUnits);
}

}  // namespace

std::size_t json_bytes(std::string_view text) {
  const auto doubled =
      std::ranges::count_if(text, [](char c) { return c == '"' || c == '\\' || c == '\n' || c == '\t'; });
  return text.size() + static_cast<std::size_t>(doubled);
}

std::size_t mention_bytes(const Mentioned& mentioned) {
  constexpr std::size_t kFrame = 80;  // {"mentioned":{"id":"","name":""},"text":"","type":"mention"},
  return kFrame + json_bytes(mentioned.text) + json_bytes(mentioned.id) + json_bytes(mentioned.name);
}

SpanWriter::SpanWriter(const People& people, std::string tenant, std::string team)
    : people_{people}, tenant_{std::move(tenant)}, team_{std::move(team)} {}

SpanWriter::Written SpanWriter::mention_of(const std::string& id, const std::string& name) const {
  for (const Mentioned& known : mentioned_) {
    if (known.id == id) return {known.text, std::nullopt};
  }
  // Two of one name need two texts: a client finds a mention by its text.
  const std::string shown = mention_name(name);
  std::string text = "<at>" + shown + "</at>";
  for (int i = 2; std::ranges::find(mentioned_, text, &Mentioned::text) != mentioned_.end(); ++i)
    text = "<at>" + shown + " " + std::to_string(i) + "</at>";
  return {text, Mentioned{text, presentable(id), utf16_shorten(presentable(name), kMentionUnits)}};
}

std::string SpanWriter::room_link(const RoomMention& mention, bool starts) const {
  const std::string& room = mention.room.room;
  const std::string name = mention.name.empty() ? room : mention.name;
  if (mention.room.platform != kPlatform || room.empty() || tenant_.empty() || team_.empty())
    return foreign("#" + name, starts);
  const std::string channel = room.substr(0, room.find(';'));  // without the thread
  return link("https://teams.microsoft.com/l/channel/" + net::percent_encode(channel) + "/" +
                  net::percent_encode(name) + "?groupId=" + net::percent_encode(team_) +
                  "&tenantId=" + net::percent_encode(tenant_),
              "#" + name);
}

SpanWriter::Written SpanWriter::written(const Span& span, std::string_view before) const {
  const bool starts = starts_after(before);
  return std::visit(
      Overloaded{
          [&](const Plain& plain) { return Written{render(plain, before), std::nullopt}; },
          [&](const PersonMention& mention) {
            const std::string id = people_.identity_of(mention.person, kPlatform);
            const std::string name = mention.name.empty() ? people_.name_of(mention.person) : mention.name;
            if (!id.empty()) return mention_of(id, name);
            return Written{marked("**", presentable(name), starts), std::nullopt};
          },
          [&](const RoomMention& mention) { return Written{room_link(mention, starts), std::nullopt}; },
          [&](const Hyperlink& hyperlink) {
            const std::string& label = hyperlink.label.empty() ? hyperlink.url : hyperlink.label;
            if (!may_link(hyperlink.url) || utf16_units(hyperlink.url) > kUrlUnits)
              return Written{foreign(label, starts), std::nullopt};
            return Written{link(hyperlink.url, label), std::nullopt};
          },
          [&](const Moment& moment) {
            return Written{
                foreign(moment.fallback.empty() ? iso_seconds(moment.at) : moment.fallback, starts),
                std::nullopt};
          },
      },
      span);
}

bool SpanWriter::add(std::string& out, const Span& span, std::size_t& room) {
  Written piece = written(span, out);
  if (begins_line(out)) piece.text.erase(0, piece.text.find_first_not_of('\n'));
  if (needs_joiner(out, piece.text)) piece.text.insert(0, kWordJoiner);
  const std::size_t bytes = json_bytes(piece.text) + (piece.mentioned ? mention_bytes(*piece.mentioned) : 0);
  if (bytes > room) return false;
  room -= bytes;
  out += piece.text;
  if (piece.mentioned) mentioned_.push_back(*std::move(piece.mentioned));
  return true;
}

void SpanWriter::add_start(std::string& out, const Plain& plain, std::size_t& room) {
  Plain piece = plain;
  const std::size_t bytes = fitting_prefix(plain.text, room, [&](std::string_view prefix) {
    piece.text = prefix;
    return json_bytes(written(piece, out).text) + kWordJoiner.size() <= room;
  });
  piece.text = plain.text.substr(0, bytes);
  (void)add(out, piece, room);
}

std::string SpanWriter::write(const std::vector<Line>& lines, std::size_t most, bool& cut) {
  std::string out;
  std::size_t room = most - std::min(most, kEllipsis.size() + json_bytes(kLineBreak));
  const auto trimmed = [&] {
    out.erase(out.find_last_not_of(" \n") + 1);
    return out;
  };
  for (const Line& line : lines) {
    if (!trimmed().empty()) out += kLineBreak;
    room -= std::min(room, json_bytes(kLineBreak));
    for (const Span& span : line) {
      const auto* plain = std::get_if<Plain>(&span);
      Span piece = span;
      if (plain != nullptr) std::get<Plain>(piece).text = presentable(plain->text);
      if (may_fit(piece, room) && add(out, piece, room)) continue;
      if (plain != nullptr) add_start(out, std::get<Plain>(piece), room);
      cut = true;
      return trimmed().empty() ? out : out + std::string{kEllipsis};
    }
  }
  return trimmed();
}

}  // namespace muster::teams
