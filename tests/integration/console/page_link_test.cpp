// Links that answer a page without signing in: looking changes nothing, and whoever may not see the incident
// any more is told nothing of it.
#include "bot/net/url.hpp"
#include "tests/integration/console/house.hpp"

namespace muster::console {
namespace {

using testing::HasSubstr;
using testing::Not;

struct PageLink : testing::Test {
  House house;
  std::string path;

  PageLink() {
    house.configure("mel", "Mel");
    house.declare(7, "Embezzlement", Visibility::private_, {PersonId{"ann"}});
    PersonPaged paged;
    paged.page = "P1";
    paged.people = {PersonId{"mel"}};
    paged.text = "look at the ledger";
    house.record(7, paged, PersonId{"ann"});
    path = path_of(PageAnswer::acknowledge);
  }
  std::string path_of(PageAnswer answer) {
    return net::parse_url(house.page_links.link({7}, "P1", PersonId{"mel"}, answer))->target;
  }
};

TEST_F(PageLink, LookingAtItChangesNothing) {
  house.run([&]() -> Async<void> {
    Browser scanner{house};
    scanner.origin.clear();
    for (const std::string method : {"GET", "HEAD", "GET"}) {
      for (const std::string& link : {path, path + "?answer=acknowledge", path_of(PageAnswer::decline)})
        EXPECT_EQ((co_await scanner.send(method, link, "")).status, 200) << method;
    }
    EXPECT_TRUE(house.intake->received.empty());
    EXPECT_THAT((co_await scanner.get(path)).body, HasSubstr("Embezzlement"));
    EXPECT_EQ((co_await scanner.send("POST", path, "")).status, 200);
  });
  ASSERT_EQ(house.intake->received.size(), 1U) << "otherwise the test says nothing";
  const auto* answered = std::get_if<PageAnswered>(&house.intake->received.front().what);
  ASSERT_NE(answered, nullptr);
  EXPECT_EQ(answered->person, PersonId{"mel"});
}

TEST_F(PageLink, WhoWasTakenOffIsToldNothing) {
  house.record(7, PersonReleased{PersonId{"mel"}, "", true}, PersonId{"ann"});
  house.run([&]() -> Async<void> {
    Browser mel{house};
    const auto reply = co_await mel.get(path);
    EXPECT_EQ(reply.status, 200);
    for (const char* word : {"Embezzlement", "ledger", "INC-7", "<button"})
      EXPECT_THAT(reply.body, Not(HasSubstr(word)));
  });
}

TEST_F(PageLink, AChangedOneIsNobodys) {
  house.run([&]() -> Async<void> {
    Browser forger{house};
    for (std::size_t i = 3; i < path.size(); i += 5) {
      std::string forged = path;
      forged[i] = forged[i] == '0' ? '1' : '0';
      EXPECT_EQ((co_await forger.get(forged)).status, 404) << i;
      EXPECT_EQ((co_await forger.send("POST", forged, "")).status, 404) << i;
    }
    EXPECT_EQ((co_await forger.get(path + "0")).status, 404);
    EXPECT_EQ((co_await forger.get(path.substr(0, path.size() - 1))).status, 404);
  });
  EXPECT_TRUE(house.intake->received.empty());
}

}  // namespace
}  // namespace muster::console
