// What a person is known by, and how it is taken out of text: each place where it stands says a token
// instead, the same everywhere, so that the record still tells who did several things without telling who
// that was.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bot/domain/people.hpp"
#include "bot/domain/vocabulary.hpp"

namespace re2 {
class RE2;
}

namespace muster {

struct Traces {
  std::vector<PersonId> ids;       // theirs, and those by which they were met in chats
  std::vector<std::string> words;  // names, addresses, numbers, accounts
  friend bool operator==(const Traces&, const Traces&) = default;
};

// Adds what is known of somebody, once each.
void add_traces(Traces& traces, const Person& person);
void add_word(Traces& traces, std::string word);

// The parts of their names, which others may have, too: they stay unless they are given as words.
[[nodiscard]] std::vector<std::string> name_parts(const Traces& traces);

// Each function says whether it changed what it was given.
class Forgetter {
 public:
  Forgetter(Traces traces, std::string token);
  Forgetter(const Forgetter&) = delete;
  Forgetter& operator=(const Forgetter&) = delete;
  ~Forgetter();

  bool in_id(std::string& id) const;  // the whole of it is one of their ids
  // Their words as whole words, whatever their case, and their ids where they are mentioned: "@{ann}",
  // "@ann".
  bool in_text(std::string& text) const;
  // Such as an effect's key or a room: its parts between slashes are ids, or text.
  bool in_key(std::string& key) const;
  // A file in which ids stand by themselves.
  bool in_configuration(std::string& text) const;
  [[nodiscard]] const std::string& token() const { return token_; }
  [[nodiscard]] const Traces& traces() const { return traces_; }

 private:
  Traces traces_;
  std::string token_;
  std::unique_ptr<re2::RE2> words_;     // null: there are none
  std::unique_ptr<re2::RE2> mentions_;  // "@ann", "@{ann}"
  std::unique_ptr<re2::RE2> ids_;
};

// How many of the texts have one of the words as a whole word.
class WordCounter {
 public:
  explicit WordCounter(const std::vector<std::string>& words);
  WordCounter(const WordCounter&) = delete;
  WordCounter& operator=(const WordCounter&) = delete;
  ~WordCounter();
  [[nodiscard]] bool is_in(std::string_view text) const;

 private:
  std::unique_ptr<re2::RE2> words_;
};

}  // namespace muster
