// forget: a person is taken out of the database; without --yes it is only told what would change.
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "bot/base/contains.hpp"
#include "bot/cli/archive.hpp"
#include "bot/cli/cli.hpp"
#include "bot/cli/forget_report_codec.hpp"
#include "bot/domain/operations.hpp"
#include "bot/net/digest.hpp"
#include "bot/runtime/yaml_tree.hpp"
#include "bot/store/forget.hpp"

namespace muster::cli {

namespace {

constexpr std::size_t kTokenBytes = 3;

const YamlNode* member_of(const YamlNode& node, std::string_view key) {
  for (const YamlMember& member : node.members) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

// People of a configuration that muster ran with once. What is wrong with it by now does not matter.
std::vector<Person> people_of(const std::string& configuration) {
  std::vector<ConfigProblem> ignored;
  const YamlNode tree = parse_yaml(configuration, ignored);
  const YamlNode* people = member_of(tree, "people");
  std::vector<Person> found;
  if (people == nullptr) return found;
  for (const YamlMember& entry : people->members) {
    Person person;
    person.id = {entry.key};
    if (const YamlNode* name = member_of(entry.value, "name")) person.name = name->text;
    if (const YamlNode* identities = member_of(entry.value, "identities")) {
      for (const YamlMember& identity : identities->members)
        person.identities[identity.key] = identity.value.text;
    }
    found.push_back(std::move(person));
  }
  return found;
}

// Everybody whom the database and the configurations know, as often as they know them.
Result<std::vector<Person>> everybody(Archive& archive) {
  MUSTER_TRY(std::vector<Person> all, archive.reader->people());
  std::ranges::copy(archive.settings.policy.people, std::back_inserter(all));
  MUSTER_TRY(const std::vector<Event> events, archive.reader->events(kOperations));
  for (const Event& event : events) {
    const auto* read = std::get_if<ConfigurationRead>(&event.body);
    if (read != nullptr) std::ranges::move(people_of(read->text), std::back_inserter(all));
  }
  return all;
}

// An account by which they were met first may have a name of its own: so it is asked twice.
Traces traces_of(const ForgetOptions& options, const std::vector<Person>& all) {
  Traces traces{{PersonId{options.person}}, {}};
  for (int pass = 0; pass < 2; ++pass) {
    for (const Person& person : all) {
      if (contains(traces.ids, person.id)) add_traces(traces, person);
    }
  }
  for (const std::string& word : options.also) add_word(traces, word);
  return traces;
}

Result<Done> forget_or_tell(const Globals& globals, const ForgetOptions& options) {
  ForgetRequest request;
  ForgetOutcome outcome;
  std::filesystem::path data_dir;
  {
    MUSTER_TRY(Archive archive, open_archive(globals));
    MUSTER_TRY(const std::vector<Person> all, everybody(archive));
    outcome.known = std::ranges::any_of(all, [&](const Person& p) { return p.id.value == options.person; });
    outcome.still_configured = std::ranges::any_of(archive.settings.policy.people, [&](const Person& person) {
      return person.id.value == options.person;
    });
    request.traces = traces_of(options, all);
    data_dir = data_dir_of(globals, archive.settings);
  }
  request.token = "erased-" + net::random_hex(kTokenBytes);
  request.by = account_name();
  request.reason = options.reason;
  request.now = SystemClock{}.now();
  request.apply = options.yes;
  outcome.request = request;
  MUSTER_TRY(outcome.report, forget_person(data_dir, request));
  std::fputs((globals.json ? forget_json(outcome) + "\n" : forget_text(outcome)).c_str(), stdout);
  return Done{};
}

}  // namespace

std::string account_name() {
  if (const char* name = std::getenv("SUDO_USER"); name != nullptr && *name != '\0') return name;
  const passwd* found = getpwuid(geteuid());
  return found == nullptr ? std::to_string(geteuid()) : found->pw_name;
}

int forget(const Globals& globals, const ForgetOptions& options) {
  const auto done = forget_or_tell(globals, options);
  return done ? int{ok} : complain(done.error());
}

}  // namespace muster::cli
