#include "bot/text/template.hpp"

#include <gtest/gtest.h>

namespace muster {

namespace {

std::string rendered(const std::string& source, const FactSheet& sheet) {
  return Template::compile("t", source, "a b on rows{a x}").value().render(sheet);
}

TEST(Template, SectionsLeaveNoEmptyLines) {
  FactSheet sheet;
  sheet.flag("on", true);
  sheet.text("a", "one");
  EXPECT_EQ(rendered("x\n{{#on}}\n\n{{a}}\n{{/on}}\n{{^on}}\noff\n{{/on}}\n{{b}}\n\ny\n", sheet),
            "x\n\none\n\ny\n");
  EXPECT_EQ(rendered("x\n{{^on}}\n\nno\n{{/on}}\ny", sheet), "x\ny\n");
  EXPECT_EQ(rendered("", sheet), "");
}

TEST(Template, PiecesKeepTheirBlankLines) {
  FactSheet sheet;
  sheet.pieces("a", "| t |\n\n- one\n");
  EXPECT_EQ(rendered("{{a}}\nend\n", sheet), "| t |\n\n- one\n\nend\n");
}

TEST(Template, ARowDoesNotBorrowAFactFromOutside) {
  FactSheet sheet;
  sheet.text("a", "outside");
  sheet.text("b", "common");
  sheet.row("rows").text("a", "inside");
  sheet.row("rows").text("x", "alone");
  EXPECT_EQ(rendered("{{#rows}}\n<{{a}}{{x}}{{b}}>\n{{/rows}}\n", sheet), "<insidecommon>\n<alonecommon>\n");
}

TEST(Template, EmptyTextIsAbsent) {
  FactSheet sheet;
  sheet.text("a", "");
  EXPECT_EQ(rendered("{{#a}}has{{/a}}{{^a}}has not{{/a}}", sheet), "has not\n");
}

TEST(Template, ValuesAreNotTemplates) {
  FactSheet sheet;
  sheet.text("a", "{{b}} {{{b}}} {{#on}}");
  sheet.text("b", "secret");
  EXPECT_EQ(rendered("{{a}}|{{{a}}}|{{&a}}", sheet).find("secret"), std::string::npos);
}

}  // namespace

}  // namespace muster
