// Signing in and out, and who one is.
#include <algorithm>

#include "bot/base/log.hpp"
#include "bot/base/utf8.hpp"
#include "bot/console/access.hpp"
#include "bot/console/answer_codec.hpp"
#include "bot/console/exchange.hpp"
#include "bot/console/guard.hpp"
#include "bot/console/newcomer.hpp"
#include "bot/console/request_codec.hpp"
#include "bot/net/digest.hpp"

namespace muster::console {

namespace {

Result<Guest> guest_of(Site& site, const Visit& visit, const std::string& token) {
  const std::string& from = visit.call.remote_address;
  if (!site.wrong_links.allows(from, steady_now())) {
    note(site, asked_by(visit), AccessKind::sign_in_refused, "too_many_guesses");
    return fail(ErrorKind::rate_limited, "Too many links that do not work. Wait a minute and try again.");
  }
  auto guest = site.links.find(token, site.now());
  if (guest) return *std::move(guest);
  [[maybe_unused]] const bool counted = site.wrong_links.take(from, steady_now());
  note(site, asked_by(visit), AccessKind::sign_in_refused, "bad_link");  // unknown, used or too old
  return fail(ErrorKind::forbidden, "This sign-in link was used already or is too old. Ask for a new one.");
}

// Who the guest is, as the console's identity.
Result<Identity> identity_of(const Site& site, const Guest& guest, const std::string& given_name) {
  if (guest.person) {
    return Identity{"console", user_of(*guest.person, site.people()), site.people().name_of(*guest.person),
                    false};
  }
  const auto is_taken = [&site](const std::string& user) {
    const PersonId stranger = person_of({"console", user, {}, false}, site.people());
    return site.people().find_identity("console", user) != nullptr ||
           site.people().find(PersonId{user}) != nullptr || site.sessions.has_person(stranger);
  };
  return newcomer(guest.name.empty() ? given_name : guest.name, site.policy(), site.people(), is_taken);
}

std::string cookie(const Site& site, const net::HttpCall& call, const std::string& token,
                   std::chrono::seconds age) {
  const bool secure = is_secure(site, call);
  return cookie_name(secure) + "=" + token +
         "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(age.count()) +
         (secure ? "; Secure" : "");
}

// What the log calls a session: nothing that would open one.
std::string session_name(const std::string& token_hash) {
  return net::sha256_hex(token_hash).substr(0, 8);
}

void end_session(Site& site, const std::string& token_hash) {
  site.sessions.close(token_hash);
  site.live.drop_session(token_hash);
}

}  // namespace

Answered get_signin(Site& site, Visit visit) {
  const auto guest = guest_of(site, visit, visit.call.query["token"]);
  if (!guest && guest.error().kind == ErrorKind::rate_limited) co_return std::unexpected(guest.error());
  co_return json_reply(signin_json(guest.has_value(), guest ? guest->name : ""));
}

Answered post_session(Site& site, Visit visit) {
  MUSTER_CO_TRY(const SigninBody body, parse_signin(visit.call.body));
  MUSTER_CO_TRY(const Guest guest, guest_of(site, visit, body.token));
  auto known = identity_of(site, guest, body.name);
  if (!known) {
    if (known.error().kind == ErrorKind::conflict)
      note(site, asked_by(visit), AccessKind::sign_in_refused, "name_of_another");
    co_return std::unexpected(std::move(known).error());
  }
  Identity identity = *std::move(known);
  identity.zone = zone_of(visit.call);
  const PersonId person = guest.person ? *guest.person : person_of(identity, site.people());

  // From here on the link is used up, so that of two who open it at once only one gets in.
  site.links.use(body.token);
  const auto opened = site.sessions.open(person, identity.name, site.now());
  const std::string& hash = opened.record.token_hash;
  std::vector<ConsoleWrite> writes{opened.record};
  // Whoever signs in anew leaves the old session behind.
  if (visit.visitor) writes.emplace_back(SessionClosed{visit.visitor->session});

  // This is also how the engine gets to know a newcomer.
  Inbound joined{"console/" + person.value + "/signin-" + hash.substr(0, 16), site.now(), identity,
                 in_room(std::string{kIncidentsRoom}), ConsoleEntered{session_name(hash)}};
  const auto kept = co_await site.deps.intake.submit(std::move(joined), std::move(writes));
  if (!kept) {
    site.sessions.close(hash);
    site.links.give_back(body.token, guest, site.now());
    co_return std::unexpected(kept.error());
  }
  if (visit.visitor) end_session(site, visit.visitor->session);
  log_info("signed in to the console", {{"person", person.value}});
  auto reply = json_reply(signed_in_json(person, identity.name));
  reply.headers.set("Set-Cookie", cookie(site, visit.call, opened.token.reveal(), site.sessions.life()));
  co_return reply;
}

Answered delete_session(Site& site, Visit visit) {
  end_session(site, visit.visitor->session);
  std::vector<ConsoleWrite> writes{SessionClosed{visit.visitor->session}};
  const Identity identity{"console", user_of(visit.person(), site.people()), visit.visitor->name, false};
  Inbound left{"console/" + visit.person().value + "/signout-" + visit.visitor->session.substr(0, 16),
               site.now(), identity, in_room(std::string{kIncidentsRoom}),
               ConsoleEntered{session_name(visit.visitor->session), true}};
  MUSTER_CO_CHECK(co_await site.deps.intake.submit(std::move(left), std::move(writes)));
  log_info("signed out of the console", {{"person", visit.person().value}});
  auto reply = json_reply("{}");
  reply.headers.set("Set-Cookie", cookie(site, visit.call, "", std::chrono::seconds{0}));
  co_return reply;
}

Answered post_invitation(Site& site, Visit visit) {
  MUSTER_CO_TRY(const InvitationBody body, parse_invitation(visit.call.body));
  const Guest guest = site.guest_called(body.name);
  // A link in somebody's name is that person's key. Only they themselves and whoever is on the machine may
  // make one.
  const bool on_the_machine = visit.is_local && !may_be_proxied(site);
  if (guest.person && *guest.person != visit.person() && !on_the_machine) {
    co_return fail(ErrorKind::forbidden,
                   guest.name +
                       " is known to muster already, so only they can make a link in that name, or whoever "
                       "runs muster, on its machine.");
  }
  note_link(site, asked_by(visit), guest.person.value_or(PersonId{}));
  log_info("sign-in link made",
           {{"by", visit.person().value}, {"for", guest.person ? guest.person->value : ""}});
  co_return json_reply(invitation_json(site.signin_link(guest)));
}

Answered get_me(Site& site, Visit visit) {
  const Visitor& visitor = *visit.visitor;
  co_return json_reply(me_json(
      {visitor.person, visitor.name, visitor.csrf, site.policy(), site.people(), site.deps.commands}));
}

}  // namespace muster::console
