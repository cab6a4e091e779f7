// Store on SQLite. Made by open_store() (bot/store/sqlite.hpp).
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "bot/ports/store.hpp"
#include "bot/store/connection.hpp"
#include "bot/store/directory.hpp"
#include "bot/store/reserve.hpp"

namespace muster::store {

class SqliteStore final : public Store {
 public:
  SqliteStore(DirectoryLock lock, std::unique_ptr<Connection> db);

  Result<std::optional<Incident>> incident(IncidentNumber number) override;
  Result<IncidentNumber> number_of_room(const Place& place) override;
  Result<IncidentNumber> number_of_page(const std::string& id) override;
  Result<std::vector<IncidentNumber>> private_numbers(const std::optional<PersonId>& member) override;
  Result<std::vector<IncidentNumber>> numbers_owed_by(const PersonId& person) override;
  Result<Snapshot> load() override;
  Result<Done> begin() override;
  Result<Done> commit() override;
  void shorten_log() override;
  void rollback() override;
  Result<std::optional<PriorAnswer>> seen(const std::string& origin_key) override;
  Result<Done> append(Change& change) override;
  Result<Done> update_outbox(const OutboxUpdate& update) override;
  Result<Done> tidy(Time now) override;

 private:
  Result<Done> write(Change& change);
  Result<Done> keep_reserve_for(const Change& change) const;
  Result<Done> write_something();
  void keep_log_below(int pages);
  Result<Done> keep_batch_honest(Result<Done> outcome);
  template <class T>
  Result<T> noticed(Result<T> answer);
  [[nodiscard]] Result<Done> check_files() const;
  Result<Done> clear_doubt_of_search();

  DirectoryLock lock_;
  std::unique_ptr<Connection> db_;  // closed before the lock is let go
  std::filesystem::path wal_file_;
  FileIdentity database_;
  FileIdentity wal_;
  Reserve reserve_;
  std::optional<Error> reserve_error_;  // what is refused while the reserve is spent, and why
  std::optional<Error> batch_error_;    // the disk failed within this batch: it cannot be committed
  bool search_in_doubt_ = false;        // a transaction was taken back (forget_search_counts)
};

}  // namespace muster::store
