#include "bot/text/postmortem_sections.hpp"

#include <algorithm>
#include <set>

#include "bot/base/utf8.hpp"
#include "bot/text/markdown.hpp"

namespace muster {

namespace {

constexpr std::string_view kSomebody = "a responder";

// Every whole-word occurrence, with an @ in front if there is one.
void replace_words(std::string& text, const std::string& word, std::string_view with) {
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at)) {
    const auto end = at + word.size();
    const bool whole =
        (at == 0 || !is_word_byte(text[at - 1])) && (end == text.size() || !is_word_byte(text[end]));
    if (!whole) {
      at = end;
      continue;
    }
    const std::size_t begin = at > 0 && text[at - 1] == '@' ? at - 1 : at;
    text.replace(begin, end - begin, with);
    at = begin + with.size();
  }
}

// The names of everybody muster knows, whole ones first so that no half of one is left.
std::vector<std::string> names_of(const People& people) {
  std::set<std::string> parts;
  std::set<std::string> whole;
  for (const Person& person : people.all()) {
    if (!person.name.empty()) whole.insert(person.name);
    whole.insert("@" + person.id.value);
    std::string part;
    for (const char c : person.name + " ") {
      if (c != ' ') {
        part += c;
        continue;
      }
      if (part.size() >= 3 && part != "muster") parts.insert(part);
      part.clear();
    }
  }
  std::vector<std::string> names{whole.begin(), whole.end()};
  std::ranges::sort(names, std::greater{}, &std::string::size);
  names.insert(names.end(), parts.begin(), parts.end());
  return names;
}

}  // namespace

const std::vector<Section>& postmortem_sections() {
  static const std::vector<Section> kSections = {
      {"header", write_header},       {"summary", write_summary},     {"impact", write_impact},
      {"factors", write_factors},     {"detection", write_detection}, {"response", write_response},
      {"times", write_times},         {"timeline", write_timeline},   {"decisions", write_decisions},
      {"lessons", write_lessons},     {"actions", write_actions},     {"communication", write_communication},
      {"questions", write_questions}, {"appendix", write_appendix},   {"similar", write_similar},
      {"figures", write_figures},     {"changes", write_changes},     {"vendor", write_vendor},
      {"cost", write_cost},           {"objective", write_objective}, {"scenario", write_scenario},
      {"results", write_results},     {"gaps", write_gaps},
  };
  return kSections;
}

std::string postmortem_facts() {
  std::string facts = "number title code_name private";
  for (const Section& section : postmortem_sections()) facts += " " + std::string{section.name};
  return facts;
}

std::string unknown(std::string_view what, std::string_view ask, std::vector<Seq> entries) {
  return "- Unknown: " + std::string{what} + ". Ask: " + std::string{ask} +
         markdown::cite(std::move(entries)) + "\n";
}

std::string nameless_plain(std::string_view text, const PostmortemRecord& record) {
  std::string out{text};
  for (const std::string& name : names_of(record.known)) replace_words(out, name, kSomebody);
  return out;
}

std::string nameless(std::string_view text, const PostmortemRecord& record) {
  return markdown::escape(nameless_plain(text, record));
}

}  // namespace muster
