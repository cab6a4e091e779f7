// Past incidents like one, from the store. Any thread that has the Reader.
#pragma once

#include <vector>

#include "bot/domain/recurrence.hpp"
#include "bot/ports/reader.hpp"

namespace muster {

[[nodiscard]] Result<std::vector<SimilarIncident>> similar_to(Reader& reader, const Incident& incident);

}  // namespace muster
