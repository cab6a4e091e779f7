// Who is on call: for the console's calendar, and as a feed for calendar programmes.
#include "bot/console/access.hpp"
#include "bot/console/handlers.hpp"
#include "bot/console/oncall_codec.hpp"
#include "bot/console/replies.hpp"
#include "bot/domain/time_text.hpp"
#include "bot/net/digest.hpp"
#include "bot/net/url.hpp"
#include "bot/text/calendar_feed.hpp"

namespace muster::console {

namespace {

using std::chrono::days;

constexpr Duration kUsual = days{14};
constexpr Duration kLongest = days{92};
constexpr std::string_view kEnding = ".ics";

// An address that shows the feed to whoever has it, made for one person. Another secret ends them all.
std::string feed_token(const Site& site, const std::string& person) {
  return net::hmac_sha256_hex(site.deps.calendar_token, "calendar feed of " + person).substr(0, 40);
}

Result<Time> instant(const std::string& text, Time otherwise) {
  if (text.empty()) return otherwise;
  if (const auto at = parse_instant(text)) return *at;
  return fail(ErrorKind::invalid, "\"" + text + "\" is no instant; write one like 2026-11-24T10:32:00Z");
}

Error no_feed() {
  return {ErrorKind::not_found,
          "There is no such calendar, or its address is no longer good. The page On call has it.", "", 0};
}

}  // namespace

Answered get_oncall(Site& site, Visit visit) {
  auto& query = visit.call.query;
  OncallAsked asked{.now = site.now()};
  MUSTER_CO_TRY(asked.from, instant(query["from"], asked.now));
  MUSTER_CO_TRY(asked.until, instant(query["to"], asked.from + kUsual));
  if (asked.until <= asked.from || asked.until > asked.from + kLongest)
    co_return fail(ErrorKind::invalid, "Ask for a time of up to 92 days: from, then to");
  asked.schedule = query["schedule"];
  if (!site.deps.calendar_token.empty()) {
    asked.feed = [&](const Schedule& schedule) {
      return site.base_url() + "/oncall/" + net::percent_encode(schedule.id) + ".ics?" +
             net::form_encode(
                 {{"person", visit.person().value}, {"token", feed_token(site, visit.person().value)}});
    };
  }
  co_return json_reply(oncall_json(asked, *site.board().operations, site.policy(), site.people()));
}

Answered get_oncall_feed(Site& site, Visit visit) {
  auto& query = visit.call.query;
  std::string id = visit.param("schedule");
  const bool good = !site.deps.calendar_token.empty() && id.ends_with(kEnding) &&
                    net::constant_time_equal(query["token"], feed_token(site, query["person"]));
  if (!good) {
    note(site, asked_by(visit), AccessKind::request_refused, "bad_link");
    co_return std::unexpected(no_feed());
  }
  id.resize(id.size() - kEnding.size());
  const Schedule* schedule = site.policy().schedule(id);
  if (schedule == nullptr) co_return std::unexpected(no_feed());
  note(site, asked_by(site, visit, PersonId{query["person"]}), AccessKind::feed_read);
  const PersonId only{query["mine"].empty() ? "" : query["person"]};
  auto reply = net::reply_with(
      200, "text/calendar",
      calendar_feed(*schedule, *site.board().operations, site.policy(), site.people(), site.now(), only));
  reply.headers.set("Cache-Control", "no-cache");
  co_return reply;
}

}  // namespace muster::console
