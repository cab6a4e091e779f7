// The postmortem: the saved text, or a fresh draft made from the timeline.
#include "bot/console/access.hpp"
#include "bot/console/answer_codec.hpp"
#include "bot/console/exchange.hpp"
#include "bot/console/incident_codec.hpp"
#include "bot/console/replies.hpp"
#include "bot/console/request_codec.hpp"
#include "bot/net/digest.hpp"
#include "bot/ports/similar.hpp"
#include "bot/text/postmortem.hpp"

namespace muster::console {

namespace {

// What a draft is made from; crosses to a reader's thread by value.
struct DraftSource {
  IncidentNumber number;
  std::shared_ptr<const Policy> policy;
  People people;
  Time now{};
};

Result<Postmortem> read_postmortem(Reader& reader, const DraftSource& source) {
  MUSTER_TRY(const auto events, reader.events(source.number));
  if (events.empty()) return no_such_incident();
  const Incident incident = fold(events);
  Postmortem found;
  found.state = incident.postmortem;
  found.form = incident.postmortem_form.empty() ? "full" : incident.postmortem_form;
  for (const Event& event : events) {
    const auto* change = std::get_if<PostmortemChanged>(&event.body);
    if (change == nullptr || change->text.empty()) continue;
    found.markdown = change->text;
    found.version = event.seq;
  }
  if (found.version == 0) {
    MUSTER_TRY(const auto similar, similar_to(reader, incident));
    MUSTER_TRY(
        found.markdown,
        draft_postmortem({found.form, incident, events, *source.policy, source.people, source.now, similar},
                         [](std::string_view bytes) { return net::sha256_hex(bytes); }));
  }
  const IncidentFigures measured = figures(incident, {}, *source.policy, source.people, source.now);
  found.quality = postmortem_quality(incident, measured, found.markdown, *source.policy, source.people);
  found.html = markdown_html(with_state(found.markdown, found.state));
  return found;
}

asio::awaitable<Result<Postmortem>> postmortem_of(Site& site, IncidentNumber number) {
  DraftSource source{number, site.board().policy, site.people(), site.now()};
  co_return co_await site.deps.reader.read(
      [source = std::move(source)](Reader& reader) { return read_postmortem(reader, source); });
}

}  // namespace

Answered get_postmortem(Site& site, Visit visit) {
  MUSTER_CO_TRY(const auto incident, visible_incident(site, visit, number_in(visit.param("n"))));
  note_read(site, asked_by(visit), *incident);
  MUSTER_CO_TRY(const auto postmortem, co_await postmortem_of(site, incident->number));
  co_return json_reply(postmortem_json(postmortem));
}

Answered put_postmortem(Site& site, Visit visit) {
  MUSTER_CO_TRY(const PostmortemBody body, parse_postmortem(visit.call.body));
  MUSTER_CO_TRY(const auto incident, visible_incident(site, visit, number_in(visit.param("n"))));
  DialogSubmitted saved{"postmortem_text",
                        incident->number,
                        {{"text", body.markdown}, {"version", std::to_string(body.version)}},
                        {}};
  MUSTER_CO_TRY(const Answer answer, co_await site.deps.intake.submit(
                                         inbound(site, visit, body.id, in_room({}), std::move(saved))));
  if (answer.refused)
    co_return fail(answer.refused_field == "version" ? ErrorKind::conflict : ErrorKind::invalid,
                   answer.refused_say);
  MUSTER_CO_TRY(const auto postmortem, co_await postmortem_of(site, incident->number));
  co_return json_reply(postmortem_json(postmortem));
}

Answered post_preview(Site& site, Visit visit) {
  MUSTER_CO_TRY(const PreviewBody body, parse_preview(visit.call.body));
  MUSTER_CO_TRY([[maybe_unused]] const auto seen, visible_incident(site, visit, number_in(visit.param("n"))));
  co_return json_reply(html_json(markdown_html(body.markdown)));
}

Answered get_postmortem_page(Site& site, Visit visit) {
  MUSTER_CO_TRY(const auto incident, visible_incident(site, visit, number_in(visit.param("n"))));
  MUSTER_CO_TRY(const auto postmortem, co_await postmortem_of(site, incident->number));
  note_read(site, asked_by(visit), *incident);
  note(site, asked_by(visit), AccessKind::exported, {}, incident->number);
  const std::string title = "Postmortem " + to_string(incident->number) + ": " + incident->title;
  auto reply = net::reply_with(200, "text/html",
                               postmortem_html(with_state(postmortem.markdown, postmortem.state), title));
  reply.headers.set("Content-Security-Policy", kPageSecurityPolicy);
  co_return reply;
}

}  // namespace muster::console
