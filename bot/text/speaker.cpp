#include "bot/text/speaker.hpp"

#include <map>
#include <utility>

#include "bot/domain/grammar.hpp"
#include "bot/text/dialog_fields.hpp"
#include "bot/text/dialogs.hpp"
#include "bot/text/incident_facts.hpp"
#include "bot/text/markup.hpp"
#include "bot/text/template.hpp"
#include "bot/text/view_facts.hpp"
#include "bot/text/wordings.hpp"
#include "bot/text/words.hpp"

namespace muster {

struct Speaker::Impl {
  // The overrides from the start on; of the built-in ones those that were said, since a life needs few.
  std::map<std::string, Template, std::less<>> templates;

  Result<Done> add(const std::string& name, const std::string& source, const Wording& wording) {
    MUSTER_TRY(Template compiled, Template::compile(name, source, declared_facts(wording)));
    templates.insert_or_assign(name, std::move(compiled));
    return Done{};
  }

  // An override of "update_partners" stands beside `update`, which speaks for audiences without their own.
  [[nodiscard]] Result<const Template*> find(const std::string& wording, const Policy& policy) {
    if (const auto own = templates.find(wording); own != templates.end()) return &own->second;
    const Wording* known = find_wording(wording, policy);
    if (known == nullptr) return fail(ErrorKind::internal, "There is no wording '" + wording + "'.");
    const std::string name{known->name};
    if (!templates.contains(name)) {
      const auto source = built_in_template(name);
      if (!source)
        return fail(ErrorKind::internal, "The template '" + name + "' is not part of this program.");
      MUSTER_CHECK(add(name, *source, *known));
    }
    return &templates.at(name);
  }

  [[nodiscard]] Result<Message> say(const std::string& wording, const FactSheet& sheet,
                                    const Policy& policy) {
    MUSTER_TRY(const Template* found, find(wording, policy));
    return parse_markup(found->render(sheet));
  }
};

namespace {

Error unknown_wording(const std::string& name) {
  std::vector<std::string> names;
  for (const Wording& wording : wordings()) names.emplace_back(wording.name);
  std::string say = "There is no message '" + name + "' to word differently";
  const std::vector<std::string> close = nearest(name, names);
  say += close.empty() ? "." : "; did you mean '" + close.front() + "'?";
  return Error{ErrorKind::invalid, say, {}, 0};
}

// Said about a drill or a test, everything starts with the word, so that nobody takes it for the real thing.
Message marked(Message message, Kind kind) {
  const std::string prefix = kind_prefix(kind);
  if (prefix.empty()) return message;
  bool has_heading = false;
  for (Block& block : message.blocks) {
    if (auto* heading = std::get_if<Heading>(&block)) {
      heading->text = prefix + heading->text;
      has_heading = true;
    }
  }
  if (has_heading) return message;
  for (Block& block : message.blocks) {
    auto* paragraph = std::get_if<Paragraph>(&block);
    if (paragraph == nullptr || paragraph->lines.empty()) continue;
    Line& first = paragraph->lines.front();
    first.insert(first.begin(), Plain{prefix});
    return message;
  }
  message.blocks.insert(message.blocks.begin(), Heading{prefix.substr(0, prefix.size() - 1)});
  return message;
}

}  // namespace

Speaker::Speaker(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
Speaker::Speaker(Speaker&&) noexcept = default;
Speaker& Speaker::operator=(Speaker&&) noexcept = default;
Speaker::~Speaker() = default;

Result<Speaker> Speaker::create(const Policy& policy) {
  auto impl = std::make_unique<Impl>();
  for (const auto& [name, source] : policy.wording) {
    const Wording* wording = find_wording(name, policy);
    if (wording == nullptr) return std::unexpected(unknown_wording(name));
    MUSTER_CHECK(impl->add(name, source, *wording));
  }
  return Speaker{std::move(impl)};
}

Result<Message> Speaker::speak(const std::string& wording, const Incident& incident, const Event& about,
                               const Scene& scene) const {
  FactSheet sheet;
  add_incident_facts(sheet, incident, scene);
  add_event_facts(sheet, incident, about, scene);
  if (scene.group != nullptr) add_group_facts(sheet, *scene.group, scene);
  MUSTER_TRY(Message message, impl_->say(wording, sheet, scene.policy));
  return marked(std::move(message), incident.kind);
}

Result<Message> Speaker::card(const std::string& card, const Incident& incident, const Scene& scene) const {
  // A card posted before the incident became private stays where it is and tells nothing any more.
  if (card == "announcement" && incident.visibility == Visibility::private_) {
    return impl_->say("card_announcement_private", FactSheet{}, scene.policy);
  }
  FactSheet sheet;
  add_incident_facts(sheet, incident, scene);
  const bool is_alerts = card.starts_with("alerts/");
  if (is_alerts && scene.group == nullptr) return fail(ErrorKind::not_found, "These alerts are long over.");
  if (is_alerts) add_group_facts(sheet, *scene.group, scene);
  MUSTER_TRY(Message message, impl_->say(is_alerts ? "card_alerts" : "card_" + card, sheet, scene.policy));
  return marked(std::move(message), incident.kind);
}

Result<Message> Speaker::missed(const Incident& incident, const std::vector<Event>& events,
                                const std::string& platform, const Scene& scene) const {
  FactSheet sheet = missed_facts(events, platform, scene);
  add_incident_facts(sheet, incident, scene);
  MUSTER_TRY(Message message, impl_->say("missed", sheet, scene.policy));
  return marked(std::move(message), incident.kind);
}

Result<Message> Speaker::view(const View& view, const Lookup& lookup, const Scene& scene) const {
  MUSTER_TRY(ViewFacts facts, facts_of(view, lookup, scene));
  if (facts.incident != nullptr) add_incident_facts(facts.sheet, *facts.incident, scene);
  MUSTER_TRY(Message message, impl_->say(facts.wording, facts.sheet, scene.policy));
  return marked(std::move(message), facts.incident == nullptr ? Kind::normal : facts.incident->kind);
}

Result<Dialog> Speaker::dialog(const OpenDialog& open, const Incident* incident, const Scene& scene) const {
  MUSTER_TRY(Dialog made, make_dialog(open, incident, scene));
  if (open.dialog != "update_preview" || incident == nullptr) return made;
  // The preview shows each audience's message as it will read.
  const Event about = previewed_update(open, *incident, scene);
  for (const std::string& audience : std::get<UpdatePosted>(about.body).audiences) {
    MUSTER_TRY(Message message, speak("update_" + audience, *incident, about, scene));
    if (!made.intro.empty()) made.intro.emplace_back(Rule{});
    const AudienceRule* rule = scene.policy.audience(audience);
    const std::string nowhere = rule == nullptr ? std::string{} : unreached(*rule);
    made.intro.emplace_back(Aside{
        {Plain{"To " + audience_name(audience, scene.policy) + (nowhere.empty() ? "" : ". " + nowhere)}}});
    for (Block& block : message.blocks) {
      if (!std::holds_alternative<Buttons>(block)) made.intro.push_back(std::move(block));
    }
  }
  return made;
}

Result<Message> Speaker::home(const PersonId& person, const std::vector<const Incident*>& visible,
                              const Scene& scene) const {
  return impl_->say("home", home_facts(person, visible, scene), scene.policy);
}

}  // namespace muster
