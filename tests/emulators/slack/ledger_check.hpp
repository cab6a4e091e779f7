// Holding a ledger against Slack's own method definitions.
#pragma once

#include <iosfwd>
#include <string>

namespace muster::fake::slack {

// One line on `out` for each call that used an argument its method does not know, named an unknown method, or
// lacked a required one although it was answered "ok". `specs` is a folder of <method>.json. Exit status: 0
// fine, 1 violations, 2 the files cannot be read.
int check_ledger(const std::string& ledger, const std::string& specs, std::ostream& out);
// The method table as JSON.
void describe_methods(std::ostream& out);

}  // namespace muster::fake::slack
