// The store in a directory: one SQLite file, muster.sqlite, and a lock beside it.
//
// open_store() is the one process that writes; open_reader() may be called by any number of others, also
// while it runs. The formats are public: docs/timeline-format.md (events and their chain), docs/reporting.md
// (views to query).
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "bot/base/clock.hpp"
#include "bot/base/result.hpp"
#include "bot/ports/reader.hpp"
#include "bot/ports/store.hpp"

namespace muster {

// Creates the directory (0700) and the database (0600) when there are none, and brings an older database up
// to date. conflict: another process has the directory, say names it. corrupt: not a database, or damaged.
// unavailable: the disk is full or read-only. invalid: written by a newer muster.
[[nodiscard]] Result<std::unique_ptr<Store>> open_store(const std::filesystem::path& data_dir);

// not_found: there is no database. Never writes, never waits for the writer.
[[nodiscard]] Result<std::unique_ptr<Reader>> open_reader(const std::filesystem::path& data_dir);

// Encrypts a backup on its way out, decrypts it on its way in: makes the second file, a new one for this user
// alone that is on disk when it returns, of the first. It checks what it made or read.
using Conversion =
    std::function<Result<Done>(const std::filesystem::path& from, const std::filesystem::path& to)>;

// Copies the database as it stands into one file that needs no other, while muster goes on working. The file
// appears under its name only when it is whole, synced and checked. With `encrypt` the plain copy lies in the
// data directory for as long as that takes, never where the backup goes. conflict: target_file exists, it is
// never overwritten; or another encrypted backup is being made.
[[nodiscard]] Result<Done> backup(const std::filesystem::path& data_dir,
                                  const std::filesystem::path& target_file, const Conversion& encrypt = {});

// Puts a backup in the place of the directory's database. The backup is verified first, chains included. The
// database it replaces stays beside it as muster.sqlite.replaced-<now>. What the backup had still to send may
// have been sent since, so its waiting outbox rows become running: the outbox looks before it sends them.
// conflict: muster is running there.
[[nodiscard]] Result<Done> restore(const std::filesystem::path& source_file,
                                   const std::filesystem::path& data_dir, Time now,
                                   const Conversion& decrypt = {});

}  // namespace muster
