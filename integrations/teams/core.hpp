// Core: what the parts of the Teams integration share. Held by every coroutine of theirs, so it outlives
// them; intake, board and clock are the wiring's and outlive all. io thread only.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "bot/base/recent_keys.hpp"
#include "bot/net/digest.hpp"
#include "bot/net/task_group.hpp"
#include "bot/ports/acquaintances.hpp"
#include "bot/ports/board.hpp"
#include "bot/ports/incident_rooms.hpp"
#include "bot/ports/intake.hpp"
#include "bot/ports/integration.hpp"
#include "integrations/teams/connector.hpp"
#include "integrations/teams/form_codec.hpp"
#include "integrations/teams/graph.hpp"
#include "integrations/teams/ids.hpp"
#include "integrations/teams/outgoing_codec.hpp"
#include "integrations/teams/signing_keys.hpp"
#include "integrations/teams/teams.hpp"

namespace muster::teams {

struct Core {
  Core(TeamsConfig given, const IntegrationDeps& deps)
      : config{std::move(given)},
        intake{deps.intake},
        board{deps.board},
        clock{deps.clock},
        card{deps.card},
        people{std::string{kPlatform}, deps.board},
        incident_rooms{std::string{kPlatform}, deps.board},
        tasks{deps.io},
        form_key{net::hmac_sha256_hex(config.app_secret, "muster/teams/forms")} {}

  TeamsConfig config;
  Intake& intake;
  const Board& board;
  const Clock& clock;
  std::function<Result<Message>(IncidentNumber, std::string, PersonId)> card;
  Acquaintances people;
  IncidentRooms incident_rooms;
  net::TaskGroup tasks;  // answers that go out after the acknowledgement
  std::shared_ptr<Connector> connector;
  std::shared_ptr<Graph> graph;
  std::shared_ptr<SigningKeys> keys;
  RecentKeys answered;                       // origin keys whose asker has had the answer
  std::map<std::string, std::string> users;  // "29:…" -> object id, of those met or mentioned
  std::set<std::string> never_left;  // keys of posts of which every attempt is known not to have been made
  std::set<std::string> said_again;  // keys whose repetition ended unclear as well: no third time
  std::string thread_channel;        // id of the channel with the incidents' threads, once known
  Secret form_key;                   // seals what forms carry; the same after a restart

  [[nodiscard]] Tenant tenant() const { return {config.tenant_id, config.team}; }
  // card: of one that is edited in place; empty otherwise.
  [[nodiscard]] CardStyle style(std::string card_name = {}, IncidentNumber incident = {}) const;
  [[nodiscard]] FormSeal seal() const;
  // A message as an activity's body.
  [[nodiscard]] std::string render(const Message& message, std::string key = {}, bool alert = false) const;
};

using CorePtr = std::shared_ptr<Core>;

// Pressing it opens a form or shows a view: commands that only look, and those that ask for what is missing.
[[nodiscard]] bool opens_dialog(std::string_view command);

// Who an account is, with what the directory knows filled in (acquaintances.hpp).
[[nodiscard]] boost::asio::awaitable<Result<Identity>> who_is(CorePtr core, std::string conversation,
                                                              Identity identity);

}  // namespace muster::teams
