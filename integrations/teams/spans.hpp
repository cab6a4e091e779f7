// Lines of a neutral message as the Markdown of Adaptive Cards (TextBlock, FactSet), cut to what fits. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/domain/people.hpp"
#include "bot/text/message.hpp"

namespace muster::teams {

// The bytes of a presentable text within JSON.
[[nodiscard]] std::size_t json_bytes(std::string_view text);

struct Mentioned {
  std::string text;  // "<at>Ann</at>", as it stands in the card
  std::string id;    // Entra object id
  std::string name;
};
// The most bytes of JSON it takes beside the text.
[[nodiscard]] std::size_t mention_bytes(const Mentioned& mentioned);

// Renders spans and remembers whom they mention, so that the card can name them.
class SpanWriter {
 public:
  // tenant and team (group id) are for links to channels; without them a room is shown by name.
  SpanWriter(const People& people, std::string tenant, std::string team);

  // The lines, a blank line between two; at most `most` bytes of JSON, those of new mentions included. What
  // was cut ends in an ellipsis and sets `cut`.
  [[nodiscard]] std::string write(const std::vector<Line>& lines, std::size_t most, bool& cut);

  // Whom the texts written so far mention, each once.
  [[nodiscard]] const std::vector<Mentioned>& mentioned() const { return mentioned_; }

 private:
  // A span's text, and whom it mentions for the first time.
  struct Written {
    std::string text;
    std::optional<Mentioned> mentioned;
  };
  [[nodiscard]] Written written(const Span& span, std::string_view before) const;
  [[nodiscard]] Written mention_of(const std::string& id, const std::string& name) const;
  [[nodiscard]] std::string room_link(const RoomMention& mention, bool starts) const;
  // False, and nothing happened, when it does not fit into `room` bytes of JSON.
  [[nodiscard]] bool add(std::string& out, const Span& span, std::size_t& room);
  // As much of it as fits.
  void add_start(std::string& out, const Plain& plain, std::size_t& room);

  const People& people_;
  std::string tenant_;
  std::string team_;
  std::vector<Mentioned> mentioned_;
};

}  // namespace muster::teams
