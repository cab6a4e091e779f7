// The generated sections of a postmortem draft, each Markdown made from the record. A section that cannot
// know something says "Unknown: ... Ask: ...". Names of people stand in the timeline and the response only;
// elsewhere and in the security form it is "a responder".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/text/postmortem_record.hpp"

namespace muster {

struct Section {
  std::string_view name;  // of its block and of its place in the form's template
  std::string (*write)(const PostmortemRecord& record);
};
[[nodiscard]] const std::vector<Section>& postmortem_sections();

// The names a form's template may use, as template.hpp declares them.
[[nodiscard]] std::string postmortem_facts();

// The one line that an unknown thing is printed as.
[[nodiscard]] std::string unknown(std::string_view what, std::string_view ask, std::vector<Seq> entries = {});
// Free text of people as Markdown, with every participant's name replaced by "a responder".
[[nodiscard]] std::string nameless(std::string_view text, const PostmortemRecord& record);
[[nodiscard]] std::string nameless_plain(std::string_view text, const PostmortemRecord& record);
// Bullets of one rule each, pre-filled for a person to keep or delete.
[[nodiscard]] std::string write_lessons(const PostmortemRecord& record);

// The sections, by subject (postmortem_impact.cpp, postmortem_response.cpp, postmortem_story.cpp,
// postmortem_after.cpp).
[[nodiscard]] std::string write_header(const PostmortemRecord& record);
[[nodiscard]] std::string write_summary(const PostmortemRecord& record);
[[nodiscard]] std::string write_impact(const PostmortemRecord& record);
[[nodiscard]] std::string write_factors(const PostmortemRecord& record);
[[nodiscard]] std::string write_detection(const PostmortemRecord& record);
[[nodiscard]] std::string write_response(const PostmortemRecord& record);
[[nodiscard]] std::string write_times(const PostmortemRecord& record);
[[nodiscard]] std::string write_timeline(const PostmortemRecord& record);
[[nodiscard]] std::string write_decisions(const PostmortemRecord& record);
[[nodiscard]] std::string write_communication(const PostmortemRecord& record);
[[nodiscard]] std::string write_actions(const PostmortemRecord& record);
[[nodiscard]] std::string write_similar(const PostmortemRecord& record);
[[nodiscard]] std::string write_questions(const PostmortemRecord& record);
[[nodiscard]] std::string write_appendix(const PostmortemRecord& record);
// Computed to the second (postmortem_figures.cpp); the last four are a drill's.
[[nodiscard]] std::string write_figures(const PostmortemRecord& record);
[[nodiscard]] std::string write_changes(const PostmortemRecord& record);
[[nodiscard]] std::string write_vendor(const PostmortemRecord& record);
[[nodiscard]] std::string write_cost(const PostmortemRecord& record);
[[nodiscard]] std::string write_objective(const PostmortemRecord& record);
[[nodiscard]] std::string write_scenario(const PostmortemRecord& record);
[[nodiscard]] std::string write_results(const PostmortemRecord& record);
[[nodiscard]] std::string write_gaps(const PostmortemRecord& record);

}  // namespace muster
