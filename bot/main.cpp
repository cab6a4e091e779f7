// muster: the program. Reads the command line and hands over to bot/cli.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>

#include "bot/cli/cli.hpp"
#include "bot/domain/grammar.hpp"

namespace {

using namespace muster::cli;  // NOLINT(google-build-using-namespace): this file is nothing but that

struct Chosen {
  Globals globals;
  ServeOptions serve;
  std::string incident;
  std::string form;
  std::string file;
  std::string source;
  std::string topic;
  SimulateOptions simulate;
  ReportOptions report;
  OncallOptions oncall;
  EvidenceOptions evidence;
  ManifestOptions manifest;
  BackupOptions backup;
  RestoreOptions restore;
  ForgetOptions forget;
  RetentionOptions retention;
  std::string verify_directory;
  bool all = false;
  bool html = false;
  bool housekeeping = false;
  bool include_private = false;
};

CLI::App* incident_command(CLI::App& app, Chosen& chosen, const char* name, const char* what) {
  CLI::App* command = app.add_subcommand(name, what);
  command->add_option("incident", chosen.incident, "INC-7")->required();
  command->add_flag("--include-private", chosen.include_private, "Show it even if it is private");
  return command;
}

void add_report(CLI::App& app, Chosen& chosen, int& code) {
  CLI::App* report = app.add_subcommand("report", "Print the figures of a period");
  ReportOptions& options = chosen.report;
  report->add_option("--last", options.asked.last,
                     "30d, 12w, 72h, month or quarter (the last whole one); else 30d");
  report->add_option("--from", options.asked.from, "A day, or an instant with its zone");
  report->add_option("--to", options.asked.to, "A day, which is part of the period, or an instant; else now");
  report->add_option("--zone", options.asked.zone, "Days, weeks and hours of this place, like Europe/Berlin");
  report->add_option("--service", options.asked.service, "Only incidents of this service");
  report->add_option("--team", options.asked.team, "Only incidents of this team's services");
  report->add_option("--severity", options.asked.severity, "Only incidents that were this severe at worst");
  report->add_option("--kind", options.asked.kind, "normal, drill or test");
  report->add_option("--format", options.format, "text, json, csv or html");
  report->add_flag("--weekly", options.weekly, "The operations review of the last 7 days");
  report->add_flag("--include-private", options.include_private, "Count private incidents too");
  report->callback([&] { code = print_report(chosen.globals, chosen.report); });
}

void add_oncall(CLI::App& app, Chosen& chosen, int& code) {
  CLI::App* oncall = app.add_subcommand("oncall", "Print who is on call, until when and who comes then");
  OncallOptions& options = chosen.oncall;
  oncall->add_option("schedule", options.schedule, "Only this schedule");
  oncall->add_option("--at", options.at, "At this time, like 2026-12-24T09:00Z; else now");
  oncall->add_option("--from", options.from, "Every shift from this time on");
  oncall->add_option("--to", options.to, "Every shift until this time; else two weeks");
  oncall->callback([&] { code = print_oncall(chosen.globals, chosen.oncall); });
}

void add_hooks(CLI::App& app, Chosen& chosen, int& code) {
  CLI::App* hooks = app.add_subcommand("hooks", "Addresses at which sources of alerts call");
  CLI::App* test = hooks->add_subcommand("test", "What a body would do; nothing is stored");
  test->add_option("source", chosen.source, "A source of muster.yaml")->required();
  test->add_option("file", chosen.file, "The body; - or nothing: standard input");
  hooks->callback([&, test] {
    code =
        test->parsed() ? test_hook(chosen.globals, chosen.source, chosen.file) : list_hooks(chosen.globals);
  });
}

void add_evidence(CLI::App& app, Chosen& chosen, int& code) {
  CLI::App* evidence = app.add_subcommand("evidence", "Write what an auditor asks for into a new directory");
  EvidenceOptions& options = chosen.evidence;
  evidence->add_option("directory", options.directory, "A new directory")->required();
  evidence->add_option("--last", options.asked.last, "90d, month or quarter (the last whole one)");
  evidence->add_option("--from", options.asked.from, "A day, or an instant with its zone");
  evidence->add_option("--to", options.asked.to,
                       "A day, which is part of the period, or an instant; else now");
  evidence->add_option("--zone", options.asked.zone, "Days of this place, like Europe/Berlin");
  evidence->add_flag("--include-private", options.include_private,
                     "Private incidents and the operations log too");
  evidence->callback([&] { code = export_evidence(chosen.globals, chosen.evidence); });
}

void add_manifest(CLI::App& app, Chosen& chosen, int& code) {
  CLI::App* command =
      app.add_subcommand("manifest", "What a chat app is made from: print Slack's, write Teams'");
  ManifestOptions& options = chosen.manifest;
  command->add_option("platform", options.platform, "slack or teams");
  command->add_option("--out", options.out, "Teams: the app package; else muster-teams.zip");
  command->add_option("--app-id", options.app_id,
                      "Teams: Application (client) ID; else microsoft_teams.app_id of the configuration");
  command->add_option("--app-version", options.app_version,
                      "Teams: takes an update only with a higher one; else that of muster");
  command->add_flag("--force", options.force, "Teams: replace the file");
  command->callback([&] { code = manifest(chosen.globals, chosen.manifest); });
}

void add_backup(CLI::App& app, Chosen& chosen, int& code) {
  CLI::App* command = app.add_subcommand("backup", "Copy the database into one file, also while muster runs");
  BackupOptions& made = chosen.backup;
  command->add_option("file", made.target, "The new file")->required();
  CLI::Option* to = command->add_option(
      "--to", made.certificate, "Encrypt it to this certificate (PEM): only the holder of its key reads it");
  command->add_option("--check-with", made.key, "Open it again with this key (PEM)")->needs(to);
  command->callback([&] { code = backup_to(chosen.globals, chosen.backup); });

  CLI::App* back = app.add_subcommand("restore", "Put a backup in the database's place");
  back->add_option("file", chosen.restore.source, "The backup")->required();
  back->add_option("--key", chosen.restore.key, "The key (PEM) that opens an encrypted one");
  back->callback([&] { code = restore_from(chosen.globals, chosen.restore); });
}

void add_forgetting(CLI::App& app, Chosen& chosen, int& code) {
  CLI::App* person =
      app.add_subcommand("forget", "Take a person out of the database, while muster is stopped");
  ForgetOptions& options = chosen.forget;
  person->add_option("person", options.person, "Their id, as in muster.yaml or slack:U0123")->required();
  person->add_option("--reason", options.reason, "Why; goes on record, and must not name them")->required();
  person->add_option("--also", options.also, "Another word that means them: a first name, an old address");
  person->add_flag("--yes", options.yes, "Do it; without this it is only told what would change");
  person->callback([&] { code = forget(chosen.globals, chosen.forget); });

  CLI::App* age = app.add_subcommand("retention", "Tell what is old enough to be forgotten");
  age->add_flag("--apply", chosen.retention.apply, "Forget it, while muster is stopped");
  age->callback([&] { code = retention(chosen.globals, chosen.retention); });
}

void add_simulate(CLI::App& app, Chosen& chosen, int& code) {
  CLI::App* simulate_command =
      app.add_subcommand("simulate", "Play rehearsal scripts and compare the record with what they expect");
  SimulateOptions& options = chosen.simulate;
  simulate_command->add_option("files", options.files, "Scripts; several share one database")->required();
  simulate_command->add_option("--definitions", options.definitions,
                               "Policies and definitions (definitions.json beside the script)");
  CLI::Option* out = simulate_command->add_option("--out", options.out, "Write what was recorded as JSON");
  simulate_command->add_option("--db", options.db, "Keep the database as this file");
  CLI::Option* console = simulate_command->add_flag(
      "--console", options.console, "A drill: play one script live in the console, for people to take part");
  console->excludes(out);
  simulate_command
      ->add_option("--speed", options.speed, "Of the drill: 1 to 3600 times the real pace; else 60")
      ->needs(console);
  simulate_command
      ->add_option("--listen", options.listen, "Address of the drill's console; else any free port")
      ->needs(console);
  simulate_command
      ->add_option("--signin", options.signin_name, "Make the drill's sign-in link for this person")
      ->needs(console);
  simulate_command->add_flag("--once", options.once, "End with the drill's last step")->needs(console);
  simulate_command->callback([&] { code = simulate(chosen.simulate); });
}

// CLI11 says only that a subcommand is required when it does not know the one given.
bool is_unknown(const CLI::App& app, const std::string& word) {
  if (word.starts_with("-")) return false;
  std::vector<std::string> known;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    known.push_back(command->get_name());
  }
  if (std::find(known.begin(), known.end(), word) != known.end()) return false;
  const std::vector<std::string> close = muster::nearest(word, known);
  std::fprintf(stderr, "muster: there is no command \"%s\". %s`muster help` lists them\n", word.c_str(),
               close.empty() ? "" : ("Did you mean " + close.front() + "? ").c_str());
  return true;
}

// The whole program's help, or one command's. (app.help() would be that of the command being run: of `help`.)
int print_help(const CLI::App& app, const std::string& topic) {
  const CLI::App* about = &app;
  if (!topic.empty()) {
    if (is_unknown(app, topic)) return muster::cli::usage;
    about = app.get_subcommand(topic);
  }
  const std::string name = topic.empty() ? "muster" : "muster " + topic;
  std::printf("%s", about->get_formatter()->make_help(about, name, CLI::AppFormatMode::Normal).c_str());
  return muster::cli::ok;
}

int run(int argc, char** argv) {
  Chosen chosen;
  int code = 0;
  CLI::App app{"muster: chat-ops bot and incident commander's assistant"};
  app.set_version_flag("--version", std::string{"muster "} + MUSTER_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  app.add_option("--config", chosen.globals.config,
                 "muster.yaml (or MUSTER_CONFIG; ./muster.yaml, /etc/muster/muster.yaml)");
  app.add_option("--data", chosen.globals.data, "Data directory (or MUSTER_DATA; ~/.local/share/muster)");
  app.add_flag("--json", chosen.globals.json, "Print JSON");
  app.footer(
      "Exit codes: 0 done, 1 failed or something was found, 2 wrong usage, 3 muster.yaml is wrong, 4 the "
      "data\n"
      "directory is missing, in use, full or newer.");

  CLI::App* serve_command = app.add_subcommand("serve", "Run muster until Ctrl+C");
  serve_command->add_option("--listen", chosen.serve.listen, "Address of the console, like 127.0.0.1:8080");
  serve_command->add_option("--signin", chosen.serve.signin_name, "Make the sign-in link for this person");
#ifdef MUSTER_TEST_HOOKS
  serve_command->add_flag("--test-clock", chosen.serve.test_clock,
                          "Open an address that moves the clock (test builds)");
#endif
  serve_command->callback([&] { code = serve(chosen.globals, chosen.serve); });

  add_hooks(app, chosen, code);
  app.add_subcommand("check", "Check configuration, clock, database, tokens and scopes, each with its fix")
      ->callback([&] { code = check(chosen.globals); });

  CLI::App* incidents = app.add_subcommand("incidents", "List open incidents");
  incidents->add_flag("--all", chosen.all, "The ended ones too");
  incidents->add_flag("--include-private", chosen.include_private, "The private ones too");
  incidents->callback([&] { code = list_incidents(chosen.globals, chosen.all, chosen.include_private); });

  CLI::App* timeline = incident_command(app, chosen, "timeline", "Print an incident's timeline");
  timeline->add_flag("--housekeeping", chosen.housekeeping, "muster's own entries too");
  timeline->callback([&] {
    code = show_timeline(chosen.globals, chosen.incident, chosen.housekeeping, chosen.include_private);
  });

  CLI::App* postmortem =
      incident_command(app, chosen, "postmortem", "Print an incident's postmortem as Markdown");
  postmortem->add_option("--form", chosen.form, "A fresh draft in this form: full, brief, security or drill");
  postmortem->add_flag("--html", chosen.html, "As an HTML page that prints well");
  postmortem->callback([&] {
    code = show_postmortem(chosen.globals, chosen.incident, chosen.form, chosen.html, chosen.include_private);
  });

  add_report(app, chosen, code);

  add_oncall(app, chosen, code);

  add_evidence(app, chosen, code);

  CLI::App* verify_command =
      app.add_subcommand("verify", "Check every hash chain and the database, or an evidence directory");
  verify_command->add_option("directory", chosen.verify_directory, "What `muster evidence` wrote");
  verify_command->callback([&] {
    code =
        chosen.verify_directory.empty() ? verify(chosen.globals) : verify_evidence(chosen.verify_directory);
  });

  add_backup(app, chosen, code);

  add_forgetting(app, chosen, code);

  add_simulate(app, chosen, code);

  add_manifest(app, chosen, code);

  CLI::App* help_command = app.add_subcommand("help", "Print this help, or that of one command");
  help_command->add_option("command", chosen.topic, "The command");
  help_command->callback([&] { code = print_help(app, chosen.topic); });

  if (argc <= 1) {
    print_help(app, "");
    return usage;
  }
  if (is_unknown(app, argv[1])) return usage;
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? ok : usage;
  }
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "muster: ended by a bug: %s\n", error.what());
    return failed;
  }
}
