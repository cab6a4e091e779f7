#include "tests/simulation/cast.hpp"

#include <chrono>

namespace muster::simulation {

const std::vector<std::string>& zones() {
  static const std::vector<std::string> kZones = {"UTC",
                                                  "Europe/Berlin",
                                                  "America/New_York",
                                                  "Asia/Kolkata",
                                                  "Australia/Lord_Howe",
                                                  "Pacific/Apia",
                                                  "America/St_Johns",
                                                  "Asia/Kathmandu",
                                                  "Africa/Casablanca",
                                                  "Europe/London",
                                                  "Pacific/Kiritimati",
                                                  ""};
  return kZones;
}

Policy cast_policy() {
  using std::chrono::minutes;
  Policy policy = default_policy();
  const std::vector<std::string> names = {"ann", "bob", "cem", "dia", "eva", "fin", "gus", "hana"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    Person person{{names[i]}, names[i] + " of " + names[(i + 3) % names.size()], zones()[i], {}};
    person.identities["console"] = names[i];
    if (i % 4 != 3) person.identities["slack"] = "U" + names[i];
    policy.people.push_back(std::move(person));
  }
  policy.auditors = {PersonId{"hana"}};
  policy.teams = {{"payments", "Payments", {{"ann"}, {"bob"}}, PersonId{"ann"}},
                  {"storage", "Storage", {{"cem"}, {"dia"}}, PersonId{"dia"}},
                  {"empty", "Nobody", {}, std::nullopt}};
  policy.services = {
      {"checkout", "Checkout", "payments", 1, {"orders-db"}, "", 99.9, minutes{30}, minutes{5}},
      {"search", "Search", "", 2, {}, "", std::nullopt, std::nullopt, std::nullopt},
      {"orders-db", "Orders database", "storage", 1, {}, "", 99.95, minutes{60}, minutes{1}},
      {"mail", "Mail", "", 3, {}, "", std::nullopt, std::nullopt, std::nullopt}};
  policy.vendors = {{"acme", "Acme", {{"P1", minutes{15}}, {"P2", minutes{60}}}}};
  policy.announce_rooms = {{"slack", "C-incidents"}, {"console", "incidents"}};
  for (AudienceRule& audience : policy.audiences) {
    if (audience.id != "exec") audience.rooms["slack"] = {"C-" + audience.id};
  }
  policy.review.rooms = {{"slack", "C-operations"}, {"console", "incidents"}};
  policy.calendar = {"Europe/Berlin", {1, 2, 3, 4, 5}, {"2026-04-03", "2026-05-01"}};
  policy.cost = {"EUR", 90, 12.5};
  policy.console_url = "https://muster.example";
  return policy;
}

std::vector<Identity> cast_identities(const Policy& policy) {
  std::vector<Identity> all;
  for (const Person& person : policy.people) {
    for (const auto& [platform, user] : person.identities)
      all.push_back({platform, user, person.name, false});
  }
  all.push_back({"slack", "Ustranger", "Stranger", false, "Asia/Tokyo"});
  all.push_back({"slack", "Uvisitor", "Visitor", false});
  all.push_back({"slack", "Uguest", "Guest", true});
  all.push_back({"slack", "Upartner", "Partner of another organisation", true, "America/Sao_Paulo"});
  return all;
}

}  // namespace muster::simulation
