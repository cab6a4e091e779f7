// Files: loading, secrets from disk and environment, and the documents that are made from the table of keys.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "bot/runtime/config.hpp"
#include "bot/runtime/config_manual.hpp"

namespace muster {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

std::string contents(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

class ConfigFile : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "muster-config-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path put(const std::string& name, const std::string& text, mode_t mode = 0600) {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream{path, std::ios::binary} << text;
    EXPECT_EQ(chmod(path.c_str(), mode), 0);
    return path;
  }

  fs::path folder_;
};

TEST_F(ConfigFile, AMissingFileMeansTheDefaultsOnlyWhereNobodyNamedIt) {
  const auto defaults = load_config(folder_ / "muster.yaml", {}, IfMissing::defaults);
  ASSERT_TRUE(defaults);
  EXPECT_EQ(defaults->policy, default_policy());
  const auto named = load_config(folder_ / "muster.yaml", {}, IfMissing::error);
  ASSERT_FALSE(named);
  EXPECT_EQ(named.error().kind, ErrorKind::not_found);
  EXPECT_THAT(named.error().say, HasSubstr("muster.yaml"));
}

TEST_F(ConfigFile, AFolderIsNotAConfiguration) {
  const auto loaded = load_config(folder_, {}, IfMissing::defaults);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().kind, ErrorKind::unavailable);
}

TEST_F(ConfigFile, PathsInsideStartAtItsFolder) {
  put("secrets/app", "xapp-1\n");
  put("secrets/bot", "  xoxb-1  \n");
  const fs::path file =
      put("muster.yaml",
          "data_dir: var\ntls: {cert: tls/c.pem, key: /etc/k.pem}\n"
          "slack: {app_token: {file: secrets/app}, bot_token: {file: secrets/bot}, ca_file: ca.pem}\n");
  const auto loaded = load_config(file, {}, IfMissing::error);
  ASSERT_TRUE(loaded) << loaded.error().say;
  EXPECT_EQ(loaded->data_dir, folder_ / "var");
  EXPECT_EQ(loaded->tls_cert, folder_ / "tls/c.pem");
  EXPECT_EQ(loaded->tls_key, "/etc/k.pem");
  EXPECT_EQ(loaded->slack->ca_file, folder_ / "ca.pem");
  EXPECT_EQ(loaded->slack->bot_token.reveal(), "xoxb-1");
}

TEST_F(ConfigFile, EveryProblemIsOneLineWithTheFilesName) {
  const fs::path file = put("muster.yaml", "a: 1\nb: 2\n");
  const auto loaded = load_config(file, {}, IfMissing::error);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().kind, ErrorKind::invalid);
  EXPECT_THAT(loaded.error().say, HasSubstr(file.string() + ":1:1: unknown key 'a'"));
  EXPECT_THAT(loaded.error().say, HasSubstr("\n" + file.string() + ":2:1: unknown key 'b'"));
}

TEST_F(ConfigFile, ASecretEverybodyMayReadIsRefused) {
  put("bot", "xoxb-CANARY", 0644);
  const auto open = read_secret({SecretReference::From::file, "bot"}, folder_);
  ASSERT_FALSE(open);
  EXPECT_EQ(open.error().kind, ErrorKind::forbidden);
  EXPECT_THAT(open.error().say, HasSubstr("chmod 600"));
  EXPECT_THAT(open.error().say, Not(HasSubstr("CANARY")));
  chmod((folder_ / "bot").c_str(), 0640);
  EXPECT_TRUE(read_secret({SecretReference::From::file, "bot"}, folder_));
}

TEST_F(ConfigFile, ASecretIsOneWord) {
  put("empty", " \n");
  put("two", "a CANARY\n");
  put("long", std::string(9000, 'a'));
  put("binary", std::string("CANARY\0x", 8));
  for (const char* name : {"empty", "two", "long", "binary", "absent"}) {
    const auto read = read_secret({SecretReference::From::file, name}, folder_);
    ASSERT_FALSE(read) << name;
    EXPECT_THAT(read.error().say, HasSubstr(name));
    EXPECT_THAT(read.error().say, Not(HasSubstr("CANARY"))) << name;
  }
}

TEST_F(ConfigFile, ASecretFromTheEnvironment) {
  ASSERT_EQ(setenv("MUSTER_TEST_SECRET", "xoxb-1", 1), 0);
  const auto set = read_secret({SecretReference::From::env, "MUSTER_TEST_SECRET"}, folder_);
  ASSERT_TRUE(set);
  EXPECT_EQ(set->reveal(), "xoxb-1");
  ASSERT_EQ(unsetenv("MUSTER_TEST_SECRET"), 0);
  const auto unset = read_secret({SecretReference::From::env, "MUSTER_TEST_SECRET"}, folder_);
  ASSERT_FALSE(unset);
  EXPECT_THAT(unset.error().say, HasSubstr("MUSTER_TEST_SECRET is not set"));
}

TEST(ConfigDocuments, TheExampleIsFreeOfProblems) {
  const fs::path file = fs::path{MUSTER_SOURCE_DIR} / "deploy/muster.example.yaml";
  const SecretSource secrets = [](const SecretReference&) -> Result<Secret> { return Secret{"xoxb-1"}; };
  const ConfigReading reading = read_config(contents(file), {{"slack", "console"}, {}}, secrets);
  EXPECT_EQ(say_problems("muster.example.yaml", reading.problems), "");
  EXPECT_EQ(reading.settings.policy.services.size(), 3U);
}

bool update_wanted() {
  return std::getenv("UPDATE_GOLDEN") != nullptr;
}

TEST(ConfigDocuments, TheSchemaIsMadeFromTheTable) {
  const fs::path file = fs::path{MUSTER_SOURCE_DIR} / "deploy/muster.schema.json";
  const std::string schema = manual_json_schema(config_manual());
  if (update_wanted()) std::ofstream{file} << schema;
  EXPECT_EQ(contents(file), schema)
      << "run: UPDATE_GOLDEN=1 unit_runtime, then commit deploy/muster.schema.json";
}

TEST(ConfigDocuments, TheManualNamesEveryKeyOfTheTable) {
  const fs::path file = fs::path{MUSTER_SOURCE_DIR} / "docs/configuration.md";
  std::string page = contents(file);
  const auto begin = page.find('\n', page.find("<!-- keys:begin")) + 1;
  const auto end = page.find("<!-- keys:end");
  ASSERT_NE(end, std::string::npos);
  const std::string rows = manual_markdown(config_manual());
  if (update_wanted()) std::ofstream{file} << page.substr(0, begin) + rows + page.substr(end);
  page = contents(file);
  EXPECT_THAT(page, HasSubstr("-->\n" + rows + "<!-- keys:end"))
      << "run: UPDATE_GOLDEN=1 unit_runtime, then commit";
}

// The reader's side of the promise: each key of the manual is known to it, wherever it stands.
void expect_known(const KeyManual& section, const nlohmann::ordered_json& around,
                  const nlohmann::ordered_json::json_pointer& at) {
  for (const KeyManual& key : section.children) {
    nlohmann::ordered_json file = around;
    const auto here =
        at / (key.name.front() == '<' ? (key.name == "<severity>" ? "1" : "internal") : key.name);
    file[here] = nullptr;  // JSON is YAML; "no value" is a problem of a known key, never "unknown key"
    const ConfigReading reading =
        read_config(file.dump(), {}, [](const SecretReference&) -> Result<Secret> { return Secret{}; });
    EXPECT_THAT(say_problems("f", reading.problems), Not(HasSubstr("unknown key"))) << here;
    if (!key.children.empty()) expect_known(key, around, here);
  }
}

TEST(ConfigDocuments, TheReaderKnowsEveryKeyOfTheManual) {
  expect_known(config_manual(), nlohmann::ordered_json::object(), nlohmann::ordered_json::json_pointer{});
}

}  // namespace
}  // namespace muster
