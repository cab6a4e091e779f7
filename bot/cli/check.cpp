// muster check: configuration, clock, database, tokens and scopes, each with its fix; and the configuration
// explained back.
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <exception>

#include "bot/cli/check_oncall.hpp"
#include "bot/cli/cli.hpp"
#include "bot/cli/cli_codec.hpp"
#include "bot/net/byte_stream.hpp"
#include "bot/store/sqlite.hpp"
#include "bot/text/speaker.hpp"
#include "bot/text/words.hpp"
#include "integrations/catalog.hpp"

namespace muster::cli {

namespace {

namespace asio = boost::asio;

// Checking needs no rules behind it: nothing is submitted.
class NoIntake final : public Intake {
 public:
  asio::awaitable<Result<Answer>> submit(Inbound /*inbound*/) override {
    co_return fail(ErrorKind::unavailable, "muster is only checking");
  }
  asio::awaitable<Result<Answer>> submit(Inbound /*inbound*/, std::vector<ConsoleWrite> /*writes*/) override {
    co_return fail(ErrorKind::unavailable, "muster is only checking");
  }
  asio::awaitable<Result<Done>> write(std::vector<ConsoleWrite> /*writes*/) override {
    co_return fail(ErrorKind::unavailable, "muster is only checking");
  }
};

Finding check_clock() {
  const Time now = SystemClock{}.now();
  const bool plausible = now > Time{std::chrono::sys_days{std::chrono::year{2025} / 1 / 1}};
  return {plausible, "clock: it is " + iso_seconds(now), "set the system's clock, for instance with chrony"};
}

Finding check_database(const std::filesystem::path& data_dir) {
  auto reader = open_reader(data_dir);
  if (!reader && reader.error().kind == ErrorKind::not_found) {
    return {true, "database: none in " + data_dir.string() + " yet; the first start makes it", ""};
  }
  if (!reader)
    return {false, "database: " + reader.error().say,
            "see above; `muster restore FILE` brings a backup back"};
  const auto report = (*reader)->verify();
  if (!report)
    return {false, "database: " + report.error().say, "`muster restore FILE` brings a backup back"};
  if (!report->problems.empty()) {
    return {false, "database: " + counted(std::ssize(report->problems), "problem"),
            "run `muster verify` for each"};
  }
  return {true,
          "database: " + counted(report->incidents, "incident") + ", " + counted(report->events, "event") +
              ", every chain holds",
          ""};
}

// Whoever renews by hand needs some days; what renews by itself did so long before.
constexpr auto kRenewBefore = std::chrono::days{14};

std::vector<Finding> check_tls(const Settings& settings) {
  if (settings.tls_cert.empty()) return {};
  std::optional<std::filesystem::path> client_ca;
  if (!settings.tls_client_ca.empty()) client_ca = settings.tls_client_ca;
  const auto made = net::make_tls_server(settings.tls_cert, settings.tls_key, client_ca);
  if (!made) return {{false, "TLS: " + made.error().say, "correct tls in muster.yaml, or the file"}};
  const Time end = net::valid_until(**made);
  const std::string until = iso_seconds(end);
  const Time now = SystemClock{}.now();
  if (end < now + kRenewBefore) {
    const std::string how = end < now ? "ended at " : "ends at ";
    return {{false, "TLS: the certificate " + how + until,
             "renew " + settings.tls_cert.string() + "; muster takes up new files by itself"}};
  }
  return {{true,
           "TLS: certificate and key fit until " + until +
               (client_ca ? ", clients may prove themselves by theirs" : ""),
           ""}};
}

std::vector<Finding> check_integrations(const Settings& settings, const std::filesystem::path& data_dir) {
  asio::io_context io{1};
  const SystemClock clock;
  NoIntake intake;
  Board board;
  board.policy = std::make_shared<const Policy>(settings.policy);
  ReaderPool reader{io.get_executor(), [data_dir] { return open_reader(data_dir); }, 1};
  const IntegrationDeps deps{
      io.get_executor(), clock, intake, board, reader, [](const PersonId&) { return Message{}; }};
  std::vector<Finding> findings;
  for (const IntegrationSpec& spec : all_integrations()) {
    if (!spec.wanted(settings)) continue;
    auto made = spec.make(settings, deps);
    if (!made) {
      findings.push_back(
          {false, std::string{spec.name} + ": " + made.error().say,
           made.error().kind == ErrorKind::invalid ? "correct it in muster.yaml" : "do as it says"});
      continue;
    }
    asio::co_spawn(io, (*made)->check(), [&](std::exception_ptr thrown, std::vector<Finding> found) {
      if (thrown) std::rethrow_exception(thrown);
      std::ranges::move(found, std::back_inserter(findings));
    });
    io.run();
    io.restart();
  }
  return findings;
}

std::string count(std::size_t n, const std::string& noun) {
  return std::to_string(n) + " " + noun + (n == 1 ? "" : "s");
}

// The configuration in sentences, so that a reader sees what it means and not only that it parses.
std::vector<Finding> explain(const Settings& settings) {
  const Policy& policy = settings.policy;
  std::vector<Finding> findings;
  findings.push_back({true,
                      "configuration: " + std::to_string(policy.people.size()) + " people known by name, " +
                          count(policy.teams.size(), "team") + ", " +
                          count(policy.services.size(), "service"),
                      ""});
  for (const SeverityRule& rule : policy.severities) {
    std::string line = rule.label + ": " + rule.meaning;
    for (const auto& [audience, cadence] : rule.cadences) {
      line +=
          "; " + audience + " hear within " + spoken(cadence.first) + ", then every " + spoken(cadence.then);
    }
    if (rule.postmortem_required) line += "; needs a postmortem";
    findings.push_back({true, line, ""});
  }
  for (const AudienceRule& audience : policy.audiences) {
    const bool owed = std::ranges::any_of(
        policy.severities, [&](const SeverityRule& rule) { return rule.cadences.contains(audience.id); });
    if (audience.rooms.empty() && audience.id != kInternal && !audience.for_private) {
      findings.push_back(
          {true,
           (owed ? "WARNING: audience " + audience.id +
                       " must hear regularly and has no room: nobody there is told, set audiences." +
                       audience.id + ".rooms"
                 : "audience " + audience.id + " has no room: its updates are only on record"),
           ""});
    }
  }
  for (const Service& service : policy.services) {
    const Team* team = policy.team(service.owner);
    if (team != nullptr && !team->on_call && team->schedule.empty()) {
      findings.push_back({true,
                          "service " + service.id + ": nobody is on call in team " + team->id +
                              ", so whoever declares commands",
                          ""});
    }
  }
  findings.push_back(
      {true, "console on " + settings.listen + (settings.tls_cert.empty() ? " without TLS" : " with TLS"),
       ""});
  return findings;
}

}  // namespace

int check(const Globals& globals) {
  const auto settings = settings_of(globals);
  if (!settings) {
    std::fprintf(stderr, "%s\n", settings.error().say.c_str());
    return bad_config;
  }
  const auto data_dir = data_dir_of(globals, *settings);
  std::vector<Finding> findings = explain(*settings);
  if (auto speaker = Speaker::create(settings->policy); !speaker) {
    findings.push_back({false, "templates: " + speaker.error().say, "correct the wording in muster.yaml"});
  }
  std::ranges::move(check_oncall(settings->policy, SystemClock{}.now()), std::back_inserter(findings));
  findings.push_back(check_clock());
  std::ranges::move(check_tls(*settings), std::back_inserter(findings));
  findings.push_back(check_database(data_dir));
  std::ranges::move(check_integrations(*settings, data_dir), std::back_inserter(findings));
  bool all = true;
  for (const Finding& finding : findings) {
    all = all && finding.ok;
    if (globals.json) continue;
    std::printf("%s %s\n", finding.ok ? "ok      " : "PROBLEM ", finding.what.c_str());
    if (!finding.ok) std::printf("         fix: %s\n", finding.fix.c_str());
  }
  if (globals.json) std::printf("%s\n", findings_json(findings).c_str());
  return all ? ok : failed;
}

}  // namespace muster::cli
