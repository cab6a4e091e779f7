// Speaker: finds the words. Templates (templates/*.mustache, overridable by Policy::wording) become neutral
// messages; views become messages and dialogs. Pure: everything comes in through the arguments. Of one
// thread, since a built-in template is compiled when it is first said.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/domain/command.hpp"
#include "bot/domain/event.hpp"
#include "bot/domain/incident.hpp"
#include "bot/domain/people.hpp"
#include "bot/domain/policy.hpp"
#include "bot/domain/recurrence.hpp"
#include "bot/text/dialog.hpp"
#include "bot/text/message.hpp"

namespace muster {

// What a rendering may look at.
struct Scene {
  Time now{};
  const Policy& policy;
  const People& people;
  std::span<const SimilarIncident> similar{};  // past incidents like the one that is spoken of
  const AlertGroup* group = nullptr;           // the group of alerts that is spoken of, as it is now
};

class Speaker {
 public:
  // Compiles the overrides of the policy; an unknown name or a broken template is an error that names it, so
  // that a typo is found at start and not at 03:00.
  static Result<Speaker> create(const Policy& policy);
  Speaker(Speaker&&) noexcept;
  Speaker& operator=(Speaker&&) noexcept;
  ~Speaker();

  // Template `wording` about one event of the incident: announcements, updates, pages, reminders ...
  [[nodiscard]] Result<Message> speak(const std::string& wording, const Incident& incident,
                                      const Event& about, const Scene& scene) const;
  // "room", "announcement" or "alerts/2" (the incident's second group): the cards that are edited in place.
  [[nodiscard]] Result<Message> card(const std::string& card, const Incident& incident,
                                     const Scene& scene) const;
  // What happened while `platform` could not be reached: the events, oldest first, as one message.
  [[nodiscard]] Result<Message> missed(const Incident& incident, const std::vector<Event>& events,
                                       const std::string& platform, const Scene& scene) const;
  // A view, for the asker. find gives an incident the asker may see, or null; timeline its last events.
  struct Lookup {
    std::function<const Incident*(IncidentNumber)> find;
    std::function<std::vector<Event>(IncidentNumber, int last)> timeline;
    std::span<const CommandSpec> commands;
    PersonId viewer;
  };
  [[nodiscard]] Result<Message> view(const View& view, const Lookup& lookup, const Scene& scene) const;
  // OpenDialog made concrete.
  [[nodiscard]] Result<Dialog> dialog(const OpenDialog& open, const Incident* incident,
                                      const Scene& scene) const;
  // The start page of a chat that has one (Slack's App Home): open incidents and the person's action items.
  [[nodiscard]] Result<Message> home(const PersonId& person, const std::vector<const Incident*>& visible,
                                     const Scene& scene) const;

 private:
  struct Impl;
  explicit Speaker(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace muster
