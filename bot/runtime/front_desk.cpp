#include "bot/runtime/front_desk.hpp"

#include <algorithm>

#include "bot/base/log.hpp"

namespace muster {

namespace {

constexpr int kCatchupEvents = 30;

// Incidents named in a view are looked up as the asker may see them; muster's own answers see all.
std::shared_ptr<const Incident> visible(const Board& board, IncidentNumber number, const PersonId& asker) {
  auto incident = board.find(number);
  if (incident && !asker.empty() && !may_see(*incident, asker, board.policy->auditors)) return nullptr;
  return incident;
}

}  // namespace

asio::awaitable<Result<Answer>> FrontDesk::submit(Inbound inbound) {
  std::vector<ConsoleWrite> none;
  co_return co_await submit(std::move(inbound), std::move(none));
}

asio::awaitable<Result<Answer>> FrontDesk::submit(Inbound inbound, std::vector<ConsoleWrite> writes) {
  const std::string origin = inbound.origin_key;
  Job job = Submit{std::move(inbound), std::move(writes)};
  JobResult result = co_await deps_.engine.submit(std::move(job));
  if (!result) {
    log_error("nothing was recorded",
              {{"origin_key", origin}, {"error", result.error().say}, {"detail", result.error().detail}});
    co_return std::unexpected(std::move(result).error());
  }
  if (result->refusal) {
    log_info("refused",
             {{"origin_key", origin}, {"code", result->refusal->code}, {"error_id", result->error_id}});
  }
  co_return co_await in_words(*std::move(result));
}

asio::awaitable<Result<Done>> FrontDesk::write(std::vector<ConsoleWrite> writes) {
  Job job = WriteConsole{std::move(writes)};
  MUSTER_CO_TRY(const JobAnswer answer, co_await deps_.engine.submit(std::move(job)));
  static_cast<void>(answer);
  co_return Done{};
}

asio::awaitable<Answer> FrontDesk::in_words(JobAnswer kept) {
  Answer answer;
  std::string say = kept.reply.say;
  std::optional<View> view = kept.reply.view;
  if (kept.refusal) {
    answer.refused = true;
    answer.refused_field = kept.refusal->field;
    answer.refused_say = plain_text(muster::say(kept.refusal->say, deps_.board.people));
    say = kept.refusal->say;
    view = kept.refusal->view;
  }
  if (!say.empty()) answer.message = muster::say(say, deps_.board.people);
  if (view) {
    const std::vector<Event> events = co_await events_for(*view);
    show(answer, *view, kept.asker, events);
  }
  co_return answer;
}

asio::awaitable<std::vector<Event>> FrontDesk::events_for(const View& view) {
  IncidentNumber number;
  int last = kCatchupEvents;
  if (const auto* catchup = std::get_if<ShowCatchup>(&view)) number = catchup->number;
  if (const auto* timeline = std::get_if<ShowTimeline>(&view)) number = timeline->number;
  if (!number.exists()) co_return std::vector<Event>{};
  // Housekeeping entries are not shown, so more are read than asked for.
  if (const auto* timeline = std::get_if<ShowTimeline>(&view)) last = timeline->last * 5;
  auto events =
      co_await deps_.reader.read([number, last](Reader& reader) { return reader.last_events(number, last); });
  co_return events ? *std::move(events) : std::vector<Event>{};
}

void FrontDesk::show(Answer& answer, const View& view, const PersonId& asker,
                     const std::vector<Event>& events) {
  const Scene scene{deps_.clock.now(), *deps_.board.policy, deps_.board.people};
  std::vector<std::shared_ptr<const Incident>> held;
  const auto find = [&](IncidentNumber number) -> const Incident* {
    held.push_back(visible(deps_.board, number, asker));
    return held.back().get();
  };
  if (const auto* open = std::get_if<OpenDialog>(&view)) {
    auto dialog =
        deps_.speaker.dialog(*open, open->incident.exists() ? find(open->incident) : nullptr, scene);
    if (dialog)
      answer.dialog = *std::move(dialog);
    else
      log_error("a dialog could not be made", {{"dialog", open->dialog}, {"detail", dialog.error().detail}});
    return;
  }
  Speaker::Lookup lookup{find, [&](IncidentNumber, int) { return events; }, deps_.commands, asker};
  auto shown = deps_.speaker.view(view, lookup, scene);
  if (!shown) {
    log_error("an answer could not be put into words", {{"detail", shown.error().detail}});
    return;
  }
  if (!answer.message) answer.message = Message{};
  std::ranges::move(shown->blocks, std::back_inserter(answer.message->blocks));
}

}  // namespace muster
