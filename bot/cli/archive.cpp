#include "bot/cli/archive.hpp"

#include "bot/store/sqlite.hpp"

namespace muster::cli {

Result<Archive> open_archive(const Globals& globals) {
  Archive archive;
  MUSTER_TRY(archive.settings, settings_of(globals));
  MUSTER_TRY(archive.reader, open_reader(data_dir_of(globals, archive.settings)));
  MUSTER_TRY(const std::vector<Person> met, archive.reader->people());
  for (const Person& person : met) archive.people.put(person);
  for (const Person& person : archive.settings.policy.people) archive.people.put(person);
  return archive;
}

}  // namespace muster::cli
