// The postmortem draft: written from the timeline alone. Every sentence cites the entries it came from
// ([#12]); what is not known is printed as unknown, with the question to ask. Reference: practice notes,
// sections 2.1 and 2.2.
//
// A draft is Markdown made of blocks between markers:
//   <!-- muster:begin impact 3f2a... -->  generated text  <!-- muster:end impact -->
// where the hex is the SHA-256 (first 16 digits) of the generated text. A block whose text no longer matches
// its hash was edited by a person and is never overwritten; what muster would say now is offered below it as
// a suggestion block.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/domain/event.hpp"
#include "bot/domain/incident.hpp"
#include "bot/domain/people.hpp"
#include "bot/domain/policy.hpp"
#include "bot/domain/recurrence.hpp"

namespace muster {

// The digest is handed in because hashing lives in net/.
using Digest = std::function<std::string(std::string_view)>;

struct PostmortemRequest {
  std::string form = "full";  // full, brief, security, drill
  const Incident& incident;
  const std::vector<Event>& events;
  const Policy& policy;
  const People& people;
  Time now{};
  std::span<const SimilarIncident> similar{};  // as of now
};

// A fresh draft.
[[nodiscard]] Result<std::string> draft_postmortem(const PostmortemRequest& request, const Digest& digest);

// Brings an existing text up to date: untouched generated blocks are replaced, edited ones kept.
[[nodiscard]] Result<std::string> refresh_postmortem(std::string_view existing,
                                                     const PostmortemRequest& request, const Digest& digest);

// The text with the state of the document in its header: a saved text keeps the state it was drafted in.
[[nodiscard]] std::string with_state(std::string markdown, PostmortemState state);

// A whole, self-contained HTML page that prints well (cmark-gfm in safe mode: raw HTML of people is not
// passed through).
[[nodiscard]] std::string postmortem_html(std::string_view markdown, std::string_view title);

// The rendered body alone, for the console.
[[nodiscard]] std::string markdown_html(std::string_view markdown);

}  // namespace muster
