// Timelines for evidence: as stored, checkable without the database, and silent about private incidents.
#include "bot/store/sealed_timeline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/store/scribe.hpp"
#include "tests/unit/store/temp_dir.hpp"

namespace muster::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Sealed : public testing::Test {
 protected:
  void SetUp() override {
    const auto store = opened(dir_.data());
    Scribe scribe{*store};
    scribe.declare(1, "Checkout is \"down\"\nfor all", Severity{2});
    scribe.record(1, NoteAdded{"it is the database"});
    scribe.declare(2, "Embezzlement", Severity{1}, Visibility::private_);
    scribe.record(1, Merged{{2}, State::investigating, "same people"});
    scribe.record(1, NoteAdded{"and on it goes"});
  }

  std::string lines(bool include_private) {
    const auto found = sealed_timelines(dir_.data(), {{1}}, include_private);
    EXPECT_TRUE(found) << found.error().say;
    return found ? found->at(0).lines : "";
  }

  TempDir dir_;
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST_F(Sealed, HoldsAsItWasWritten) {
  EXPECT_THAT(check_sealed(lines(true)), IsEmpty());
}

TEST_F(Sealed, AWordThatWasChangedIsFound) {
  EXPECT_THAT(check_sealed(replaced(lines(true), "it is the database", "it is the network")),
              ElementsAre(HasSubstr("entry 2 was changed")));
}

TEST_F(Sealed, AnEntryThatWasTakenOutIsFound) {
  std::string text = lines(true);
  const auto second = text.find('\n') + 1;
  text.erase(second, text.find('\n', second) + 1 - second);
  EXPECT_THAT(check_sealed(text),
              ElementsAre(HasSubstr("entries are missing"), HasSubstr("does not follow")));
}

TEST_F(Sealed, WhatNamesAPrivateIncidentIsWithheldAndItsPlaceIsChecked) {
  const std::string text = lines(false);
  EXPECT_THAT(text, HasSubstr("\"withheld\":true"));
  EXPECT_THAT(text, Not(HasSubstr("same people")));
  EXPECT_THAT(text, Not(HasSubstr("\"merged\"")));
  EXPECT_THAT(check_sealed(text), IsEmpty());
  EXPECT_THAT(check_sealed(replaced(text, "\"withheld\":true", "\"withheld\":false")), Not(IsEmpty()));
  EXPECT_THAT(lines(true), HasSubstr("same people"));
}

}  // namespace
}  // namespace muster::test
