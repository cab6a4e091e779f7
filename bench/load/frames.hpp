// The envelopes of a load, as Slack writes them, and their acknowledgements.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace muster::bench {

enum class EnvelopeKind : std::uint8_t { command, event };

struct Wanted {
  EnvelopeKind kind = EnvelopeKind::command;
  std::string text = "note";  // "bench-<number>" and some words are added, so that no two are the same
  bool distinct = false;      // no two have a word in common, as titles of different incidents
};

// Envelope `number` of one life of the load, typed in `channel`. A slash command of about 1.2 KB or a mention
// with its blocks.
std::string envelope(const Wanted& wanted, std::uint64_t number, const std::string& channel);
// The number in an acknowledgement; kNone when it has none of ours.
std::uint64_t acknowledged(std::string_view ack);
// The number after "bench-" in what was posted.
std::uint64_t posted(std::string_view body);

inline constexpr std::uint64_t kNone = UINT64_MAX;

}  // namespace muster::bench
