#include "bot/console/request_codec.hpp"

#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>

#include "bot/base/ascii.hpp"
#include "bot/base/utf8.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/domain/time_text.hpp"
#include "bot/net/json.hpp"

namespace muster::console {

namespace {

constexpr std::size_t kMaxSentName = 80;
constexpr std::size_t kMaxId = 200;           // of rooms, messages and dialogs
constexpr std::size_t kMaxText = 16000;       // a message, a command, a dialog's field
constexpr std::size_t kMaxMarkdown = 400000;  // a postmortem
constexpr std::size_t kMaxFields = 64;

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const bool hex = is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (dash ? c != '-' : !hex) return false;
  }
  return true;
}

// One body. The getters remember the first thing that is wrong; finish() says it.
class Body {
 public:
  Body(std::string_view bytes, std::initializer_list<std::string_view> known) { read(bytes, known); }

  std::string required(std::string_view key, std::size_t max) {
    auto value = optional(key, max);
    if (value.empty()) complain("`" + std::string{key} + "` is missing or empty.");
    return value;
  }

  // Absent and null read as "".
  std::string optional(std::string_view key, std::size_t max) {
    const auto& value = net::member(object_, key);
    if (value.is_null()) return {};
    if (!value.is_string()) {
      complain("`" + std::string{key} + "` must be text.");
      return {};
    }
    return bounded(key, value.get<std::string>(), max);
  }

  std::string uuid() {
    auto value = required("id", kMaxId);
    if (!value.empty() && !is_uuid(value)) complain("`id` must be a UUID.");
    std::ranges::transform(value, value.begin(),
                           [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
    return value;
  }

  std::int64_t whole(std::string_view key) {
    if (net::member(object_, key).is_null()) return 0;
    const auto value = net::integer(object_, key);
    if (!value || *value < 0) complain("`" + std::string{key} + "` must be a whole number, 0 or more.");
    return value.value_or(0);
  }

  bool truth(std::string_view key) {
    if (!net::member(object_, key).is_boolean())
      complain("`" + std::string{key} + "` must be true or false.");
    return net::flag(object_, key);
  }

  std::map<std::string, std::string> texts(std::string_view key, std::size_t max) {
    std::map<std::string, std::string> out;
    const auto& object = net::member(object_, key);
    if (object.is_null()) return out;
    if (!object.is_object() || object.size() > kMaxFields) {
      complain("`" + std::string{key} + "` must be an object of at most " + std::to_string(kMaxFields) +
               " texts.");
      return out;
    }
    for (const auto& [name, value] : object.items()) {
      if (value.is_null()) continue;
      if (!value.is_string() || name.size() > kMaxId) {
        complain("Every member of `" + std::string{key} + "` must be text.");
        return out;
      }
      out[name] = bounded(key, value.get<std::string>(), max);
    }
    return out;
  }

  // One of an enum's names.
  template <class E>
  E word(std::string_view key, E fallback) {
    const std::string text = optional(key, kMaxId);
    if (text.empty()) return fallback;
    const auto found = named<E>(text);
    std::string all;
    for (const std::string_view name : EnumNames<E>::kNames)
      all += (all.empty() ? "" : ", ") + std::string{name};
    if (!found) complain("`" + std::string{key} + "` must be one of " + all + ".");
    return found.value_or(fallback);
  }

  // An instant with its zone; a time without one is nobody's to guess.
  std::optional<Time> instant(std::string_view key) {
    const std::string text = optional(key, kMaxId);
    if (text.empty()) return std::nullopt;
    auto read = parse_instant(text);
    if (!read) complain("`" + std::string{key} + "` must be like 2026-11-24T10:32:00Z, with its zone.");
    return read;
  }

  IncidentNumber incident(std::string_view key) {
    const std::string text = optional(key, kMaxId);
    const auto number = parse_incident_number(text);
    if (!text.empty() && !number) complain("`" + std::string{key} + "` must be like INC-7.");
    return number.value_or(IncidentNumber{});
  }

  template <class T>
  Result<T> finish(T value) {
    if (error_) return std::unexpected(*std::move(error_));
    return value;
  }

  void complain(std::string say, std::string detail = {}) {
    if (!error_) error_ = Error{ErrorKind::invalid, std::move(say), std::move(detail), 0};
  }

 private:
  void read(std::string_view bytes, std::initializer_list<std::string_view> known) {
    auto parsed = net::parse_json(bytes, {.max_depth = 8, .max_nodes = 500, .reject_duplicate_keys = true});
    if (!parsed) return complain("The request is not valid JSON.", parsed.error().detail);
    if (!parsed->is_object()) return complain("The request must be a JSON object.");
    object_ = *std::move(parsed);
    for (const auto& [key, value] : object_.items()) {
      if (std::ranges::find(known, key) != known.end()) continue;
      return complain(
          "The request has a member muster does not know: " + shorten(clean_text(key, false), 40) + ".");
    }
  }

  std::string bounded(std::string_view key, std::string value, std::size_t max) {
    if (value.size() > max)
      complain("`" + std::string{key} + "` is longer than " + std::to_string(max) + " bytes.");
    return value.size() > max ? std::string{} : value;
  }

  nlohmann::json object_ = nlohmann::json::object();
  std::optional<Error> error_;
};

}  // namespace

// Braces evaluate their members from left to right, so the first thing wrong is the one that is said.

Result<SigninBody> parse_signin(std::string_view bytes) {
  Body body{bytes, {"token", "name"}};
  return body.finish(SigninBody{body.required("token", kMaxId), body.optional("name", 4 * kMaxSentName)});
}

Result<PostBody> parse_post(std::string_view bytes) {
  Body body{bytes, {"id", "text", "thread"}};
  return body.finish(PostBody{body.uuid(), body.required("text", kMaxText), body.optional("thread", kMaxId)});
}

Result<EditBody> parse_edit(std::string_view bytes) {
  Body body{bytes, {"id", "text"}};
  return body.finish(EditBody{body.uuid(), body.required("text", kMaxText)});
}

Result<DeleteBody> parse_delete(std::string_view bytes) {
  Body body{bytes, {"id"}};
  return body.finish(DeleteBody{body.uuid()});
}

Result<ReactionBody> parse_reaction(std::string_view bytes) {
  Body body{bytes, {"id", "room", "message", "emoji", "added"}};
  return body.finish(ReactionBody{body.uuid(), body.required("room", kMaxId),
                                  body.required("message", kMaxId), body.required("emoji", 64),
                                  body.truth("added")});
}

Result<CommandBody> parse_command_body(std::string_view bytes) {
  Body body{bytes, {"id", "text", "room", "incident", "message"}};
  return body.finish(CommandBody{body.uuid(), body.optional("text", kMaxText), body.optional("room", kMaxId),
                                 IncidentNumber{body.whole("incident")}, body.optional("message", kMaxId)});
}

Result<DialogBody> parse_dialog(std::string_view bytes) {
  Body body{bytes, {"id", "dialog", "incident", "room", "message", "fields"}};
  return body.finish(DialogBody{body.uuid(), body.required("dialog", kMaxId),
                                IncidentNumber{body.whole("incident")}, body.optional("room", kMaxId),
                                body.optional("message", kMaxId), body.texts("fields", kMaxText)});
}

Result<PostmortemBody> parse_postmortem(std::string_view bytes) {
  Body body{bytes, {"id", "markdown", "version"}};
  return body.finish(
      PostmortemBody{body.uuid(), body.required("markdown", kMaxMarkdown), body.whole("version")});
}

Result<ChangeBody> parse_change(std::string_view bytes) {
  Body body{bytes,
            {"id", "op", "type", "service", "title", "risk", "result", "link", "incident", "at", "key"}};
  ChangeBody change;
  ChangeReported& report = change.report;
  report.change = clean_text(body.required("id", kMaxId), false);
  const std::string op = body.required("op", kMaxId);
  report.op = op == "complete" ? ChangeOp::complete : ChangeOp::start;
  if (op != "start" && op != "complete") body.complain("`op` must be start or complete.");
  report.type = body.word("type", ChangeType::standard);
  report.service = op == "start" ? body.required("service", kMaxId) : body.optional("service", kMaxId);
  report.title = clean_text(body.optional("title", kMaxText), false);
  report.risk = clean_text(body.optional("risk", kMaxId), false);
  report.result = clean_text(body.optional("result", kMaxId), false);
  report.link = body.optional("link", kMaxText);
  if (!report.link.empty() && !report.link.starts_with("https://")) body.complain("`link` must be https.");
  report.incident = body.incident("incident");
  change.at = body.instant("at");
  change.key = body.optional("key", kMaxId);
  return body.finish(std::move(change));
}

Result<PreviewBody> parse_preview(std::string_view bytes) {
  Body body{bytes, {"markdown"}};
  return body.finish(PreviewBody{body.optional("markdown", kMaxMarkdown)});
}

Result<InvitationBody> parse_invitation(std::string_view bytes) {
  // The browser gives every request an id; a link that is made twice does no harm, so this one is not kept.
  Body body{bytes, {"id", "name"}};
  return body.finish(InvitationBody{body.optional("name", 4 * kMaxSentName)});
}

}  // namespace muster::console
