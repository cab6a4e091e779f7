// The dialogs, by name. Each says the same as its command: field ids are the command's option names, "text"
// its text.
#pragma once

#include <string>
#include <vector>

#include "bot/text/dialog.hpp"
#include "bot/text/speaker.hpp"

namespace muster {

// not_found for a name there is no dialog of, invalid when it needs an incident and there is none.
[[nodiscard]] Result<Dialog> make_dialog(const OpenDialog& open, const Incident* incident,
                                         const Scene& scene);

[[nodiscard]] std::vector<std::string> dialog_names();

// The update a filled-in update dialog would send, as an event that has not happened.
[[nodiscard]] Event previewed_update(const OpenDialog& open, const Incident& incident, const Scene& scene);

}  // namespace muster
