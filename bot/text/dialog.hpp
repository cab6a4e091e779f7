// Dialog: a form to fill in, independent of any chat. Slack shows a modal, the console a dialog. Submitting
// one comes back as DialogSubmitted{dialog, incident, fields}, which means the same as the typed command.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/names.hpp"
#include "bot/domain/command.hpp"
#include "bot/text/message.hpp"

namespace muster {

enum class FieldKind : std::uint8_t {
  line,       // one line of text
  paragraph,  // several lines
  choice,     // one of `options`
  choices,    // any of `options`; the value is their ids joined by commas
  person,     // a person of the platform; the value is a mention the grammar understands
  flag,       // a tick; value "yes" or "no"
};
template <>
struct EnumNames<FieldKind> {
  static constexpr std::array<std::string_view, 6> kNames = {"line",    "paragraph", "choice",
                                                             "choices", "person",    "flag"};
};

struct FieldOption {
  std::string id;
  std::string label;
  std::string description;
  friend bool operator==(const FieldOption&, const FieldOption&) = default;
};

struct Field {
  std::string id;  // option name of the command; "text" is the command's text
  std::string label;
  FieldKind kind = FieldKind::line;
  bool required = false;
  std::string initial;
  std::string hint;
  std::vector<FieldOption> options;
  int max_chars = 3000;
  friend bool operator==(const Field&, const Field&) = default;
};

struct Dialog {
  std::string
      name;  // declare, update, update_preview, severity, status, role, page, note, task, followup, ...
  IncidentNumber incident;
  std::string title;         // at most 24 characters
  std::string submit;        // label of the button, at most 24 characters
  std::vector<Block> intro;  // shown above the fields (a preview, an explanation)
  std::vector<Field> fields;
  std::map<std::string, std::string> hidden;  // carried through and given back among the fields
  friend bool operator==(const Dialog&, const Dialog&) = default;
};

}  // namespace muster
