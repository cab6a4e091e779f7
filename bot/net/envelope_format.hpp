// Private to bot/net: how an envelope lies in its file. OpenSSL's parser takes a whole file into memory, and
// its releases before the summer of 2026 accept other ciphers and shorter tags than ours (CVE-2026-34182): so
// the file must be byte for byte of the one form that encrypt_file() writes, and OpenSSL is handed the small
// structure around the content; the content passes by in pieces.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <istream>
#include <string>

#include "bot/base/result.hpp"

namespace muster::net {

struct EnvelopeForm {
  std::string structure;      // the CMS structure with its content left out ("detached")
  std::streamoff pieces = 0;  // where its pieces begin
  std::uint64_t size = 0;     // of the content
};

// By its first bytes.
[[nodiscard]] bool begins_envelope(std::istream& in);

// Reads it to its end. corrupt: it is not of that form. file: its name.
[[nodiscard]] Result<EnvelopeForm> read_form(std::istream& in, const std::filesystem::path& file);

[[nodiscard]] std::unexpected<Error> damaged(const std::filesystem::path& file, std::string detail);

// The content, which lies in the file in pieces, each with its length before it.
class Pieces {
 public:
  // in: stands where they begin, and lives longer.
  explicit Pieces(std::istream& in) : in_{&in} {}
  // 0: there are no more, or what follows is none.
  std::size_t read(char* into, std::size_t room);
  // Whether the mark of the end was read.
  [[nodiscard]] bool ended() const { return ended_; }

 private:
  bool begin_next();
  std::istream* in_;
  std::uint64_t left_ = 0;
  bool ended_ = false;
};

}  // namespace muster::net
