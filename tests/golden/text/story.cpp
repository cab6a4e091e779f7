#include "tests/golden/text/story.hpp"

namespace muster::story {

namespace {

using std::chrono::minutes;

const Actor kAnn = actor(PersonId{"ann"});
const Actor kBob = actor(PersonId{"bob"});
const Actor kBea = actor(PersonId{"bea"});
const Actor kMuster{};

}  // namespace

Time at(int hour, int minute, int second) {
  using namespace std::chrono;
  const sys_days day{year{2026} / February / 11};
  return Time{day} + hours{hour} + minutes{minute} + seconds{second};
}

Policy policy() {
  Policy policy = default_policy();
  policy.organisation = "Acme";
  policy.console_url = "https://muster.acme.example";
  policy.services = {
      {"checkout", "Checkout", "shop", 1, {"payments"}, "https://wiki.acme.example/checkout", 99.9, {}, {}},
      {"payments", "Payments", "shop", 1, {}, "", {}, {}, {}},
      {"search", "Search", "find", 2, {}, "", {}, {}, {}},
  };
  policy.teams = {{"shop", "Shop team", {PersonId{"bob"}, PersonId{"dan"}}, PersonId{"bob"}}};
  return policy;
}

People people() {
  People people;
  people.put({PersonId{"ann"}, "Ann Lee", "Europe/Berlin", {{"slack", "U1"}}});
  people.put({PersonId{"bob"}, "Bob Ray", "", {{"slack", "U2"}}});
  people.put({PersonId{"bea"}, "Bea Okafor", "", {{"slack", "U3"}}});
  people.put({PersonId{"dan"}, "Dan Ito", "", {}});
  return people;
}

const Event& Log::add(Time recorded, const Actor& by, EventBody body, std::optional<Time> occurred) {
  Event event;
  event.incident = number_;
  event.seq = static_cast<Seq>(events_.size()) + 1;
  event.occurred_at = occurred.value_or(recorded);
  event.recorded_at = recorded;
  event.actor = by;
  event.source = by.kind == ActorKind::person ? "slack" : "timer";
  event.body = std::move(body);
  event.prev_hash = events_.empty() ? "" : events_.back().hash;
  event.hash = "hash" + std::to_string(event.seq);
  return events_.emplace_back(std::move(event));
}

namespace {

void begin(Log& log) {
  IncidentDeclared declared;
  declared.title = "Checkout is down";
  declared.description = "Customers report errors when they pay.";
  declared.severity = Severity{3};
  declared.services = {"checkout"};
  declared.source_link = "https://acme.slack.com/archives/C1/p1770818640";
  log.add(at(14, 6), kAnn, declared);
  log.add(at(14, 6), kAnn, PersonPaged{"P1", "shop", {PersonId{"bob"}}, "Checkout is down"});
  log.add(at(14, 6), kMuster, PromiseMoved{"internal", at(15, 6), "declared as SEV3"});
  log.add(
      at(14, 6, 3), kMuster,
      RoomOpened{{"slack", "C77", "", ""}, "inc-7-checkout-is-down", "https://acme.slack.com/archives/C77"});
  log.add(at(14, 6, 4), kMuster, CardPosted{"room", {"slack", "C77", "1.0", ""}});
  log.add(at(14, 9), kMuster, Reminded{"role_unclaimed", "incident_commander", at(14, 9)});
  log.add(at(14, 11), kMuster, Reminded{"page_unanswered", "P1", at(14, 11)});
  log.add(at(14, 12), kBob, PageAcknowledged{"P1", PersonId{"bob"}});
  log.add(at(14, 17), kAnn, RoleAssigned{"incident_commander", PersonId{"ann"}});
  log.add(at(14, 18), kBob, ImpactChanged{{"checkout"}, ImpactLevel::full, at(14, 2), "error rate 100%"},
          at(14, 2));
  log.add(at(14, 40), kAnn, SeverityChanged{Severity{3}, Severity{1}, "all regions"});
  log.add(at(14, 40), kMuster, PromiseMoved{"internal", at(14, 50), "raised to SEV1"});
  log.add(at(14, 40), kMuster, PromiseMoved{"public", at(14, 55), "raised to SEV1"});
  log.add(at(14, 41), kAnn, RoleAssigned{"communications_lead", PersonId{"bea"}});
  log.add(at(14, 42), kAnn, TaskAdded{"T1", "Check the last deploy", PersonId{"bob"}, at(14, 52)});
  log.add(at(14, 45), kAnn, LinkAdded{"CHG-3970", "Gateway certificates", "cause"});
  log.add(at(14, 46), kBob, StateChanged{State::investigating, State::identified, "certificate expired"});
  log.add(at(14, 47), kAnn, DecisionMade{"Roll back to the old gateway", "none"});
  UpdatePosted update;
  update.audiences = {"internal"};
  update.text = "Nobody can pay since 14:02 UTC. The cause is known, a rollback is on its way.";
  update.state = State::identified;
  update.severity = Severity{1};
  update.next_at = at(15, 15);
  log.add(at(14, 48), kBea, update);
}

void end(Log& log) {
  MessageCaptured captured;
  captured.message = {"slack", "C77", "17.1", ""};
  captured.author = PersonId{"bob"};
  captured.text = "Old gateway is up, payments go through again";
  captured.files = {{"graph.png", "F1", "https://files.acme.example/F1"}};
  captured.link = "https://acme.slack.com/archives/C77/p171";
  log.add(at(14, 58), kAnn, captured, at(14, 57));
  UpdatePosted update;
  update.audiences = {"public"};
  update.text = "Payments failed since 14:02 UTC. They work again; we keep watching.";
  update.state = State::identified;
  update.severity = Severity{1};
  update.next_at = at(15, 30);
  log.add(at(15, 1), kBea, update);
  log.add(at(15, 2), kBob, ImpactChanged{{"checkout"}, ImpactLevel::none, at(14, 57), "orders are back"},
          at(14, 57));
  log.add(at(15, 3), kBob, StateChanged{State::identified, State::monitoring, "watching"});
  log.add(at(15, 4), kBob, TaskDone{"T1"});
  const Seq note = log.add(at(15, 6), kBob, NoteAdded{"Renewal job was off since january"}).seq;
  log.add(at(15, 7), kBob,
          EntryRevised{note, "The renewal job was off since 12 January", std::nullopt, "typo"});
  const Seq wrong = log.add(at(15, 8), kBob, NoteAdded{"wrong room, sorry"}).seq;
  log.add(at(15, 9), kBob, EntryWithdrawn{wrong, "wrong room"});
  log.add(at(15, 10), kAnn,
          HandoffRequested{"incident_commander", PersonId{"ann"}, PersonId{"bea"}, "My shift ends"});
  log.add(at(15, 14), kBea, HandoffAnswered{"incident_commander", PersonId{"bea"}, true, ""});
  log.add(at(15, 14), kBea, RoleAssigned{"incident_commander", PersonId{"bea"}});
  log.add(at(15, 20), kBea, CommandRefused{"close", "invalid_transition", "Resolve it first"});
  log.add(at(15, 40), kBea, StateChanged{State::monitoring, State::resolved, "no errors for 40 minutes"});
  log.add(at(15, 45), kBea,
          ActionItemAdded{"AI-1", "Alert 14 days before a certificate expires", PersonId{"bob"},
                          at(15, 45) + minutes{14 * 24 * 60}, "P1", "detect"});
  log.add(at(15, 46), kBea,
          ActionItemAdded{"AI-2", "Look into the renewal job", PersonId{}, std::nullopt, "", ""});
}

}  // namespace

std::vector<Event> running() {
  Log log{IncidentNumber{7}};
  begin(log);
  return log.events();
}

std::vector<Event> whole() {
  Log log{IncidentNumber{7}};
  begin(log);
  end(log);
  return log.events();
}

namespace {

std::string dump_span(const Span& span) {
  return std::visit(
      Overloaded{
          [](const Plain& p) {
            std::string style{p.bold ? "b" : ""};
            style += p.italic ? "i" : "";
            style += p.code ? "c" : "";
            return "{" + (style.empty() ? "" : style + ":") + p.text + "}";
          },
          [](const PersonMention& m) { return "{person " + m.person.value + ": " + m.name + "}"; },
          [](const RoomMention& m) {
            return "{room " + m.room.platform + "/" + m.room.room + ": " + m.name + "}";
          },
          [](const Hyperlink& l) { return "{link " + l.url + ": " + l.label + "}"; },
          [](const Moment& m) { return "{at " + iso_seconds(m.at) + ": " + m.fallback + "}"; },
      },
      span);
}

std::string dump_line(const Line& line) {
  std::string out;
  for (const Span& span : line) out += dump_span(span);
  return out;
}

std::string dump_block(const Block& block) {
  return std::visit(Overloaded{
                        [](const Heading& h) { return "heading " + h.text + "\n"; },
                        [](const Paragraph& p) {
                          std::string out = "paragraph\n";
                          for (const Line& line : p.lines) out += "  " + dump_line(line) + "\n";
                          return out;
                        },
                        [](const Facts& f) {
                          std::string out = "facts\n";
                          for (const Fact& fact : f.facts)
                            out += "  " + fact.label + " = " + dump_line(fact.value) + "\n";
                          return out;
                        },
                        [](const Aside& a) { return "aside " + dump_line(a.line) + "\n"; },
                        [](const Rule&) { return std::string{"rule\n"}; },
                        [](const Buttons& b) {
                          std::string out = "buttons\n";
                          for (const Button& button : b.buttons) {
                            static constexpr std::string_view kStyles[] = {"", "! ", "!! "};
                            out += "  " + std::string{kStyles[static_cast<std::size_t>(button.style)]} +
                                   button.label + " -> " + (button.url.empty() ? button.command : button.url);
                            if (!button.confirm.empty()) out += " (confirm: " + button.confirm + ")";
                            out += "\n";
                          }
                          return out;
                        },
                    },
                    block);
}

}  // namespace

std::string dump(const Message& message) {
  std::string out;
  for (const Block& block : message.blocks) out += dump_block(block);
  return out;
}

std::string dump(const Dialog& dialog) {
  static constexpr std::string_view kKinds[] = {"line", "paragraph", "choice", "choices", "person", "flag"};
  std::string out = "dialog " + dialog.name + " of " + std::to_string(dialog.incident.value) + "\ntitle " +
                    dialog.title + "\nsubmit " + dialog.submit + "\n" + dump(Message{dialog.intro});
  for (const Field& field : dialog.fields) {
    out += "field " + field.id + (field.required ? "*" : "") + " " +
           std::string{kKinds[static_cast<std::size_t>(field.kind)]} + " \"" + field.label + "\" = \"" +
           field.initial + "\"" + (field.hint.empty() ? "" : " hint \"" + field.hint + "\"") + "\n";
    for (const FieldOption& option : field.options) {
      out += "  option " + option.id + " \"" + option.label + "\" " + option.description + "\n";
    }
  }
  for (const auto& [id, value] : dialog.hidden) out += "hidden " + id + " = " + value + "\n";
  return out;
}

}  // namespace muster::story
