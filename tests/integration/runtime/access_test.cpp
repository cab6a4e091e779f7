// What auditors ask about, from commands: who was refused because of who they are, and to whom a private
// incident was shown. As it is stored.
#include <gmock/gmock.h>

#include "tests/integration/runtime/rig.hpp"

namespace muster {
namespace {

using test::Rig;
using testing::ElementsAre;
using testing::SizeIs;

// "ann private_read INC-1 member", one each.
std::vector<std::string> told(const Rig& rig) {
  std::vector<std::string> all;
  for (const Event& event : rig.audited()) {
    const auto& access = std::get<AccessRecorded>(event.body);
    all.push_back(event.actor.id + " " + std::string{name_of(access.kind)} + " " + access.what + " " +
                  std::to_string(access.incident.value) + " " + access.why);
  }
  return all;
}

void wait_for(Rig& rig, std::size_t records) {
  rig.until([&] { return rig.audited().size() >= records; });
}

TEST(CommandAudit, WhoIsRefusedForWhoTheyAreIsOnRecord) {
  Rig rig;
  rig.type("ann", "declare sev1 --private Keys leaked");
  rig.settle();
  wait_for(rig, 1);  // its card was shown to whoever declared it
  EXPECT_TRUE(rig.type("eve", "INC-1 info")->refused);
  EXPECT_TRUE(rig.type("eve", "INC-99 info")->refused);
  EXPECT_TRUE(rig.type("eve", "INC-1 info")->refused);
  Inbound guest;
  guest.from = Identity{"slack", "gus", "Gus", true};
  guest.place = {"slack", "C1", "", ""};
  guest.what = CommandTyped{"declare sev1 xoxb-a-secret", {}};
  EXPECT_TRUE(rig.hand_in(guest)->refused);
  wait_for(rig, 3);
  rig.type("eve", "declare sev3 Another");
  rig.settle();
  EXPECT_TRUE(rig.type("eve", "INC-2 merge INC-1")->refused);
  wait_for(rig, 4);
  EXPECT_THAT(told(rig), ElementsAre("slack:ann private_read a command 1 member",
                                     "slack:eve command_refused catchup 1 private_incident",
                                     "slack:gus command_refused a command 0 outsider",
                                     "slack:eve command_refused merge 1 private_incident"))
      << "an incident that is not there is no refusal, and a repeat is counted";
  EXPECT_EQ(std::get<AccessRecorded>(rig.audited()[3].body).left_out, 1) << "the repeat";
}

TEST(CommandAudit, WhoIsShownAPrivateIncidentIsOnRecordOnceAnHour) {
  Rig rig;
  rig.type("ann", "declare sev1 --private Keys leaked");
  rig.type("ann", "declare sev3 --anyway Checkout is down");
  rig.settle();
  wait_for(rig, 1);
  EXPECT_THAT(rig.audited(), SizeIs(1)) << "nothing of the public one";
  rig.type("ann", "INC-1 timeline");
  rig.type("ann", "INC-2 timeline");
  rig.type("ann", "list");
  rig.clock.advance(std::chrono::hours{1});
  rig.type("ann", "INC-1 timeline");
  wait_for(rig, 2);
  EXPECT_THAT(told(rig), ElementsAre("slack:ann private_read a command 1 member",
                                     "slack:ann private_read a command 1 member"));
}

}  // namespace
}  // namespace muster
