#include "bot/ports/similar.hpp"

namespace muster {

namespace {

constexpr int kCandidates = 40;
constexpr std::size_t kShown = 3;

}  // namespace

Result<std::vector<SimilarIncident>> similar_to(Reader& reader, const Incident& incident) {
  MUSTER_TRY(const auto candidates, reader.search(search_words(incident), kCandidates));
  return similar_incidents(incident, candidates, kShown);
}

}  // namespace muster
