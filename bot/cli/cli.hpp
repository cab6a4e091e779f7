// The command line: one file a command. Human text on stdout by default, one JSON object with --json; errors
// on stderr with a hint. Exit codes are documented in docs/cli.md and listed here.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "bot/base/result.hpp"
#include "bot/domain/vocabulary.hpp"
#include "bot/report/period.hpp"
#include "bot/runtime/settings.hpp"

namespace muster::cli {

enum ExitCode : int {
  ok = 0,
  failed = 1,       // it was tried and did not work, or `check` and `verify` found something
  usage = 2,        // the command line itself
  bad_config = 3,   // muster.yaml
  unavailable = 4,  // the data directory: missing, in use, full, newer
};

struct Globals {
  std::string config;  // --config, empty: the usual places
  std::string data;    // --data, empty: MUSTER_DATA, the configuration, then ~/.local/share/muster
  bool json = false;
};

// muster.yaml as --config, MUSTER_CONFIG, ./muster.yaml or /etc/muster/muster.yaml says; defaults when there
// is none.
[[nodiscard]] Result<Settings> settings_of(const Globals& globals);
[[nodiscard]] std::filesystem::path data_dir_of(const Globals& globals, const Settings& settings);

// Prints "muster: what; hint" on stderr and gives the exit code that fits.
int complain(const Error& error);

struct ServeOptions {
  std::string listen;       // overrides the configuration
  std::string signin_name;  // the sign-in link is made for this person
  bool test_clock = false;  // test builds only
};
int serve(const Globals& globals, const ServeOptions& options);
int check(const Globals& globals);
// Addresses of the sources and how each proves itself; never a secret.
int list_hooks(const Globals& globals);
// What a body of this source would do; file: empty or "-" for standard input.
int test_hook(const Globals& globals, const std::string& id, const std::string& file);
int list_incidents(const Globals& globals, bool all, bool include_private);
int show_timeline(const Globals& globals, const std::string& incident, bool housekeeping,
                  bool include_private);
int show_postmortem(const Globals& globals, const std::string& incident, const std::string& form, bool html,
                    bool include_private);
struct ReportOptions {
  report::Asked asked;
  std::string format;  // text, json, csv, html; empty: text, or json with --json
  bool weekly = false;
  bool include_private = false;
};
int print_report(const Globals& globals, const ReportOptions& options);
struct OncallOptions {
  std::string schedule;  // id; empty: all
  std::string at;        // an instant, or a time as people type it, in UTC; empty: now
  std::string from;      // with one of them: every shift of that time
  std::string to;
};
int print_oncall(const Globals& globals, const OncallOptions& options);
struct EvidenceOptions {
  report::Asked asked;  // the period
  std::string directory;
  bool include_private = false;
};
// What an auditor asks for, into a new directory with a manifest.
int export_evidence(const Globals& globals, const EvidenceOptions& options);
// 0 only when every file of such a directory is as it was exported and its chains hold. Says what to do with
// a backup.
int verify_evidence(const std::string& directory);
int verify(const Globals& globals);
struct BackupOptions {
  std::string target;
  std::string certificate;  // encrypted to its holder; empty: not encrypted
  std::string key;          // the encrypted backup is opened again with it; empty: it is not
};
int backup_to(const Globals& globals, const BackupOptions& options);
struct RestoreOptions {
  std::string source;
  std::string key;  // of an encrypted backup
};
int restore_from(const Globals& globals, const RestoreOptions& options);
struct ForgetOptions {
  std::string person;
  std::string reason;
  std::vector<std::string> also;  // other words for them
  bool yes = false;               // else it is only told what would change
};
int forget(const Globals& globals, const ForgetOptions& options);
struct RetentionOptions {
  bool apply = false;  // else it is only told what would be forgotten
};
int retention(const Globals& globals, const RetentionOptions& options);
// Before muster loads: as much of it as a start can take. An error only when the database cannot be used.
[[nodiscard]] Result<Done> keep_retention(const Settings& settings, const std::filesystem::path& data_dir,
                                          Time now);
// Who gives the command, by the machine: root's sudo names them.
[[nodiscard]] std::string account_name();
struct SimulateOptions {
  std::vector<std::string> files;
  std::string definitions;
  std::string out;
  std::string db;
  bool console = false;  // played live in the console; the rest is of that
  std::string speed = "60";
  std::string listen = "127.0.0.1:0";
  std::string signin_name;  // the sign-in link is made for this person
  bool once = false;        // ends with the last step
};
// 0 only when everything holds; a line for each mismatch otherwise. Live nothing is compared.
int simulate(const SimulateOptions& options);
struct ManifestOptions {
  std::string platform = "slack";
  // Of Teams, which takes a file:
  std::string app_id;       // empty: as the configuration says
  std::string app_version;  // empty: that of the program
  std::string out = "muster-teams.zip";
  bool force = false;  // replaces the file
};
// What a chat app is made from: prints Slack's, writes that of Teams.
int manifest(const Globals& globals, const ManifestOptions& options);
int write_teams_package(const Globals& globals, const ManifestOptions& options);

}  // namespace muster::cli
