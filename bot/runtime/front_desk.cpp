#include "bot/runtime/front_desk.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>

#include "bot/base/crash_point.hpp"
#include "bot/base/log.hpp"
#include "bot/runtime/report_message.hpp"

namespace muster {

namespace {

constexpr int kCatchupEvents = 30;
// Chats want an answer within three seconds, and who asks was looked up already.
constexpr std::chrono::milliseconds kRoomPatience{1000};
constexpr std::chrono::milliseconds kLookAgain{20};
constexpr std::chrono::seconds kNew{10};

// Incidents named in a view are looked up as the engine showed them to the asker; muster's own answers see
// all.
std::shared_ptr<const Incident> visible(const Board& board, IncidentNumber number, const PersonId& asker,
                                        const Place& place) {
  auto incident = board.find(number);
  const bool shown = !incident || asker.empty() || is_its_room(*incident, place) ||
                     may_see(*incident, asker, board.policy->auditors);
  return shown ? incident : nullptr;
}

// "INC-7" anywhere in what is said.
std::vector<IncidentNumber> named_in(const std::string& text) {
  std::vector<IncidentNumber> named;
  for (auto at = text.find("INC-"); at != std::string::npos; at = text.find("INC-", at + 4)) {
    std::int64_t number = 0;
    std::from_chars(text.data() + at + 4, text.data() + text.size(), number);
    named.push_back({number});
  }
  return named;
}

}  // namespace

// Nothing that is said is of an incident which others in the room may not see.
bool FrontDesk::may_be_shared(const Answer& answer, const std::vector<IncidentNumber>& shown,
                              const Place& place) const {
  std::vector<IncidentNumber> all = shown;
  if (answer.message) std::ranges::copy(named_in(plain_text(*answer.message)), std::back_inserter(all));
  return std::ranges::all_of(all, [&](IncidentNumber number) {
    const auto incident = deps_.board.find(number);
    return !incident || incident->visibility == Visibility::public_ || is_its_room(*incident, place);
  });
}

asio::awaitable<Result<Answer>> FrontDesk::submit(Inbound inbound) {
  std::vector<ConsoleWrite> none;
  co_return co_await submit(std::move(inbound), std::move(none));
}

asio::awaitable<Result<Answer>> FrontDesk::submit(Inbound inbound, std::vector<ConsoleWrite> writes) {
  const std::string origin = inbound.origin_key;
  Place place = inbound.place;
  if (inbound.from) place.platform = inbound.from->platform;
  std::optional<Identity> from = inbound.from;
  const std::string rule = inbound.rule;
  Job job = Submit{std::move(inbound), std::move(writes)};
  JobResult result = co_await deps_.engine.submit(std::move(job));
  crash_point("desk_decided");
  if (!result) {
    log_error("nothing was recorded",
              {{"origin_key", origin}, {"error", result.error().say}, {"detail", result.error().detail}});
    co_return std::unexpected(std::move(result).error());
  }
  if (result->refusal) {
    log_info("refused",
             {{"origin_key", origin}, {"code", result->refusal->code}, {"error_id", result->error_id}});
    note_refused(*result->refusal, {from, rule});
  }
  co_return co_await in_words(*std::move(result), std::move(place), std::move(from));
}

void FrontDesk::note_refused(const Refusal& refusal, AccessRecord::Caller caller) {
  // Of one that is not there either, nothing was asked that somebody else may have.
  const bool is_hidden = refusal.unseen.exists() && deps_.board.find(refusal.unseen) != nullptr;
  if (!is_hidden && refusal.code != "outsider") return;
  AccessRecorded access;
  access.kind = AccessKind::command_refused;
  access.what = refusal.verb.empty() ? "a command" : refusal.verb;
  access.why = is_hidden ? "private_incident" : refusal.code;
  if (is_hidden) access.incident = refusal.unseen;
  deps_.access.note(std::move(access), std::move(caller));
}

// Lists tell of many, and what they say of each is its title.
void FrontDesk::note_read(const View& view, const Asker& asker) {
  if (!asker.identity) return;
  const auto number = std::visit(
      [](const auto& shown) {
        if constexpr (requires { shown.number; })
          return IncidentNumber{shown.number};
        else
          return IncidentNumber{};
      },
      view);
  const auto incident = deps_.board.find(number);
  if (!incident) return;
  AccessRecorded access;
  access.what = "a command";
  deps_.access.note_reading(*incident, std::move(access), {asker.identity, {}});
}

asio::awaitable<Result<Done>> FrontDesk::write(std::vector<ConsoleWrite> writes) {
  Job job = WriteConsole{std::move(writes)};
  MUSTER_CO_TRY(const JobAnswer answer, co_await deps_.engine.submit(std::move(job)));
  static_cast<void>(answer);
  co_return Done{};
}

asio::awaitable<Answer> FrontDesk::in_words(JobAnswer kept, Place place, std::optional<Identity> from) {
  Answer answer;
  std::string say = kept.reply.say;
  std::optional<View> view = kept.reply.view;
  if (kept.refusal) {
    answer.refused_field = kept.refusal->field;
    say = kept.refusal->say;
    view = kept.refusal->view;
  }
  answer.refused_code = kept.refusal ? kept.refusal->code : kept.reply.refused;
  answer.refused = !answer.refused_code.empty();
  if (answer.refused) answer.refused_say = plain_text(muster::say(say, deps_.board.people));
  const auto* shown_incident = view ? std::get_if<ShowIncident>(&*view) : nullptr;
  if (shown_incident != nullptr) say += co_await wait_for_room(shown_incident->number, place.platform);
  if (!say.empty()) answer.message = muster::say(say, deps_.board.people);
  answer.shareable = may_be_shared(answer, {}, place);
  if (!view) co_return answer;
  if (const auto* wanted = std::get_if<ShowReport>(&*view)) {
    answer.shareable = false;  // it counts what the asker may see
    auto made = co_await report(*wanted, kept.asker);
    if (made) {
      answer.message = *std::move(made);
      co_return answer;
    }
    if (made.error().kind == ErrorKind::invalid) co_return refused(made.error().say);
    co_return not_shown(std::move(answer), made.error(), kept.error_id);
  }
  const auto events = co_await events_for(*view);
  const Asker asker{kept.asker, std::move(place), std::move(from)};
  const Result<Done> shown = events ? show(answer, *view, asker, *events) : std::unexpected(events.error());
  if (shown) co_return answer;
  co_return not_shown(std::move(answer), shown.error(), kept.error_id);
}

// The words of the period or filter mean nothing.
Answer FrontDesk::refused(const std::string& say) const {
  Answer answer;
  answer.message = muster::say(say, deps_.board.people);
  answer.refused = true;
  answer.refused_code = "bad_report";
  answer.refused_say = say;
  return answer;
}

// What was decided stands; only showing it failed.
Answer FrontDesk::not_shown(Answer answer, const Error& why, const std::string& error_id) const {
  log_error("an answer could not be shown",
            {{"error_id", error_id}, {"error", why.say}, {"detail", why.detail}});
  Message sorry = muster::say(
      "What you asked for cannot be shown now. Nothing is lost; try again, and if it stays like this tell "
      "whoever runs muster: error " +
          error_id,
      deps_.board.people);
  if (!answer.message) answer.message = Message{};
  std::ranges::move(sorry.blocks, std::back_inserter(answer.message->blocks));
  return answer;
}

asio::awaitable<std::string> FrontDesk::wait_for_room(IncidentNumber number, std::string platform) {
  const auto deadline = steady_now() + kRoomPatience;
  asio::steady_timer timer{co_await asio::this_coro::executor};
  for (;;) {
    const auto incident = deps_.board.find(number);
    const bool is_new = incident != nullptr && deps_.clock.now() - incident->declared_at < kNew;
    if (!is_new || platform.empty() || incident->rooms.contains(platform)) co_return "";
    if (steady_now() >= deadline) co_return " Its room is being opened.";
    timer.expires_after(kLookAgain);
    co_await timer.async_wait(asio::use_awaitable);
  }
}

asio::awaitable<Result<Message>> FrontDesk::report(ShowReport wanted, PersonId asker) {
  const std::shared_ptr<const Policy> policy = deps_.board.policy;
  const Time now = deps_.clock.now();
  const Person* person = deps_.board.people.find(asker);
  report::Asked asked;
  const bool review = wanted.review;
  asked.last = std::move(wanted.last);
  asked.service = std::move(wanted.service);
  asked.zone = person == nullptr ? "" : person->zone;
  MUSTER_CO_TRY(const report::Period period, report::read_period(asked, *policy, now));
  MUSTER_CO_TRY(const report::Filter filter, report::read_filter(asked, *policy));
  const report::Viewer viewer = deps_.board.report_viewer(asker);
  MUSTER_CO_TRY(const report::Rows rows, co_await deps_.reader.read([=](Reader& reader) {
    return reader.report_rows(report::query_for(period, now, viewer));
  }));
  report::Report made = report::make_report(rows, period, filter, *policy, now);
  made.base_url = policy->console_url;
  while (made.base_url.ends_with('/')) made.base_url.pop_back();
  co_return report_message(made, review ? report::Layout::weekly : report::Layout::full);
}

asio::awaitable<Result<std::vector<Event>>> FrontDesk::events_for(const View& view) {
  IncidentNumber number;
  int last = kCatchupEvents;
  if (const auto* catchup = std::get_if<ShowCatchup>(&view)) number = catchup->number;
  if (const auto* timeline = std::get_if<ShowTimeline>(&view)) number = timeline->number;
  if (!number.exists()) co_return std::vector<Event>{};
  // Housekeeping entries are not shown, so more are read than asked for.
  if (const auto* timeline = std::get_if<ShowTimeline>(&view)) last = timeline->last * 5;
  co_return co_await deps_.reader.read(
      [number, last](Reader& reader) { return reader.last_events(number, last); });
}

Result<Done> FrontDesk::show(Answer& answer, const View& view, const Asker& asker,
                             const std::vector<Event>& events) {
  const Scene scene{deps_.clock.now(), *deps_.board.policy, deps_.board.people};
  std::vector<std::shared_ptr<const Incident>> held;
  const auto find = [&](IncidentNumber number) -> const Incident* {
    held.push_back(visible(deps_.board, number, asker.person, asker.place));
    return held.back().get();
  };
  if (const auto* open = std::get_if<OpenDialog>(&view)) {
    MUSTER_TRY(answer.dialog,
               deps_.speaker.dialog(*open, open->incident.exists() ? find(open->incident) : nullptr, scene));
    return Done{};
  }
  Speaker::Lookup lookup{find, [&](IncidentNumber, int) { return events; }, deps_.commands, asker.person};
  MUSTER_TRY(Message shown, deps_.speaker.view(view, lookup, scene));
  note_read(view, asker);
  if (!answer.message) answer.message = Message{};
  std::ranges::move(shown.blocks, std::back_inserter(answer.message->blocks));
  std::vector<IncidentNumber> seen;
  for (const auto& incident : held) {
    if (incident) seen.push_back(incident->number);
  }
  answer.shareable = may_be_shared(answer, seen, asker.place);
  return Done{};
}

}  // namespace muster
