// What an ordered fault makes of an answer, and how a call is written down.
#pragma once

#include <string>

#include "tests/emulators/common/injections.hpp"
#include "tests/emulators/common/ledger.hpp"

namespace muster::fake::teams {

// Whose API it is: they shape their errors differently.
enum class Area { connector, graph, entra, openid };

// The body of an error answer there.
std::string error_body(Area area, int status, const std::string& code, const std::string& message);
// The HTTP status that goes with a documented code.
int status_of(const std::string& code);

void apply_fault(const Json& fault, Area area, HttpReply& reply);
// Adds `ok`, `http_status` and, for a refusal without one, `error`; then adds the entry.
void record_call(Ledger& ledger, Json entry, const HttpReply& reply);

}  // namespace muster::fake::teams
