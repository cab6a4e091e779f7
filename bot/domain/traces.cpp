#include "bot/domain/traces.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <utility>

#include "bot/base/ascii.hpp"
#include "bot/base/contains.hpp"
#include "bot/domain/consequences.hpp"

namespace muster {

namespace {

constexpr std::size_t kShortest = 2;  // characters of a word that is looked for
constexpr std::size_t kLongestSlug = 60;
constexpr std::string_view kOfConsole = "direct-";  // the console's rooms of one person

// People write a number with and without what makes it easy to read.
bool is_number(std::string_view word) {
  const auto digits = std::ranges::count_if(word, [](char c) { return c >= '0' && c <= '9'; });
  return digits >= 6 && word.find_first_not_of("+0123456789 ()./-") == std::string_view::npos;
}

std::string number_pattern(std::string_view word) {
  std::string pattern;
  for (const char c : word) {
    if (c < '0' || c > '9') continue;
    if (!pattern.empty()) pattern += "[ ()./-]*";
    pattern += c;
  }
  return "\\+?" + pattern;
}

// The longest first: of "Ann Lee" and "Ann Lee Smith" the second is meant where it stands.
std::string alternatives(std::vector<std::string> words) {
  std::erase_if(words, [](const std::string& word) { return word.size() < kShortest; });
  std::ranges::sort(words, [](const auto& a, const auto& b) { return a.size() > b.size(); });
  std::string all;
  for (const std::string& word : words)
    all += (all.empty() ? "" : "|") + (is_number(word) ? number_pattern(word) : RE2::QuoteMeta(word));
  return all;
}

std::unique_ptr<RE2> compiled(const std::string& before, std::vector<std::string> words,
                              const std::string& after) {
  const std::string all = alternatives(std::move(words));
  if (all.empty()) return nullptr;
  RE2::Options options;
  options.set_case_sensitive(false);
  options.set_log_errors(false);
  options.set_longest_match(true);
  return std::make_unique<RE2>(before + "(" + all + ")" + after, options);
}

std::vector<std::string> values(const std::vector<PersonId>& ids) {
  std::vector<std::string> all;
  for (const PersonId& id : ids) all.push_back(id.value);
  return all;
}

bool goes_on(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// The character that begins at `at`, or ends there.
std::string_view char_from(std::string_view text, std::size_t at) {
  std::size_t end = std::min(at + 1, text.size());
  while (end < text.size() && goes_on(text[end])) ++end;
  return text.substr(at, end - at);
}
std::string_view char_before(std::string_view text, std::size_t at) {
  std::size_t from = at;
  while (from > 0 && goes_on(text[from - 1])) --from;
  if (from > 0) --from;
  return text.substr(from, at - from);
}

bool is_of_word(std::string_view character) {
  static const RE2 kOfWord{"[\\pL\\pM\\pN_]"};
  return RE2::FullMatch(character, kOfWord);
}

// An id may go on after a dot or a hyphen: "@ann" is not in "@ann-lee".
bool id_goes_on(std::string_view text, std::size_t at) {
  if (at >= text.size()) return false;
  if (is_of_word(char_from(text, at))) return true;
  return (text[at] == '-' || text[at] == '.') && at + 1 < text.size() && is_of_word(char_from(text, at + 1));
}

struct Boundaries {
  bool before = true;  // no letter may stand before it
  bool of_id = false;
};

// The next place of the pattern that stands by itself.
bool find(std::string_view text, const RE2& pattern, Boundaries bounds, std::size_t from,
          std::string_view& found) {
  re2::StringPiece match;
  while (from <= text.size() && pattern.Match(text, from, text.size(), RE2::UNANCHORED, &match, 1)) {
    const auto at = static_cast<std::size_t>(match.data() - text.data());
    const std::size_t end = at + match.size();
    const bool begins =
        !bounds.before || at == 0 || !is_of_word(char_before(text, at)) || !is_of_word(char_from(text, at));
    const bool ends = bounds.of_id ? !id_goes_on(text, end)
                                   : end == text.size() || !is_of_word(char_from(text, end)) ||
                                         !is_of_word(char_before(text, end));
    if (begins && ends && !match.empty()) {
      found = text.substr(at, match.size());
      return true;
    }
    from = at + std::max<std::size_t>(char_from(text, at).size(), 1);
  }
  return false;
}

template <class Write>
bool replace_all(std::string& text, const RE2* pattern, Boundaries bounds, Write write) {
  if (pattern == nullptr) return false;
  std::string out;
  std::size_t done = 0;
  std::string_view found;
  while (find(text, *pattern, bounds, done, found)) {
    const auto at = static_cast<std::size_t>(found.data() - text.data());
    out.append(text, done, at - done);
    out += write(found);
    done = at + found.size();
  }
  if (done == 0) return false;
  out.append(text, done);
  text = std::move(out);
  return true;
}

}  // namespace

void add_word(Traces& traces, std::string word) {
  if (word.size() >= kShortest && !contains(traces.words, word)) traces.words.push_back(std::move(word));
}

void add_traces(Traces& traces, const Person& person) {
  const auto add_id = [&](const std::string& id) {
    if (!id.empty() && !contains(traces.ids, PersonId{id})) traces.ids.push_back({id});
  };
  add_id(person.id.value);
  if (person.name != person.id.value) add_word(traces, person.name);
  // As it stands in the names of rooms that are made of a title.
  if (const std::string in_rooms = slug(person.name, kLongestSlug); contains(in_rooms, '-'))
    add_word(traces, in_rooms);
  for (const auto& [platform, user] : person.identities) {
    add_id(platform + ":" + user);
    // On the console one goes by the id, which may be a word like any other.
    if (platform == "console")
      add_id(user);
    else
      add_word(traces, user);
  }
}

std::vector<std::string> name_parts(const Traces& traces) {
  std::vector<std::string> parts;
  for (const std::string& word : traces.words) {
    if (word.find('@') != std::string::npos || is_number(word)) continue;
    for (std::size_t from = 0; from < word.size();) {
      const std::size_t end = std::min(word.find(' ', from), word.size());
      std::string part = word.substr(from, end - from);
      if (part.size() >= kShortest && part != word && !contains(parts, part))
        parts.push_back(std::move(part));
      from = end + 1;
    }
  }
  return parts;
}

Forgetter::Forgetter(Traces traces, std::string token)
    : traces_{std::move(traces)},
      token_{std::move(token)},
      words_{compiled("", traces_.words, "")},
      mentions_{compiled("@\\{?", values(traces_.ids), "\\}?")},
      ids_{compiled("", values(traces_.ids), "")} {}

Forgetter::~Forgetter() = default;

bool Forgetter::in_id(std::string& id) const {
  if (!contains(traces_.ids, PersonId{id})) return false;
  id = token_;
  return true;
}

bool Forgetter::in_text(std::string& text) const {
  const bool mentioned =
      replace_all(text, mentions_.get(), {.before = false, .of_id = true}, [&](std::string_view found) {
        const bool braced = found.starts_with("@{");
        return (braced ? "@{" : "@") + token_ + (braced ? "}" : "");
      });
  const bool named = replace_all(text, words_.get(), {}, [&](std::string_view) { return token_; });
  return mentioned || named;
}

bool Forgetter::in_key(std::string& key) const {
  bool changed = false;
  std::string out;
  for (std::size_t from = 0; from <= key.size();) {
    const std::size_t end = std::min(key.find('/', from), key.size());
    std::string part = key.substr(from, end - from);
    const std::string before{part.starts_with(kOfConsole) ? kOfConsole : ""};
    std::string rest = part.substr(before.size());
    if (in_id(rest) || in_text(rest)) {
      changed = true;
      part = before + rest;
    }
    out += (from == 0 ? "" : "/") + part;
    from = end + 1;
  }
  if (changed) key = std::move(out);
  return changed;
}

bool Forgetter::in_configuration(std::string& text) const {
  const bool named = in_text(text);
  const bool by_id = replace_all(text, ids_.get(), {.before = true, .of_id = true},
                                 [&](std::string_view) { return token_; });
  return named || by_id;
}

WordCounter::WordCounter(const std::vector<std::string>& words) : words_{compiled("", words, "")} {}
WordCounter::~WordCounter() = default;

bool WordCounter::is_in(std::string_view text) const {
  std::string_view found;
  return words_ != nullptr && find(text, *words_, {}, 0, found);
}

}  // namespace muster
