#include "bot/ports/answer_words.hpp"

namespace muster {

std::optional<Message> words_of(const Answer& answer, const People& people) {
  if (answer.message) return answer.message;
  if (answer.refused && !answer.refused_say.empty()) return say(answer.refused_say, people);
  return std::nullopt;
}

std::string not_kept_words(const Error& error, const std::string& id) {
  return "Nothing was recorded: " + error.say +
         " Do it again in a minute; should it go on, tell whoever runs muster (" + id + ").";
}

}  // namespace muster
