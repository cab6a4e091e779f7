// SQLite's own look at the pages of a database.
#pragma once

#include <string>
#include <string_view>

#include "bot/base/result.hpp"
#include "bot/store/connection.hpp"

namespace muster::store {

// corrupt: the database is damaged; advice says what to do. unavailable: a page could not be read now, which
// says nothing about the database.
[[nodiscard]] Result<Done> check_pages(Connection& db, const std::string& advice);

// After a crash the pages come back from the WAL: looks at them once before they are trusted, unless that
// would keep people waiting (decision 0027).
[[nodiscard]] Result<Done> check_after_crash(Connection& db);

// What quick_check said in place of "ok", as an Error.
[[nodiscard]] Error page_error(const std::filesystem::path& file, std::string_view answer,
                               const std::string& advice);

}  // namespace muster::store
