#include "bot/text/template.hpp"

#include <algorithm>
#include <kainjow/mustache.hpp>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "bot/domain/event.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/text/markup_cursor.hpp"

namespace muster {

namespace mstch = kainjow::mustache;

namespace {

// Declared facts: name -> names of a row, empty for plain values.
using Declared = std::map<std::string, std::vector<std::string>>;

Declared read_declared(std::string_view text) {
  Declared declared;
  std::vector<std::string>* rows = nullptr;
  std::string word;
  const auto end_word = [&] {
    if (word.empty()) return;
    if (rows == nullptr) {
      declared[word];
    } else {
      rows->push_back(word);
    }
    word.clear();
  };
  for (const char c : text) {
    if (c == '{') {
      rows = &declared[std::exchange(word, {})];
    } else if (c == '}') {
      end_word();
      rows = nullptr;
    } else if (c == ' ') {
      end_word();
    } else {
      word += c;
    }
  }
  end_word();
  return declared;
}

// Walks the tags of a template and finds the first that says something it may not.
class TagCheck {
 public:
  explicit TagCheck(const Declared& declared) : declared_{declared} {}

  // What is wrong; none when all is well.
  std::optional<std::string> check(std::string_view source) {
    for (auto begin = source.find("{{"); begin != std::string_view::npos; begin = source.find("{{", begin)) {
      const bool triple = source.substr(begin).starts_with("{{{");
      const auto inside = begin + (triple ? 3 : 2);
      const auto end = source.find(triple ? "}}}" : "}}", inside);
      if (end == std::string_view::npos) return "a tag is not closed";
      if (auto wrong = check_tag(trim(source.substr(inside, end - inside)))) return wrong;
      begin = end;
    }
    if (!open_.empty()) return "the section {{#" + open_.back() + "}} is not closed";
    return std::nullopt;
  }

 private:
  std::optional<std::string> check_tag(std::string_view tag) {
    if (tag.empty()) return "a tag is empty";
    const char sort = tag.front();
    if (sort == '!') return std::nullopt;
    if (sort == '>' || sort == '=') return "partials and other delimiters are not supported";
    const bool plain = sort != '#' && sort != '^' && sort != '/' && sort != '&';
    const std::string name{plain ? tag : trim(tag.substr(1))};
    if (sort == '/') return close(name);
    if (auto wrong = check_name(name)) return wrong;
    if (sort == '#' || sort == '^') open_.push_back(name);
    return std::nullopt;
  }

  std::optional<std::string> close(const std::string& name) {
    if (open_.empty() || open_.back() != name) return "{{/" + name + "}} closes no section";
    open_.pop_back();
    return std::nullopt;
  }

  std::optional<std::string> check_name(const std::string& name) const {
    std::vector<std::string> known;
    for (const auto& [fact, rows] : declared_) known.push_back(fact);
    for (const std::string& section : open_) {
      const auto found = declared_.find(section);
      if (found != declared_.end()) known.insert(known.end(), found->second.begin(), found->second.end());
    }
    for (const std::string& fact : known) {
      if (fact == name) return std::nullopt;
    }
    std::string wrong = "it does not know {{" + name + "}}";
    const auto similar = nearest(name, known);
    if (!similar.empty()) wrong += "; did you mean {{" + similar.front() + "}}?";
    return wrong;
  }

  const Declared& declared_;
  std::vector<std::string> open_;
};

// The library leaves an empty line where a section that does not hold stood. So the blank lines of the
// template itself are marked before, the line breaks of values too, and every other empty line goes. No value
// holds these characters: escaping drops them.
constexpr char kBlankLine = '\x1e';
constexpr char kLineBreak = '\x1f';

std::string marked(std::string_view source) {
  std::string out;
  while (!source.empty()) {
    const auto end = std::min(source.find('\n'), source.size());
    const std::string_view line = source.substr(0, end);
    out += trim(line).empty() ? std::string(1, kBlankLine) : std::string{line};
    if (end < source.size()) out += '\n';
    source.remove_prefix(std::min(end + 1, source.size()));
  }
  return out;
}

std::string unmarked(std::string_view rendered) {
  std::string out;
  while (!rendered.empty()) {
    const auto end = std::min(rendered.find('\n'), rendered.size());
    const std::string_view line = rendered.substr(0, end);
    if (!trim(line).empty()) {
      if (line != std::string_view{&kBlankLine, 1}) out += line;
      out += '\n';
    }
    rendered.remove_prefix(std::min(end + 1, rendered.size()));
  }
  std::ranges::replace(out, kLineBreak, '\n');
  return out;
}

std::string one_line(std::string text) {
  std::ranges::replace(text, '\n', kLineBreak);
  return text;
}

mstch::data to_mustache(const FactSheet& sheet, const Declared& declared);

// A row says for itself which of its facts are absent: without that, a fact of the same name outside would be
// taken.
mstch::data to_row(const FactSheet& row, const std::vector<std::string>& names) {
  mstch::data out = to_mustache(row, {});
  for (const std::string& name : names) {
    if (!row.values().contains(name)) out.set(name, mstch::data{false});
  }
  return out;
}

mstch::data to_mustache(const FactSheet& sheet, const Declared& declared) {
  mstch::data out{mstch::data::type::object};
  for (const auto& [name, value] : sheet.values()) {
    const auto known = declared.find(name);
    const std::vector<std::string> names =
        known == declared.end() ? std::vector<std::string>{} : known->second;
    std::visit(Overloaded{
                   [&](bool flag) { out.set(name, mstch::data{flag}); },
                   [&](const std::string& text) { out.set(name, mstch::data{one_line(text)}); },
                   [&](const FactSheet::Rows& rows) {
                     mstch::data list{mstch::data::type::list};
                     for (const FactSheet& row : rows) list.push_back(to_row(row, names));
                     out.set(name, list);
                   },
               },
               value);
  }
  return out;
}

}  // namespace

struct Template::Impl {
  Declared declared;
  mstch::mustache compiled;
};

Template::Template(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
Template::Template(Template&&) noexcept = default;
Template& Template::operator=(Template&&) noexcept = default;
Template::~Template() = default;

Result<Template> Template::compile(const std::string& name, const std::string& source,
                                   std::string_view declared) {
  Declared facts = read_declared(declared);
  const std::optional<std::string> wrong = TagCheck{facts}.check(source);
  if (wrong)
    return fail(ErrorKind::invalid,
                "Template '" + name + "': " + *wrong + (wrong->ends_with('?') ? "" : "."));
  auto impl = std::make_unique<Impl>(std::move(facts), mstch::mustache{marked(source)});
  if (!impl->compiled.is_valid()) {
    return fail(ErrorKind::invalid, "Template '" + name + "': " + impl->compiled.error_message() + ".");
  }
  // Values are made inert when they are put on the sheet; here they only pass.
  impl->compiled.set_custom_escape([](const std::string& value) { return value; });
  return Template{std::move(impl)};
}

std::string Template::render(const FactSheet& facts) const {
  return unmarked(impl_->compiled.render(to_mustache(facts, impl_->declared)));
}

}  // namespace muster
