#include "bot/text/postmortem.hpp"

#include <set>
#include <utility>

#include "bot/domain/code_name.hpp"
#include "bot/text/fact_sheet.hpp"
#include "bot/text/markdown.hpp"
#include "bot/text/postmortem_blocks.hpp"
#include "bot/text/postmortem_sections.hpp"
#include "bot/text/template.hpp"
#include "bot/text/wordings.hpp"
#include "bot/text/words.hpp"

namespace muster {

namespace {

constexpr std::string_view kSecurity = "security";

// Everybody who has part in it by the name "a responder".
People without_names(const PostmortemRequest& request) {
  std::set<std::string> ids;
  for (const Person& person : request.people.all()) ids.insert(person.id.value);
  for (const Event& event : request.events) {
    if (event.actor.kind == ActorKind::person) ids.insert(event.actor.id);
    if (const auto* captured = std::get_if<MessageCaptured>(&event.body)) ids.insert(captured->author.value);
  }
  for (const RoleTerm& term : request.incident.role_terms) ids.insert(term.person.value);
  for (const PageRecord& page : request.incident.pages) {
    for (const PersonId& person : page.people) ids.insert(person.value);
  }
  People nobody;
  for (const std::string& id : ids) nobody.put({PersonId{id}, "a responder", "", {}});
  return nobody;
}

Result<Template> form_template(const std::string& form, const Policy& policy) {
  const std::string name = "postmortem/" + form;
  const Wording* wording = find_wording(name, policy);
  if (wording == nullptr) {
    return fail(ErrorKind::invalid,
                "There is no postmortem form '" + form + "'. Use full, brief, security or drill.");
  }
  const auto own = policy.wording.find(name);
  const auto source = own != policy.wording.end() ? std::optional{own->second} : built_in_template(name);
  if (!source) return fail(ErrorKind::internal, "The template '" + name + "' is not part of this program.");
  return Template::compile(name, *source, declared_facts(*wording));
}

}  // namespace

Result<std::string> draft_postmortem(const PostmortemRequest& request, const Digest& digest) {
  MUSTER_TRY(const Template form, form_template(request.form, request.policy));
  const bool secret = request.form == kSecurity;
  const People people = secret ? without_names(request) : request.people;
  PostmortemRecord record = read_record(request, people);
  record.similar = request.similar;
  // What people wrote may name somebody too.
  for (TimelineEntry& entry : record.entries) {
    if (secret) entry.text = nameless_plain(entry.text, record);
  }
  FactSheet sheet;
  sheet.pieces("number", markdown::escape(to_string(request.incident.number)));
  sheet.pieces("title", markdown::escape(kind_prefix(request.incident.kind) + request.incident.title));
  sheet.text("code_name", code_name(request.incident.number));
  sheet.flag("private", request.incident.visibility == Visibility::private_);
  for (const Section& section : postmortem_sections()) {
    // The form brings the blank lines around it.
    std::string block = generated_block(section.name, section.write(record), digest);
    block.pop_back();
    sheet.pieces(std::string{section.name}, std::move(block));
  }
  return form.render(sheet);
}

std::string with_state(std::string markdown, PostmortemState state) {
  static constexpr std::string_view kRow = "\n| Postmortem |";
  const auto begin = markdown.find(kRow);
  const bool in_header = begin != std::string::npos && begin < markdown.find("\n## ");
  if (!in_header) return markdown;
  const auto end = markdown.find('\n', begin + 1);
  std::string line = markdown::row({"Postmortem", say_state(state)});
  line.pop_back();
  return markdown.replace(begin + 1, (end == std::string::npos ? markdown.size() : end) - begin - 1, line);
}

Result<std::string> refresh_postmortem(std::string_view existing, const PostmortemRequest& request,
                                       const Digest& digest) {
  MUSTER_TRY(const std::string fresh, draft_postmortem(request, digest));
  return merge_blocks(existing, fresh, digest);
}

}  // namespace muster
