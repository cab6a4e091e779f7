// Whoever changes a byte of the record is found out.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "bot/store/sqlite.hpp"
#include "tests/unit/handlers/stage.hpp"
#include "tests/unit/store/raw_database.hpp"

namespace muster {
namespace {

// A record with some of everything, told once: each check works on a copy.
class Record {
 public:
  Record() {
    for (const char* text :
         {"declare sev2 Checkout is down", "INC-1 impact checkout full", "INC-1 note rolled back",
          "INC-1 severity sev1 all regions", "INC-1 update we know and work on it",
          "change start CHG-1 --service checkout mend", "declare sev3 --anyway Mail is slow"})
      stage_.type("ann", text);
  }
  // A copy of the database in a directory of its own.
  [[nodiscard]] std::filesystem::path copy() {
    std::string pattern = (std::filesystem::temp_directory_path() / "muster-chain-XXXXXX").string();
    const std::filesystem::path dir = ::mkdtemp(pattern.data());
    EXPECT_TRUE(backup(stage_.database().parent_path(), dir / "muster.sqlite"));
    return dir;
  }

 private:
  test::Stage stage_;
};

RC_GTEST_PROP(Chain, AnyFlippedBitIsFound, ()) {
  static Record record;
  const std::filesystem::path dir = record.copy();
  bool found = false;
  {
    test::RawDatabase database{dir / "muster.sqlite"};
    const std::string trigger =
        database.value("SELECT sql FROM sqlite_schema WHERE name = 'event_is_not_updated'");
    const std::string column =
        *rc::gen::element<std::string>("type", "occurred_at", "recorded_at", "actor_kind", "actor_id",
                                       "source", "body", "hash", "prev_hash");
    const auto rows = database.rows("SELECT incident, seq, " + column + " FROM event");
    const auto& row = rows[*rc::gen::inRange<std::size_t>(0, rows.size())];
    std::string value = row[2].value_or("");
    RC_PRE(!value.empty());
    const auto at = *rc::gen::inRange<std::size_t>(0, value.size());
    const bool is_number = column.ends_with("_at");
    value[at] = is_number ? static_cast<char>('0' + (value[at] - '0' + 1) % 10)
                          : static_cast<char>(value[at] ^ (1 << *rc::gen::inRange(0, 5)));
    std::string quoted;
    for (const char c : value) quoted += c == '\'' ? std::string{"''"} : std::string{c};
    RC_PRE(value.find('\0') == std::string::npos);
    const std::string literal = is_number ? value : "'" + quoted + "'";
    RC_ASSERT(database.run("DROP TRIGGER event_is_not_updated") == "");
    RC_ASSERT(database.run("UPDATE event SET " + column + " = " + literal + " WHERE incident = " +
                           row[0].value_or("") + " AND seq = " + row[1].value_or("")) == "");
    RC_ASSERT(database.run(trigger) == "");  // leaving no other trace
  }
  {
    auto reader = open_reader(dir);
    RC_ASSERT(reader.has_value());
    const auto report = (*reader)->verify();
    found = !report || !report->problems.empty();
  }
  std::filesystem::remove_all(dir);
  RC_ASSERT(found);
}

TEST(Chain, AnUntouchedCopyIsSound) {
  Record record;
  const std::filesystem::path dir = record.copy();
  {
    auto reader = open_reader(dir);
    ASSERT_TRUE(reader);
    EXPECT_TRUE((*reader)->verify()->problems.empty());
  }
  std::filesystem::remove_all(dir);
}

}  // namespace
}  // namespace muster
