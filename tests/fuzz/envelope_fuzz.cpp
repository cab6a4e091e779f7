// Any bytes as an encrypted backup: what has the form of one is what it says, byte for byte.
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

#include "bot/net/envelope_format.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::istringstream in{std::string{reinterpret_cast<const char*>(data), size}};
  const auto form = muster::net::read_form(in, "given");
  if (!form) return 0;
  if (form->structure.size() + form->size > size) std::abort();
  in.clear();
  in.seekg(form->pieces);
  muster::net::Pieces pieces{in};
  std::string content(form->size + 1, '\0');
  std::size_t got = 0;
  while (const std::size_t count = pieces.read(content.data() + got, content.size() - got)) got += count;
  if (got != form->size || !pieces.ended()) std::abort();
  return 0;
}
