// How long one incident's page takes, as the console makes it: read, folded, put into words and JSON.
#pragma once

#include <cstdint>

#include "bot/ports/reader.hpp"

namespace muster::bench {

// Prints p50 and p95 over incidents from all over the database.
void measure_pages(Reader& reader, std::int64_t incidents);

}  // namespace muster::bench
