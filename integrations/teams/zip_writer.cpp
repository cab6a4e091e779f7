#include "integrations/teams/zip_writer.hpp"

#include <zlib.h>

#include <cstdint>

namespace muster::teams {

namespace {

constexpr std::uint32_t kFirstDay = 1U << 5U | 1U;     // 1980-01-01, midnight: before it there is no time
constexpr std::uint32_t kPlainFile = 0100644U << 16U;  // Unix: readable by all, writable by its owner

class Bytes {
 public:
  Bytes& two(std::uint32_t number) { return put(number, 2); }
  Bytes& four(std::uint32_t number) { return put(number, 4); }
  Bytes& text(const std::string& bytes) {
    out_ += bytes;
    return *this;
  }
  [[nodiscard]] const std::string& all() const { return out_; }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(out_.size()); }

 private:
  Bytes& put(std::uint32_t number, int count) {  // least significant byte first
    for (int i = 0; i < count; ++i, number >>= 8U) out_ += static_cast<char>(number & 0xFFU);
    return *this;
  }
  std::string out_;
};

std::uint32_t checksum(const std::string& bytes) {
  return static_cast<std::uint32_t>(
      crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

// What the local and the central header of a file have in common (4.3.7, 4.3.12).
void put_shared(Bytes& out, const ZipFile& file) {
  const auto size = static_cast<std::uint32_t>(file.bytes.size());
  out.two(10).two(0).two(0).two(0).two(kFirstDay);  // version 1.0, no flags, stored, time, day
  out.four(checksum(file.bytes)).four(size).four(size);
  out.two(static_cast<std::uint32_t>(file.name.size())).two(0);  // no extra field
}

}  // namespace

std::string zip(const std::vector<ZipFile>& files) {
  Bytes out;
  Bytes directory;
  for (const ZipFile& file : files) {
    const std::uint32_t offset = out.size();
    out.four(0x04034b50);
    put_shared(out, file);
    out.text(file.name).text(file.bytes);
    directory.four(0x02014b50).two(3U << 8U | 20U);  // made on Unix, by version 2.0
    put_shared(directory, file);
    directory.two(0).two(0).two(0).four(kPlainFile).four(offset);  // no comment, disk 0, binary
    directory.text(file.name);
  }
  const auto count = static_cast<std::uint32_t>(files.size());
  const std::uint32_t start = out.size();
  out.text(directory.all());
  out.four(0x06054b50).two(0).two(0).two(count).two(count);
  out.four(directory.size()).four(start).two(0);
  return out.all();
}

}  // namespace muster::teams
