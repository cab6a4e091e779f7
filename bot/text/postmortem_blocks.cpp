#include "bot/text/postmortem_blocks.hpp"

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "bot/text/markup_cursor.hpp"

namespace muster {

namespace {

constexpr std::string_view kBegin = "<!-- muster:begin ";
constexpr std::string_view kEnd = "<!-- muster:end ";
constexpr std::string_view kClose = " -->";
constexpr std::string_view kSuggestion = ".suggestion";
constexpr std::size_t kHashDigits = 16;

// Text outside blocks has no name.
struct Part {
  std::string name;
  std::string hash;
  std::string text;
};

// What an editor may change without anybody having edited: line ends, trailing blanks, blank lines around.
std::string settled(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r' || line.back() == '\t'))
      line.remove_suffix(1);
    if (!out.empty() || !line.empty()) (out += line) += '\n';
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  }
  while (out.ends_with('\n')) out.pop_back();
  return out;
}

std::string fingerprint(std::string_view text, const Digest& digest) {
  return digest(settled(text)).substr(0, kHashDigits);
}

// "impact 3f2a..." of a line that begins a block.
std::optional<std::pair<std::string, std::string>> read_begin(std::string_view line) {
  line = trim(line.substr(0, line.find('\n')));
  if (!line.starts_with(kBegin) || !line.ends_with(kClose)) return std::nullopt;
  const std::string_view inside = line.substr(kBegin.size(), line.size() - kBegin.size() - kClose.size());
  const auto space = inside.find(' ');
  if (space == std::string_view::npos || inside.find(' ', space + 1) != std::string_view::npos)
    return std::nullopt;
  return std::pair{std::string{inside.substr(0, space)}, std::string{inside.substr(space + 1)}};
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.push_back(text.substr(0, end == std::string_view::npos ? text.size() : end + 1));
    text.remove_prefix(lines.back().size());
  }
  return lines;
}

// The line that ends the block; lines.size() when another begins before, or none does.
std::size_t end_of(const std::string& name, const std::vector<std::string_view>& lines, std::size_t from) {
  const std::string wanted = std::string{kEnd} + name + std::string{kClose};
  for (std::size_t i = from; i < lines.size(); ++i) {
    if (trim(lines[i].substr(0, lines[i].find('\n'))) == wanted) return i;
    if (read_begin(lines[i])) break;
  }
  return lines.size();
}

// A begin without its end, or a second block of a name, is text like any other.
std::vector<Part> read_parts(std::string_view text) {
  const std::vector<std::string_view> lines = lines_of(text);
  std::vector<Part> parts;
  std::set<std::string> seen;
  std::string outside;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto begin = read_begin(lines[i]);
    const std::size_t end =
        begin && !seen.contains(begin->first) ? end_of(begin->first, lines, i + 1) : lines.size();
    if (end >= lines.size()) {
      outside += lines[i];
      continue;
    }
    parts.push_back({"", "", std::exchange(outside, {})});
    Part block{begin->first, begin->second, {}};
    for (std::size_t line = i + 1; line < end; ++line) block.text += lines[line];
    seen.insert(block.name);
    parts.push_back(std::move(block));
    i = end;
  }
  parts.push_back({"", "", std::move(outside)});
  return parts;
}

std::string block(std::string_view name, std::string_view hash, std::string_view text) {
  std::string out =
      std::string{kBegin} + std::string{name} + " " + std::string{hash} + std::string{kClose} + "\n";
  out += text;
  if (!out.ends_with('\n')) out += '\n';
  return out + std::string{kEnd} + std::string{name} + std::string{kClose} + "\n";
}

std::string suggestion_of(std::string_view fresh) {
  std::string out = "> **muster would say now:**\n>\n";
  for (const std::string_view line : lines_of(settled(fresh))) out += "> " + std::string{line};
  return out + "\n";
}

bool is_suggestion(const Part& part) {
  return part.name.ends_with(kSuggestion);
}

class Merge {
 public:
  Merge(std::string_view existing, std::string_view fresh, const Digest& digest)
      : parts_{read_parts(existing)}, digest_{digest} {
    for (Part& part : read_parts(fresh)) {
      if (!part.name.empty()) fresh_[part.name] = std::move(part);
    }
    for (const Part& part : parts_) {
      if (is_suggestion(part) && edited(part)) taken_up_.insert(part.name);
    }
  }

  std::string run() {
    for (const Part& part : parts_) add(part);
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool edited(const Part& part) const { return fingerprint(part.text, digest_) != part.hash; }

  void add(const Part& part) {
    if (part.name.empty()) {
      out_ += part.text;
    } else if (is_suggestion(part)) {
      // One that nobody touched is made anew behind its block, if it is still needed.
      if (edited(part)) out_ += block(part.name, part.hash, part.text);
    } else {
      add_block(part);
    }
  }

  void add_block(const Part& part) {
    const auto fresh = fresh_.find(part.name);
    const bool kept = edited(part);
    if (fresh == fresh_.end() || kept) {
      out_ += block(part.name, part.hash, part.text);
    } else {
      out_ += block(part.name, fresh->second.hash, fresh->second.text);
    }
    if (fresh == fresh_.end() || !kept || settled(fresh->second.text) == settled(part.text)) return;
    const std::string name = part.name + std::string{kSuggestion};
    if (!taken_up_.contains(name)) out_ += generated_block(name, suggestion_of(fresh->second.text), digest_);
  }

  std::vector<Part> parts_;
  std::map<std::string, Part> fresh_;
  std::set<std::string> taken_up_;  // suggestions that a person works on
  const Digest& digest_;
  std::string out_;
};

}  // namespace

std::string generated_block(std::string_view name, std::string_view text, const Digest& digest) {
  const std::string body = settled(text) + "\n";
  return block(name, fingerprint(body, digest), body);
}

std::string merge_blocks(std::string_view existing, std::string_view fresh, const Digest& digest) {
  return Merge{existing, fresh, digest}.run();
}

}  // namespace muster
