// The generated blocks of a postmortem text: written between markers, and brought up to date without losing
// what a person wrote. See postmortem.hpp for the form of the markers.
#pragma once

#include <string>
#include <string_view>

#include "bot/text/postmortem.hpp"

namespace muster {

// Wraps generated text into a block.
[[nodiscard]] std::string generated_block(std::string_view name, std::string_view text, const Digest& digest);

// `existing` with the blocks of `fresh`: untouched blocks are replaced, edited ones kept and followed by a
// suggestion block when muster would say something else now. Blocks that somebody removed stay away; text
// outside blocks stays.
[[nodiscard]] std::string merge_blocks(std::string_view existing, std::string_view fresh,
                                       const Digest& digest);

}  // namespace muster
