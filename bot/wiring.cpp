#include "bot/wiring.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>

#include "bot/base/crash_point.hpp"
#include "bot/base/log.hpp"
#include "bot/net/byte_stream.hpp"
#include "bot/net/digest.hpp"
#include "bot/runtime/spawn.hpp"
#include "bot/store/sqlite.hpp"
#include "handlers/catalog.hpp"
#include "integrations/catalog.hpp"

namespace muster {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds kHealthEvery{2};
constexpr double kSlow = 1;    // seconds of a commit that are told of
constexpr double kHangs = 10;  // and that mean no answer is to be had

}  // namespace

Result<ListenAddress> parse_listen(const std::string& text) {
  const auto colon = text.rfind(':');
  unsigned port = 0;
  const char* begin = text.data() + colon + 1;
  const char* end = text.data() + text.size();
  const bool has_port =
      colon != std::string::npos && std::from_chars(begin, end, port).ptr == end && begin != end;
  std::string host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (!has_port || port > 65535 || host.empty()) {
    return fail(ErrorKind::invalid,
                "cannot listen on \"" + text + "\": give an address and a port, like 127.0.0.1:8080");
  }
  return ListenAddress{host == "localhost" ? "127.0.0.1" : host, static_cast<std::uint16_t>(port)};
}

Instance::Instance(asio::io_context& io, const Clock& clock, Settings settings)
    : io_{io},
      clock_{clock},
      settings_{std::move(settings)},
      resting_{[this] { return source_of_resting(); }},
      health_tick_{io} {
  // In the console people are known by the id they have in muster.yaml.
  for (Person& person : settings_.policy.people) person.identities.try_emplace("console", person.id.value);
}

Instance::~Instance() {
  // The engine answers through the io_context; its thread ends before what it uses.
  engine_thread_.reset();
}

Result<std::unique_ptr<Instance>> Instance::create(asio::io_context& io, const Clock& clock,
                                                   Settings settings, std::filesystem::path data_dir) {
  std::unique_ptr<Instance> instance{new Instance(io, clock, std::move(settings))};
  MUSTER_CHECK(instance->build(data_dir));
  MUSTER_CHECK(instance->build_console());
  return instance;
}

Result<Done> Instance::build(const std::filesystem::path& data_dir) {
  data_dir_ = data_dir;
  MUSTER_TRY(Speaker speaker, Speaker::create(settings_.policy));
  speaker_ = std::make_unique<Speaker>(std::move(speaker));
  MUSTER_TRY(store_, open_store(data_dir));

  EngineSetup setup{settings_.policy, {}, decide};
  for (const IntegrationSpec& spec : all_integrations()) {
    if (spec.is_chat && spec.wanted(settings_)) setup.platforms.emplace_back(spec.name);
  }
  engine_ = std::make_unique<Engine>(*store_, std::move(setup));
  MUSTER_TRY(Changes all, engine_->load(clock_.now()));
  board_.policy = std::make_shared<const Policy>(settings_.policy);
  unsettled_ = std::move(all.outbox);
  all.outbox.clear();

  board_.resting = &resting_;

  const asio::any_io_executor executor = io_.get_executor();
  reader_ = std::make_unique<ReaderPool>(executor, [data_dir] { return open_reader(data_dir); });
  engine_thread_ = std::make_unique<EngineThread>(executor, clock_, *store_, *engine_, metrics_,
                                                  [this](const Changes& changes) { published(changes); });
  access_ = std::make_unique<AccessRecord>(executor, clock_, board_, net::random_hex(8),
                                           [this](Inbound inbound) { return keep(std::move(inbound)); });
  desk_ = std::make_unique<FrontDesk>(
      FrontDeskDeps{clock_, *engine_thread_, board_, *speaker_, *reader_, all_commands(), *access_});

  MUSTER_TRY(Secret key, page_key(data_dir));
  page_links_ = std::make_shared<const PageLinks>(std::move(key), settings_.policy.console_url);
  DelivererDeps deliver{clock_, board_, *speaker_, *reader_, {}, {}, {}};
  deliver.in_house = {"console"};
  deliver.page_links = [links = page_links_](IncidentNumber incident, const std::string& page,
                                             const PersonId& person, PageAnswer answer) {
    return links->link(incident, page, person, answer);
  };
  const IntegrationDeps deps{executor,
                             clock_,
                             *desk_,
                             board_,
                             *reader_,
                             [this](PersonId person) { return home(person); },
                             [this](IncidentNumber incident, const std::string& name,
                                    const PersonId& person) { return card(incident, name, person); }};
  for (const IntegrationSpec& spec : all_integrations()) {
    if (!spec.wanted(settings_)) continue;
    MUSTER_TRY(auto integration, spec.make(settings_, deps));
    if (ChatPlatform* chat = integration->chat()) deliver.platforms.emplace(spec.name, chat);
    if (Pager* pager = integration->pager()) deliver.pagers.emplace(spec.name, pager);
    integrations_.push_back(std::move(integration));
  }
  deliverer_ = std::make_unique<Deliverer>(std::move(deliver));
  outbox_ = std::make_unique<Outbox>(executor, clock_, *engine_thread_, *deliverer_, metrics_);
  published(all);
  return Done{};
}

Result<Done> Instance::build_console() {
  MUSTER_TRY(const ListenAddress listen, parse_listen(settings_.listen));
  ConsoleOptions options;
  options.host = listen.host;
  options.port = listen.port;
  if (!settings_.tls_cert.empty()) {
    std::optional<std::filesystem::path> client_ca;
    if (!settings_.tls_client_ca.empty()) client_ca = settings_.tls_client_ca;
    MUSTER_TRY(tls_, net::make_tls_server(settings_.tls_cert, settings_.tls_key, client_ca));
    options.tls = tls_;
  }
  ConsoleDeps deps{io_.get_executor(),
                   clock_,
                   *desk_,
                   *access_,
                   board_,
                   *reader_,
                   *speaker_,
                   all_commands(),
                   [this] { return health(); },
                   [this] { return metrics_text(); },
                   {}};
  deps.page_links = page_links_;
  for (const auto& integration : integrations_) {
    for (Hook& hook : integration->hooks()) deps.hooks.push_back(std::move(hook));
  }
  for (const SourceSettings& source : settings_.sources) {
    // What proves itself by more than a token, or by a signature, does so at its own address only.
    if (!source.token.empty() && source.secret.empty() && source.certificate.empty())
      deps.systems.push_back({source.id, source.token});
  }
  deps.calendar_token = settings_.calendar_token;
  console_ = std::make_unique<Console>(std::move(deps), std::move(options));
  return Done{};
}

// Most runs never read one, and a reader takes memory.
Result<IncidentSource*> Instance::source_of_resting() {
  if (!resting_reader_) {
    MUSTER_TRY(resting_reader_, open_reader(data_dir_));
  }
  return resting_reader_.get();
}

void Instance::published(const Changes& changes) {
  resting_.forget();
  Published news;
  news.woken = changes.woken;
  for (const auto& incident : changes.incidents) {
    board_.incidents[incident->number] = incident;
    news.incidents.push_back(incident->number);
  }
  if (changes.operations) board_.operations = changes.operations;
  if (changes.people) board_.people = *changes.people;
  outbox_->add(changes.outbox);
  news.writes = changes.console;
  if (console_) console_->published(news);
}

asio::awaitable<Result<Done>> Instance::start() {
  crash_point("start_loaded");
  outbox_->take_over(std::move(unsettled_));
  engine_thread_->start();
  MUSTER_CO_CHECK(co_await console_->start());
  auto recorded = co_await record_configuration();
  // A disk that is full does not keep muster from ringing: it is recorded when there is room.
  configuration_recorded_ = recorded.has_value();
  if (!recorded && recorded.error().kind != ErrorKind::unavailable)
    co_return std::unexpected(std::move(recorded).error());
  for (const auto& integration : integrations_) integration->start();
  outbox_->start();
  crash_point("start_sending");
  spawn(io_.get_executor(), "health watch", watch_health());
  shifts_ = std::make_unique<ShiftKeeper>(io_.get_executor(), clock_, *desk_, board_);
  spawn(io_.get_executor(), "record of shifts", shifts_->run());
  co_return Done{};
}

asio::awaitable<Result<Done>> Instance::keep(Inbound inbound) {
  Job job = Submit{std::move(inbound), {}};
  MUSTER_CO_TRY([[maybe_unused]] const JobAnswer answer, co_await engine_thread_->submit(std::move(job)));
  co_return Done{};
}

// Auditors ask which configuration was in force when; the rules keep it when it is a new one.
asio::awaitable<Result<Done>> Instance::record_configuration() {
  ConfigurationLoaded loaded{{net::sha256_hex(settings_.text), settings_.text, MUSTER_VERSION}};
  Inbound started;
  started.occurred_at = clock_.now();
  started.origin_key = "configuration/" + loaded.read.sha256 + "/" +
                       std::to_string(started.occurred_at.time_since_epoch().count());
  started.what = std::move(loaded);
  co_return co_await keep(std::move(started));
}

// Whoever has the console open learns within seconds that a part stopped working, or works again.
asio::awaitable<void> Instance::watch_health() {
  std::vector<bool> before;
  while (!stopping_) {
    if (!configuration_recorded_) configuration_recorded_ = (co_await record_configuration()).has_value();
    std::vector<bool> ready;
    for (const HealthPart& part : health()) ready.push_back(part.report.ready);
    if (!before.empty() && ready != before) console_->health_changed();
    before = std::move(ready);
    health_tick_.expires_after(kHealthEvery);
    co_await health_tick_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

asio::awaitable<void> Instance::stop() {
  stopping_ = true;
  health_tick_.cancel();
  if (shifts_) shifts_->stop();
  const auto deadline = net::deadline_in(std::chrono::seconds{8});
  for (const auto& integration : integrations_) co_await integration->stop(deadline);
  outbox_->stop();
  asio::steady_timer nap{io_};
  while (!outbox_->idle() && steady_now() < deadline) {
    nap.expires_after(std::chrono::milliseconds{20});
    co_await nap.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  co_await console_->stop(deadline);
}

void Instance::poke() {
  engine_thread_->poke();
  outbox_->poke();
}

std::string Instance::address() const {
  const bool six = settings_.listen.starts_with('[');
  const auto listen = parse_listen(settings_.listen);
  const std::string host = listen ? listen->host : "127.0.0.1";
  return std::string{settings_.tls_cert.empty() ? "http://" : "https://"} + (six ? "[" + host + "]" : host) +
         ":" + std::to_string(console_->port()) + "/";
}

namespace {

std::string seconds_of(double seconds) {
  return std::to_string(static_cast<long>(seconds * 10) / 10) + "." +
         std::to_string(static_cast<long>(seconds * 10) % 10) + " s";
}

HealthReport store_health(const EngineThread::Load& load) {
  if (load.store_failing) return {false, load.store_error};
  if (load.under_way_s > kHangs)
    return {false,
            "a commit has been under way for " + seconds_of(load.under_way_s) + ": the disk does not answer"};
  if (load.last_batch_s < kSlow) return {true, "writing"};
  return {true,
          "writing slowly: the last commit took " + seconds_of(load.last_batch_s) + "; look at the disk"};
}

HealthReport engine_health(const EngineThread::Load& load) {
  std::string words = std::to_string(load.queued) + " waiting, " + std::to_string(load.timers) + " timers";
  if (load.overdue > 0)
    words += "; " + std::to_string(load.overdue) +
             " pages and reminders are due and cannot be recorded, since " +
             iso_seconds(load.overdue_since.value_or(Time{}));
  return {load.queued < 1000 && load.overdue == 0, words};
}

}  // namespace

std::vector<HealthPart> Instance::health() const {
  const EngineThread::Load load = engine_thread_->load();
  const Outbox::Backlog backlog = outbox_->backlog();
  std::vector<HealthPart> parts;
  parts.push_back({"store", store_health(load)});
  parts.push_back({"engine", engine_health(load)});
  const std::string rows = std::to_string(backlog.rows) + " to send";
  parts.push_back(
      {"outbox",
       {backlog.failing_lanes == 0, backlog.failing_lanes == 0 ? rows : rows + "; " + backlog.last_error}});
  for (const auto& integration : integrations_) {
    if (const ChatPlatform* chat = integration->chat()) parts.push_back({chat->name(), chat->health()});
    if (const Pager* pager = integration->pager()) parts.push_back({pager->name(), pager->health()});
    for (auto& [name, report] : integration->other_parts()) parts.push_back({name, report});
  }
  return parts;
}

std::string Instance::metrics_text() {
  std::map<std::pair<std::string, std::string>, int> incidents;
  for (const auto& [number, incident] : board_.incidents) {
    // Private incidents are not counted where anybody who may scrape can see it.
    if (!incident->is_open() || incident->visibility == Visibility::private_) continue;
    ++incidents[{settings_.policy.label(incident->severity), std::string{name_of(incident->state)}}];
  }
  for (const SeverityRule& rule : settings_.policy.severities) {
    int open = 0;
    for (const auto& [key, count] : incidents) open += key.first == rule.label ? count : 0;
    metrics_.gauge("muster_open_incidents", "Open incidents that are not private", {{"severity", rule.label}})
        .set(open);
  }
  for (const HealthPart& part : health()) {
    metrics_.gauge("muster_part_ready", "1 when the part of muster works", {{"part", part.name}})
        .set(part.report.ready ? 1 : 0);
  }
  metrics_.gauge("muster_outbox_waiting_rows", "Effects not yet delivered")
      .set(static_cast<double>(outbox_->backlog().rows));
  metrics_.gauge("muster_overdue_timers", "Timers that are due and cannot be recorded")
      .set(static_cast<double>(engine_thread_->load().overdue));
  metrics_.gauge("muster_timers", "Timers kept for open incidents")
      .set(static_cast<double>(engine_thread_->load().timers));
  if (tls_) {
    metrics_
        .gauge("muster_tls_certificate_not_after_seconds", "When muster's own certificate ends, since 1970")
        .set(std::chrono::duration<double>(net::valid_until(*tls_).time_since_epoch()).count());
  }
  return metrics_.exposition();
}

Result<Message> Instance::card(IncidentNumber number, const std::string& name, const PersonId& person) const {
  const auto incident = board_.find(number);
  if (!incident || !may_see(*incident, person, board_.policy->auditors))
    return fail(ErrorKind::not_found, "There is no " + to_string(number) + " that you may see.");
  if (name != "room" && name != "announcement") return fail(ErrorKind::not_found, "There is no such card.");
  return speaker_->card(name, *incident, Scene{clock_.now(), *board_.policy, board_.people});
}

Result<Message> Instance::home(const PersonId& person) const {
  const auto visible = board_.concerning(person);
  std::vector<const Incident*> incidents;
  incidents.reserve(visible.size());
  for (const auto& incident : visible) incidents.push_back(incident.get());
  return speaker_->home(person, incidents, Scene{clock_.now(), *board_.policy, board_.people});
}

}  // namespace muster
