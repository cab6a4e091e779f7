#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "integrations/teams/app_package.hpp"
#include "integrations/teams/zip_writer.hpp"

namespace muster::teams {

namespace {

TeamsManifestOptions options() {
  TeamsManifestOptions options;
  options.app_id = "11111111-2222-3333-4444-555555555555";
  options.version = "1.2.3";
  options.url = "https://muster.example.org";
  return options;
}

TEST(TeamsManifest, takes_ten_commands_a_list_and_cuts_what_is_too_long) {
  TeamsManifestOptions many = options();
  for (int i = 0; i < 12; ++i)
    many.room_commands.push_back({"verb" + std::to_string(i), std::string(200, 'x')});
  const auto manifest = nlohmann::json::parse(*teams_manifest(many));
  const auto& lists = manifest["bots"][0]["commandLists"];
  ASSERT_EQ(lists.size(), 1U);  // none for the direct chat
  EXPECT_EQ(lists[0]["commands"].size(), 10U);
  EXPECT_LE(lists[0]["commands"][0]["description"].get<std::string>().size(),
            130U);  // the ellipsis has three bytes
}

TEST(TeamsManifest, keeps_an_organisations_name_short) {
  TeamsManifestOptions named = options();
  named.organisation = "The \"Very\" Long Name\nof an Organisation that goes on";
  const auto manifest = nlohmann::json::parse(*teams_manifest(named));
  EXPECT_EQ(manifest["developer"]["name"].get<std::string>().substr(0, 20), "The \"Very\" Long Name");
}

TEST(TeamsManifest, refuses_what_teams_would) {
  const auto say = [](auto change) {
    TeamsManifestOptions wrong = options();
    change(wrong);
    const auto manifest = teams_manifest(wrong);
    return manifest ? "" : manifest.error().say;
  };
  EXPECT_EQ(say([](auto&) {}), "");
  for (const char* id : {"", "muster", "1111111122223333444455555555555555555",
                         "11111111-2222-3333-4444-55555555555g", "{11111111-2222-3333-4444-55555555555}"})
    EXPECT_TRUE(say([&](auto& o) { o.app_id = id; }).contains("is no GUID")) << id;
  for (const char* version :
       {"", "1", "1.2", "1.2.3.4", "1.2.x", "v1.2.3", "1..3", "01.2.3", "1.2.3-rc1", "1.2."})
    EXPECT_TRUE(say([&](auto& o) { o.version = version; }).contains("three numbers")) << version;
  for (const char* url : {"", "http://muster.example.org", "muster.example.org", "https://"})
    EXPECT_TRUE(say([&](auto& o) { o.url = url; }).contains("console_url")) << url;
}

TEST(TeamsManifest, every_permission_is_explained_in_the_manual) {
  std::ifstream file{MUSTER_SOURCE_DIR "/docs/teams.md"};
  const std::string manual{std::istreambuf_iterator<char>{file}, {}};
  for (const TeamPermission& each : team_permissions())
    EXPECT_TRUE(manual.contains("`" + std::string{each.name} + "`")) << each.name;
}

TEST(AppPackage, holds_manifest_and_icons) {
  const auto package = app_package(options());
  ASSERT_TRUE(package);
  EXPECT_EQ(package, app_package(options()));
  for (const char* name : {"manifest.json", "color.png", "outline.png"}) EXPECT_TRUE(package->contains(name));
}

// Byte by byte after APPNOTE 4.3.7, 4.3.12 and 4.3.16; the CRC is the check value of CRC-32.
TEST(Zip, is_written_to_the_letter) {
  using namespace std::string_literals;
  const std::string shared =
      "\x0a\x00\x00\x00\x00\x00\x00\x00\x21\x00"s
      "\x26\x39\xf4\xcb"s
      "\x09\x00\x00\x00\x09\x00\x00\x00\x01\x00\x00\x00"s;
  const std::string local = "PK\x03\x04"s + shared + "a123456789";
  const std::string central =
      "PK\x01\x02\x14\x03"s + shared + "\x00\x00\x00\x00\x00\x00\x00\x00\xa4\x81\x00\x00\x00\x00"s + "a";
  const std::string end =
      "PK\x05\x06\x00\x00\x00\x00\x01\x00\x01\x00\x2f\x00\x00\x00\x28\x00\x00\x00\x00\x00"s;
  EXPECT_EQ(zip({{"a", "123456789"}}), local + central + end);
  EXPECT_EQ(zip({}), "PK\x05\x06"s + std::string(18, '\0'));
}

}  // namespace

}  // namespace muster::teams
