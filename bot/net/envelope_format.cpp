#include "bot/net/envelope_format.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::net {

namespace {

using namespace std::string_view_literals;

// What is the same in each envelope, in its order (RFC 5083 section 2.1, RFC 5084 section 3.2). 30 80 begins
// a sequence whose end is marked by 00 00.
constexpr auto kOutermost =
    "\x30\x80\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x17"  // id-ct-authEnvelopedData
    "\xa0\x80\x30\x80\x02\x01\x00"sv;                               // version 0
constexpr auto kRecipients = "\x31"sv;                              // a set, with its length
constexpr auto kAlgorithm =
    "\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"                     // id-data
    "\x30\x1e\x06\x09\x60\x86\x48\x01\x65\x03\x04\x01\x2e\x30\x11\x04\x0c"sv;  // aes256-GCM, a nonce of
constexpr std::size_t kNonce = 12;                                             // 12 bytes
constexpr auto kTagLength = "\x02\x01\x10"sv;                                  // 16
constexpr auto kContent = "\xa0\x80"sv;                                        // the pieces, and 00 00
constexpr auto kEndOfContentInfo = "\x00\x00"sv;
constexpr auto kTag = "\x04\x10"sv;
constexpr std::size_t kTagBytes = 16;
constexpr auto kEnd = "\x00\x00\x00\x00\x00\x00"sv;

constexpr std::uint64_t kMostRecipients = 64ULL * 1024;  // bytes: one certificate's take a thousand

std::string take(std::istream& in, std::size_t count) {
  std::string bytes(count, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(count));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return bytes;
}

bool expect(std::istream& in, std::string_view bytes) {
  return take(in, bytes.size()) == bytes;
}

// Of DER: one byte, or how many follow. None: not a length, or that of something without one.
std::optional<std::uint64_t> take_length(std::istream& in) {
  const int first = in.get();
  if (!in) return std::nullopt;
  if (first < 0x80) return static_cast<std::uint64_t>(first);
  const std::string bytes = take(in, static_cast<std::size_t>(first) & 0x7FU);
  if (!in || bytes.empty() || bytes.size() > 4) return std::nullopt;
  std::uint64_t length = 0;
  for (const char byte : bytes) length = length << 8U | static_cast<unsigned char>(byte);
  return length;
}

bool pass_recipients(std::istream& in) {
  if (!expect(in, kRecipients)) return false;
  const auto length = take_length(in);
  return length && *length <= kMostRecipients && take(in, *length).size() == *length;
}

bool pass_algorithm(std::istream& in) {
  return expect(in, kAlgorithm) && take(in, kNonce).size() == kNonce && expect(in, kTagLength);
}

// None: the pieces do not go on to their end.
std::optional<std::uint64_t> pass_content(std::istream& in) {
  Pieces pieces{in};
  std::vector<char> unused(64UL * 1024);
  std::uint64_t size = 0;
  while (const std::size_t count = pieces.read(unused.data(), unused.size())) size += count;
  return pieces.ended() ? std::optional{size} : std::nullopt;
}

Result<EnvelopeForm> read_parts(std::istream& in, const std::filesystem::path& file) {
  EnvelopeForm form;
  if (!expect(in, kOutermost) || !pass_recipients(in) || !pass_algorithm(in))
    return damaged(file, "its head is not that of an envelope");
  const std::streamoff head = in.tellg();
  if (!expect(in, kContent)) return damaged(file, "there is no content");
  form.pieces = in.tellg();
  const auto size = pass_content(in);
  if (!size || !expect(in, kEndOfContentInfo) || !expect(in, kTag))
    return damaged(file, "its content breaks off");
  const std::string tag = take(in, kTagBytes);
  if (tag.size() != kTagBytes || !expect(in, kEnd)) return damaged(file, "its end is missing");
  if (in.peek() != std::istream::traits_type::eof()) return damaged(file, "something follows its end");
  in.clear();
  in.seekg(0);
  form.structure = take(in, static_cast<std::size_t>(head));
  for (const std::string_view rest : {kEndOfContentInfo, kTag, std::string_view{tag}, kEnd})
    form.structure += rest;
  form.size = *size;
  return form;
}

}  // namespace

std::unexpected<Error> damaged(const std::filesystem::path& file, std::string detail) {
  return fail(
      ErrorKind::corrupt,
      file.string() + " is not whole: it was cut short or changed after it was encrypted; use another",
      std::move(detail));
}

bool begins_envelope(std::istream& in) {
  return expect(in, kOutermost);
}

Result<EnvelopeForm> read_form(std::istream& in, const std::filesystem::path& file) {
  auto form = read_parts(in, file);
  if (in.bad()) return fail(ErrorKind::unavailable, file.string() + " cannot be read now: look at its disk");
  return form;
}

bool Pieces::begin_next() {
  constexpr int kOctets = 0x04;
  const int kind = in_->get();
  const auto length = kind == kOctets || kind == 0 ? take_length(*in_) : std::nullopt;
  if (!length) return false;
  ended_ = kind == 0 && *length == 0;
  left_ = *length;
  return kind == kOctets;
}

std::size_t Pieces::read(char* into, std::size_t room) {
  while (left_ == 0) {
    if (ended_ || !begin_next()) return 0;
  }
  in_->read(into, static_cast<std::streamsize>(std::min<std::uint64_t>(left_, room)));
  const auto count = static_cast<std::size_t>(in_->gcount());
  left_ -= count;
  return count;
}

}  // namespace muster::net
