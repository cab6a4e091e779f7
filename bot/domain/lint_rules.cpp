// The built-in rules. PERSON stands for the names of who had part in it, NAME for those and "the engineer",
// "the operator" and the like.
#include "bot/domain/lint.hpp"

namespace muster {

std::vector<LintRule> default_lint_rules() {
  using enum LintWhere;
  return {
      {"BL01",
       R"(NAME\s+(?:(?:has|had|also)\s+)?(?:forgot|failed to|neglected|ignored|broke|caused|messed|should have|did(?:n'?t| not) (?:check|notice|test)))",
       "Describe the condition that made it possible, not the person", true, anywhere, false},
      {"BL02", R"(human error|operator error|user error|careless|mistake by)",
       "Name the guard that was missing", true, anywhere, false},
      {"BL03", R"(should(?:n'?t| not)? have|could have|would have|if only|had .{1,40} (?:they|we) would)",
       "Say what happened; move the wish to the actions", false, anywhere, false},
      {"BL04", R"(obvious(?:ly)?|simply|just had to|stupid|sloppy|negligent|incompetent|clearly)",
       "Leave the judgement out", false, anywhere, false},
      {"BL05", R"(the root cause (?:was|is))", "List the contributing factors: there is more than one", false,
       anywhere, false},
      {"BL06", R"(some users|a few|many|a while|briefly|shortly|significant(?:ly)?)", "Put the number", false,
       anywhere, false},
      {"BL07", R"(outage)", "It was never fully down: degradation, or incident", false, anywhere, true},
      {"BL08", R"(why (?:did|didn'?t|did not) (?:you|NAME))", "Ask how or what, not why", false, anywhere,
       false},
      {"BL09", R"(probably|maybe|presumably|we think)", "Mark it as a hypothesis, or add the evidence", false,
       causes, false},
      {"BL10", R"(PERSON)", "A role or \"a responder\" instead of the name", true, causes, false},
      {"BL11", R"(be more careful|pay more attention|remind (?:the )?team|retrain|try harder)",
       "Change the system: effort does not last", false, anywhere, false},
      {"BL12", R"(saved the day|single-handedly|hero(?:ic|es|ically)?)", "Describe the practice that worked",
       false, anywhere, false},
      {"BL13", R"(there was (?:no|insufficient))", "Move it to the contributing factors", false, timeline,
       false},
  };
}

}  // namespace muster
