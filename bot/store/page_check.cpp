#include "bot/store/page_check.hpp"

#include <sqlite3.h>

#include <charconv>

#include "bot/base/log.hpp"
#include "bot/store/directory.hpp"

namespace muster::store {

namespace {

// SQLite tells of a page it could not get in its list of damages, with the code of the reason; 0: none.
int reason_in(std::string_view answer) {
  constexpr std::string_view kBefore = "unable to get the page. error code=";
  const std::size_t at = answer.find(kBefore);
  // Of some pages it tells no code. One that is not in the file at all is told otherwise.
  if (at == std::string_view::npos && answer.contains("failed to get page ")) return SQLITE_IOERR;
  if (at == std::string_view::npos) return 0;
  const std::string_view digits = answer.substr(at + kBefore.size());
  int code = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), code);
  return code;
}

}  // namespace

Error page_error(const std::filesystem::path& file, std::string_view answer, const std::string& advice) {
  const int reason = reason_in(answer);
  const int kind = reason & 0xff;
  if (kind == SQLITE_IOERR || kind == SQLITE_NOMEM || kind == SQLITE_BUSY)
    return sqlite_error(reason, 0, file, answer);
  return Error{ErrorKind::corrupt, file.string() + " is damaged: " + advice, std::string{answer}, 0};
}

Result<Done> check_pages(Connection& db, const std::string& advice) {
  MUSTER_TRY(Rows rows, db.query("PRAGMA quick_check(1)"));
  MUSTER_TRY(const bool answered, rows.next());
  const std::string answer = answered ? rows.text(0) : "no answer";
  if (answer == "ok") return Done{};
  return std::unexpected(page_error(db.file(), answer, advice));
}

Result<Done> check_after_crash(Connection& db) {
  constexpr std::int64_t kLookedAt = std::int64_t{64} << 20;  // bytes: about a sixth of a second
  const std::int64_t size = identity_of(db.file()).size;
  if (size <= kLookedAt)
    return check_pages(db, "keep a copy of it, and put the last backup in its place with muster restore");
  log_warn(
      "muster did not end by itself; the database is too large to be looked at page by page before the "
      "start. Run muster verify when there is time",
      {{"file", db.file().string()}, {"bytes", std::to_string(size)}});
  return Done{};
}

}  // namespace muster::store
