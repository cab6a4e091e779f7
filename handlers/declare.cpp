// declare: opens an incident. Makes, in this order and each independent of the others' failure: the record,
// the room, the card, invitations, the announcement and a commander.
#include "handlers/commands.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "bot/base/ascii.hpp"
#include "bot/base/contains.hpp"
#include "bot/base/utf8.hpp"
#include "bot/domain/cadence.hpp"
#include "bot/domain/code_name.hpp"
#include "bot/domain/consequences.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/pages.hpp"
#include "bot/domain/routing.hpp"
#include "bot/domain/time_text.hpp"
#include "handlers/opening.hpp"
#include "handlers/paging.hpp"
#include "handlers/tie.hpp"

namespace muster {

namespace {

constexpr std::size_t kTitleChars = 120;
constexpr std::size_t kRoomNameChars = 75;  // Slack allows 80; a suffix for a taken name must fit

struct Declaration {
  IncidentDeclared event;
  std::string alert_group;  // it is declared from, by key; empty: not from alerts
  bool anyway = false;
};

std::expected<Declaration, Refusal> read(const Request& request, const Context& ctx) {
  Declaration d;
  std::string title = request.text;
  std::string severity = request.option("severity");
  const FirstWord first = first_word(title);
  if (severity.empty() && !request.from_dialog && lower(first.word).starts_with("sev") &&
      ctx.policy.severity_named(first.word)) {
    severity = first.word;
    title = first.rest;
  }
  if (!severity.empty() && severity != "none") {
    d.event.severity = ctx.policy.severity_named(severity);
    if (!d.event.severity) {
      std::vector<std::string> labels;
      for (const SeverityRule& rule : ctx.policy.severities) labels.push_back(lower(rule.label));
      return refuse("unknown_severity", "There is no severity \"" + severity + "\". Use " + one_of(labels),
                    "severity");
    }
  }
  title = clean_text(title, false);
  d.event.description = clean_text(request.option("description"), true);
  if (count_chars(title) > kTitleChars) {
    d.event.description = title + (d.event.description.empty() ? "" : "\n\n" + d.event.description);
    title = shorten(title, kTitleChars);
  }
  if (title.empty())
    return refuse("title_required", "Say in a few words what is broken: declare Checkout is down", "text");
  d.event.title = title;
  const std::string services =
      request.option("service").empty() ? request.option("services") : request.option("service");
  auto named = services_named(services, ctx, "service");
  if (!named) return std::unexpected(std::move(named).error());
  d.event.services = *std::move(named);
  if (const std::string started = request.option("started"); !started.empty()) {
    const auto at = parse_past_time(started, ctx.now, zone_of(ctx));
    if (!at) return refuse("bad_time", at.error().say, "started");
    d.event.started_at = *at;
  }
  const std::string kind = request.option("kind");
  if (request.flag("drill") || kind == "drill") d.event.kind = Kind::drill;
  if (request.flag("test") || kind == "test") d.event.kind = Kind::test;
  if (request.flag("private")) d.event.visibility = Visibility::private_;
  d.anyway = request.flag("anyway");
  if (const AlertGroup* group = ctx.operations.group(request.option("alert"))) d.alert_group = group->key;
  return d;
}

std::vector<std::string> telling_words(std::string_view title) {
  std::vector<std::string> words;
  for (FirstWord word = first_word(title); !word.word.empty(); word = first_word(word.rest)) {
    if (word.word.size() > 3) words.push_back(lower(word.word));
  }
  return words;
}

// Open or declared within the last hour, and about the same service or in the same words.
std::vector<IncidentNumber> lookalikes(const IncidentDeclared& wanted, const Context& ctx) {
  const std::vector<std::string> words = telling_words(wanted.title);
  std::vector<IncidentNumber> found;
  for (const Incident* incident : ctx.incidents.recent()) {
    const bool recent = incident->is_open() || incident->declared_at > ctx.now - ctx.policy.duplicate_window;
    if (!recent || incident->state == State::merged || incident->state == State::canceled) continue;
    if (incident->kind != wanted.kind) continue;
    const bool same_service = std::ranges::any_of(
        wanted.services, [&](const std::string& service) { return contains(incident->services, service); });
    const bool same_words = std::ranges::any_of(
        telling_words(incident->title), [&](const std::string& word) { return contains(words, word); });
    if ((same_service || same_words) && found.size() < 5) found.push_back(incident->number);
  }
  return found;
}

// The command that declares the same thing without asking again.
std::string again(const Request& request) {
  std::string command = "declare --anyway";
  for (const auto& [name, value] : request.options) {
    if (value.empty() || value == "no" || name == "anyway") continue;
    command += " --" + name + (value == "yes" ? "" : "=\"" + value + "\"");
  }
  return command + " -- " + request.text;
}

void open_rooms(Plan& plan, IncidentNumber number, const IncidentDeclared& event, const Context& ctx,
                const std::vector<PersonId>& invited) {
  const bool is_private = event.visibility == Visibility::private_;
  const std::string name = room_name(number, event.title, is_private, ctx.policy);
  plan.promise_everywhere(OpenRoom{name, is_private});
  plan.promise_everywhere(PostCard{"room", {To::incident_room, ""}});
  plan.invite(invited);
  plan.promise_everywhere(SetTopic{});
  if (!ctx.policy.console_url.empty()) {
    for (const std::string& platform : ctx.platforms) {
      if (platform == "console") continue;
      plan.promise(platform, AddBookmark{"Incident page", ctx.policy.console_url + "/incidents/" +
                                                              std::to_string(number.value)});
    }
  }
}

// Signals that fire on its services belong to the incident at the time they happened.
void tie_what_led_here(Plan& plan, IncidentNumber number, const IncidentDeclared& event, const Context& ctx,
                       const std::string& alert_group) {
  if (!event.services.empty()) {
    for (const AlertRecord* alert : ctx.operations.alerts.all()) {
      const bool is_free = alert->report.group.empty() && !alert->cleared_at && alert->incidents.empty();
      if (is_free && contains(event.services, alert->report.service)) tie_alert(plan, *alert, number);
    }
  }
  for (const auto& [key, group] : ctx.operations.groups) {
    const Incident* has = ctx.incidents.find(group.incident);
    const bool noise = group.act == "ignore" || group.act == "silenced" || group.act == "maintenance" ||
                       (has != nullptr && has->is_open()) ||
                       (is_private_route(group.route, ctx.policy) && event.visibility == Visibility::public_);
    if (key != alert_group && group.firing > 0 && !noise && contains(event.services, group.service))
      tie_group(plan, group, number, ctx);
  }
}

// Pages that led the declarer here, each with all that its escalation made of it: what was sent before the
// incident goes on as part of it. Tests are nobody's.
std::vector<PageRecord> pages_that_led_here(const Context& ctx) {
  const PersonId declarer = ctx.actor.person();
  const std::vector<PageRecord>& pages = ctx.operations.pages;
  std::set<std::string> chains;
  for (const PageRecord& page : pages) {
    const bool theirs = page.by.person() == declarer || contains(page.acknowledged_by, declarer);
    const bool recent = page.sent_at >= ctx.now - ctx.policy.page_tie_window;
    if (!declarer.empty() && theirs && recent && page.purpose.empty())
      chains.insert(first_of(page, pages).id);
  }
  std::vector<PageRecord> led_here;
  for (const PageRecord& page : pages) {
    if (chains.contains(first_of(page, pages).id)) led_here.push_back(page);
  }
  return led_here;
}

// Pages whoever is called, and says who commands until then.
std::string call(Plan& plan, IncidentNumber number, const IncidentDeclared& event, const Called& called,
                 const std::vector<PageRecord>& led_here, const Context& ctx) {
  const PersonId declarer = ctx.actor.person();
  const auto climbs = [&](const PageRecord& page) {
    return called.escalation != nullptr && page.escalation == called.escalation->id;
  };
  const auto before = std::ranges::find_if(led_here, climbs);
  const bool rings = before != led_here.end();  // nobody is rung twice for one thing
  const bool taken = rings && answered(*before, led_here);
  const std::vector<PageRecord> none;
  const PageBook book{number, nullptr, &none, event.severity, event.kind};
  std::vector<PersonId> others = called.people;
  const bool declarer_is_called = std::erase(others, declarer) > 0 || taken;
  if (called.escalation != nullptr && !declarer_is_called && !rings) {
    begin_escalation(plan, ctx, book, *called.escalation, event.title);
  } else if (called.escalation == nullptr && !declarer_is_called && !others.empty()) {
    plan.tell_room("page_room", ring(plan, ctx, book, PersonPaged{"P1", called.target, others, event.title}));
  }
  if (!others.empty() && !declarer_is_called) {
    std::string names;
    for (const PersonId& person : others) names += (names.empty() ? "" : " and ") + mention(person);
    const bool several = others.size() > 1;
    return names + (several ? " are" : " is") + " on call, " + (several ? "were" : "was") + " paged and " +
           (several ? "the first to acknowledge takes command" : "takes command by acknowledging");
  }
  if (declarer.empty() || !ctx.policy.declarer_commands) return {};
  plan.record(RoleAssigned{std::string{kIncidentCommander}, declarer});
  return "You are the incident commander";
}

}  // namespace

Called called_for(const std::vector<std::string>& services, std::optional<Severity> severity,
                  const std::string& escalation, const Context& ctx) {
  Called called;
  if (!escalation.empty()) called.escalation = ctx.policy.escalation_named(escalation);
  if (called.escalation == nullptr) called.escalation = escalation_for(services, ctx.policy);
  if (called.escalation != nullptr) {
    const Climbed first = climb(*called.escalation, 0, 0, severity, ctx.policy, ctx.operations, ctx.now);
    if (first.to) called.people = first.to->rung.people;
    return called;
  }
  for (const std::string& id : services) {
    const Service* service = ctx.policy.service(id);
    const Team* team = service == nullptr ? nullptr : ctx.policy.team(service->owner);
    if (team == nullptr) continue;
    called.people = on_call_for(*team, ctx.policy, ctx.operations, ctx.now);
    called.target = called.people.size() == 1 ? called.people.front().value : team->id;
    if (!called.people.empty()) break;
  }
  return called;
}

std::string open_incident(Plan& plan, IncidentNumber number, Opening opening, const Context& ctx) {
  IncidentDeclared& event = opening.event;
  event.source = ctx.place;
  event.source_link = ctx.message_link;
  const PersonId declarer = ctx.actor.person();
  const Called called = called_for(event.services, event.severity, opening.escalation, ctx);
  // Of a private one that nobody declared, whoever is called is the first who may see it.
  if (event.visibility == Visibility::private_ && declarer.empty()) event.members = called.people;
  const Seq declared = plan.record(event);
  std::vector<PageRecord> led_here;
  if (event.kind == Kind::normal) {
    tie_what_led_here(plan, number, event, ctx, opening.alert_group);
    led_here = pages_that_led_here(ctx);
    for (const PageRecord& page : led_here) tie_page(plan, page, number);
  }

  std::vector<PersonId> invited;
  if (!declarer.empty()) invited.push_back(declarer);
  for (const PersonId& person : called.people) {
    if (person != declarer) invited.push_back(person);
  }
  open_rooms(plan, number, event, ctx, invited);
  plan.tell_room("welcome", declared);
  if (event.kind == Kind::normal) plan.tell_room("similar", declared);
  plan.announce_card();
  const std::string commander = call(plan, number, event, called, led_here, ctx);
  Incident fresh;
  fresh.severity = event.severity;
  fresh.visibility = event.visibility;
  fresh.kind = event.kind;
  for (PromiseMoved& moved : promises_after_declare(fresh, ctx.now, ctx.policy))
    plan.record(std::move(moved));

  return commander;
}

namespace {

Decision open(const Declaration& d, const Context& ctx) {
  const IncidentDeclared& event = d.event;
  Plan plan{ctx, ctx.next_number, event};
  const AlertGroup* group = d.alert_group.empty() ? nullptr : ctx.operations.group(d.alert_group);
  const std::string commander = open_incident(plan, ctx.next_number, {event, d.alert_group, ""}, ctx);
  if (group != nullptr) tie_group(plan, *group, ctx.next_number, ctx);
  std::string say = to_string(ctx.next_number) + " is declared";
  say += event.severity ? " as " + ctx.policy.label(event.severity)
                        : " without a severity (severity sev2 sets one)";
  if (event.visibility == Visibility::private_) say += "; it is private, only its members see it";
  if (event.started_at) say += "; it began " + say_time(*event.started_at, zone_of(ctx), ctx.now);
  if (!commander.empty()) say += ". " + commander;
  return plan.done(say + ".", ShowIncident{ctx.next_number});
}

// Alerts that an incident has are for whoever may see it; those of a private route for whoever is called for
// them.
bool is_for(const AlertGroup& group, const Context& ctx) {
  if (group.incident.exists()) return ctx.incidents.find(group.incident) != nullptr;
  const auto route = std::ranges::find(ctx.policy.routes, group.route, &AlertRoute::id);
  if (route == ctx.policy.routes.end() || !route->is_private) return true;
  const Called called = called_for({group.service}, std::nullopt, route->escalation, ctx);
  return contains(called.people, ctx.actor.person()) || contains(ctx.policy.auditors, ctx.actor.person());
}

// "declare --alert AL-1" of a suggestion's button: what is missing is read off the alerts.
std::expected<Request, Refusal> with_alert(Request request, const Context& ctx) {
  const std::string wanted = request.option("alert");
  const AlertGroup* group = wanted.empty() ? nullptr : ctx.operations.group(wanted);
  if (wanted.empty()) return request;
  if (group == nullptr || !is_for(*group, ctx))
    return refuse("unknown_alert", "I know no alert \"" + wanted + "\". alerts lists what fires", "alert");
  const Incident* incident = ctx.incidents.find(group->incident);
  if (incident != nullptr && incident->is_open()) {
    auto refusal = refuse("alert_has_incident", to_string(incident->number) + " has these alerts already");
    refusal.error().view = ShowIncident{incident->number};
    return refusal;
  }
  const AlertRecord* first = ctx.operations.alert(group->source, group->first);
  const AlertReported report = first == nullptr ? AlertReported{} : first->report;
  const auto route = std::ranges::find(ctx.policy.routes, group->route, &AlertRoute::id);
  const AlertRoute* decided = route == ctx.policy.routes.end() ? nullptr : &*route;
  if (request.text.empty()) request.text = group->title;
  if (request.option("service").empty() && ctx.policy.service(group->service) != nullptr)
    request.options["service"] = group->service;
  const auto severity = severity_of(report, decided, ctx.policy);
  if (request.option("severity").empty() && severity)
    request.options["severity"] = std::to_string(severity->level);
  if (request.option("description").empty())
    request.options["description"] = report.summary + (report.link.empty() ? "" : "\n" + report.link);
  if (decided != nullptr && decided->is_private) request.options["private"] = "yes";
  return request;
}

Outcome handle(const Request& asked, const Context& ctx) {
  auto filled = with_alert(asked, ctx);
  if (!filled) return std::unexpected(std::move(filled).error());
  const Request& request = *filled;
  if (request.text.empty() && !request.from_dialog) {
    std::map<std::string, std::string> prefill = request.options;
    prefill["text"] = shorten(clean_text(ctx.message_text, false), kTitleChars);
    if (!ctx.message_text.empty()) {
      prefill["description"] = ctx.message_text + (ctx.message_link.empty() ? "" : "\n" + ctx.message_link);
    }
    return show(OpenDialog{"declare", {}, std::move(prefill)});
  }
  auto declaration = read(request, ctx);
  if (!declaration) return std::unexpected(std::move(declaration).error());
  if (!declaration->anyway) {
    if (auto same = lookalikes(declaration->event, ctx); !same.empty()) {
      return show(ShowLookalikes{std::move(same), again(request)});
    }
  }
  return open(*declaration, ctx);
}

constexpr std::array<std::string_view, 5> kAliases = {"new", "create", "open", "start", "trigger"};

}  // namespace

std::string room_name(IncidentNumber number, std::string_view title, bool is_private, const Policy& policy) {
  const std::string base = policy.incident_prefix + "-" + std::to_string(number.value);
  // The name of a private room must not tell what it is about.
  const std::string about = is_private ? code_name(number) : slug(title, kRoomNameChars - base.size() - 1);
  return about.empty() ? base : base + "-" + about;
}

const CommandSpec kDeclareCommand{
    "declare",
    kAliases,
    "declare [sev1|sev2|sev3|sev4] [--service a,b] [--started TIME] [--private] [--drill|--test] <title>",
    "Open an incident: room, card, announcement and a commander",
    "declare sev2 --service checkout Payments fail in EU",
    false,
    true,
    handle};

}  // namespace muster
