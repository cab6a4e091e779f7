// The bodies of the console's requests, read strictly: known members only, of the right type, within limits.
// Pure. Every function answers invalid with words that name the member. Source of the shapes:
// docs/console-api.md.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "bot/base/result.hpp"
#include "bot/domain/event.hpp"

namespace muster::console {

struct SigninBody {
  std::string token;
  std::string name;
};
struct PostBody {
  std::string id;
  std::string text;
  std::string thread;
};
struct EditBody {
  std::string id;
  std::string text;
};
struct DeleteBody {
  std::string id;
};
struct ReactionBody {
  std::string id;
  std::string room;
  std::string message;
  std::string emoji;
  bool added = false;
};
struct CommandBody {
  std::string id;
  std::string text;
  std::string room;
  IncidentNumber incident;
  std::string message;
};
struct DialogBody {
  std::string id;
  std::string dialog;
  IncidentNumber incident;
  std::string room;
  std::string message;
  std::map<std::string, std::string> fields;
};
struct PostmortemBody {
  std::string id;
  std::string markdown;
  Seq version = 0;
};
struct PreviewBody {
  std::string markdown;
};
struct InvitationBody {
  std::string name;
};

// POST /api/v1/changes, as the rules take it. key: of this message, so that it happens once.
struct ChangeBody {
  ChangeReported report;
  std::optional<Time> at;  // when it started or was complete
  std::string key;
};

[[nodiscard]] Result<ChangeBody> parse_change(std::string_view bytes);
[[nodiscard]] Result<SigninBody> parse_signin(std::string_view bytes);
[[nodiscard]] Result<PostBody> parse_post(std::string_view bytes);
[[nodiscard]] Result<EditBody> parse_edit(std::string_view bytes);
[[nodiscard]] Result<DeleteBody> parse_delete(std::string_view bytes);
[[nodiscard]] Result<ReactionBody> parse_reaction(std::string_view bytes);
[[nodiscard]] Result<CommandBody> parse_command_body(std::string_view bytes);
[[nodiscard]] Result<DialogBody> parse_dialog(std::string_view bytes);
[[nodiscard]] Result<PostmortemBody> parse_postmortem(std::string_view bytes);
[[nodiscard]] Result<PreviewBody> parse_preview(std::string_view bytes);
[[nodiscard]] Result<InvitationBody> parse_invitation(std::string_view bytes);

}  // namespace muster::console
