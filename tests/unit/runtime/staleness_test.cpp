#include "bot/runtime/staleness.hpp"

#include <gtest/gtest.h>

namespace muster {
namespace {

TEST(MaybeSaid, APrivateIncidentIsSpokenOfOnlyToThoseOnIt) {
  Policy policy = default_policy();
  policy.audiences = {{"public", "Customers", {}, false}, {"legal", "Legal", {}, true}};
  policy.auditors = {PersonId{"aud"}};
  Incident incident;
  incident.members = {PersonId{"ann"}};
  const Destination everywhere[] = {
      {To::announcements, ""}, {To::audience, "public"}, {To::audience, "gone"}, {To::person, "eve"}};
  const Destination inside[] = {
      {To::incident_room, ""}, {To::audience, "legal"}, {To::person, "ann"}, {To::person, "aud"}};
  for (const Destination& to : everywhere) EXPECT_TRUE(may_be_said(to, incident, policy)) << name_of(to.to);
  incident.visibility = Visibility::private_;
  for (const Destination& to : everywhere) EXPECT_FALSE(may_be_said(to, incident, policy)) << name_of(to.to);
  for (const Destination& to : inside) EXPECT_TRUE(may_be_said(to, incident, policy)) << to.id;
}

}  // namespace
}  // namespace muster
