#include "integrations/teams/document.hpp"

#include <gtest/gtest.h>

namespace muster::teams {
namespace {

TEST(TeamsDocument, MarkdownReadsAsText) {
  const Message message = document_message("INC-1 postmortem",
                                           "# Postmortem\n\n<!-- muster:begin header -->\n| | |\n|---|---|\n"
                                           "| Severity | SEV1 |\n\nIt \\_was\\_ **down** 4 \\* 5.\n- a\n");
  EXPECT_EQ(plain_text(message), "INC-1 postmortem\nPostmortem\nSeverity: SEV1\nIt _was_ down 4 * 5.\n- a");
}

TEST(TeamsDocument, NothingIsNothingAndMuchIsCut) {
  EXPECT_EQ(plain_text(document_message("t", "")), "t");
  EXPECT_LT(plain_text(document_message("t", std::string(100000, 'x'))).size(), 13000U);
}

}  // namespace
}  // namespace muster::teams
