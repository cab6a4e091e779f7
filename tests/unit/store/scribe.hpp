// Writes incidents into a store the way the engine does: fold, append, commit.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bot/domain/figures.hpp"
#include "bot/domain/incident.hpp"
#include "bot/ports/store.hpp"
#include "bot/store/sqlite.hpp"

namespace muster::test {

inline constexpr Time kNoon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24} +
                            std::chrono::hours{12}};

inline std::unique_ptr<Store> opened(const std::filesystem::path& data_dir) {
  auto store = open_store(data_dir);
  EXPECT_TRUE(store) << store.error().say << " / " << store.error().detail;
  return store ? std::move(*store) : nullptr;
}

inline std::unique_ptr<Reader> reading(const std::filesystem::path& data_dir) {
  auto reader = open_reader(data_dir);
  EXPECT_TRUE(reader) << reader.error().say << " / " << reader.error().detail;
  return reader ? std::move(*reader) : nullptr;
}

inline IncidentDeclared declaration(std::string title, std::optional<Severity> severity = Severity{2}) {
  IncidentDeclared declared;
  declared.title = std::move(title);
  declared.severity = severity;
  declared.services = {"api"};
  return declared;
}

class Scribe {
 public:
  explicit Scribe(Store& store) : store_{store} {}

  // A change with one event, folded in. Not written yet.
  Change change(std::int64_t number, EventBody body, Time at = kNoon, Actor by = actor({"ann"})) {
    Incident& incident = incidents_[number];
    Event event{.incident = {number},
                .seq = incident.last_seq + 1,
                .occurred_at = at,
                .recorded_at = at,
                .actor = std::move(by),
                .source = "console",
                .body = std::move(body),
                .prev_hash = {},
                .hash = {}};
    const bool is_new = incident.last_seq == 0;
    evolve(incident, event);
    Change made;
    made.now = at;
    made.events.push_back(std::move(event));
    made.incidents.emplace_back(&incident, is_new);
    measure(made, incident);
    return made;
  }

  // Figures of the incident and of the one it was merged into, as the engine measures them.
  void measure(Change& made, const Incident& changed) {
    for (const Incident* incident = &changed; incident != nullptr;) {
      std::vector<const Incident*> family;
      for (const IncidentNumber merged : incident->merged_from) family.push_back(&incidents_[merged.value]);
      made.figures.push_back(figures(*incident, family, default_policy(), People{}, made.now));
      incident = incident->merged_into ? &incidents_[incident->merged_into->value] : nullptr;
    }
  }

  Result<Done> write(Change& made) {
    MUSTER_CHECK(store_.begin());
    auto appended = store_.append(made);
    if (!appended) {
      store_.rollback();
      return appended;
    }
    return store_.commit();
  }

  // Writes one event and expects it to work.
  void record(std::int64_t number, EventBody body, Time at = kNoon, Actor by = actor({"ann"})) {
    Change made = change(number, std::move(body), at, std::move(by));
    const auto done = write(made);
    EXPECT_TRUE(done) << done.error().say << " / " << done.error().detail;
  }

  void declare(std::int64_t number, std::string title, std::optional<Severity> severity = Severity{2},
               Visibility visibility = Visibility::public_, Time at = kNoon) {
    IncidentDeclared declared = declaration(std::move(title), severity);
    declared.visibility = visibility;
    record(number, std::move(declared), at);
  }

  Incident& incident(std::int64_t number) { return incidents_[number]; }

 private:
  Store& store_;
  std::map<std::int64_t, Incident> incidents_;
};

}  // namespace muster::test
