// The body of a webhook about a page.
#pragma once

#include <string>
#include <string_view>

#include "bot/ports/pager.hpp"

namespace muster::webhook {

// type: page.sent, page.acknowledged, page.over.
[[nodiscard]] std::string event_json(std::string_view type, const PageNotice& notice, Time now);

}  // namespace muster::webhook
