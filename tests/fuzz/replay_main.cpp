// Runs a fuzz target over its seeds without libFuzzer: each file, cut short in a few places, and nothing at
// all.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

// A copy of exactly that size, so the address sanitizer sees a read past the end.
void run(const std::string& bytes, std::size_t size) {
  const std::string exact = bytes.substr(0, size);
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(exact.data()), exact.size());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2 || !std::filesystem::is_directory(argv[1])) {
    std::fprintf(stderr, "usage: %s CORPUS\nThe folder of seeds must exist: add at least one file to it.\n",
                 argv[0]);
    return 2;
  }
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[1])) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in{entry.path(), std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    constexpr std::size_t kCuts = 16;
    for (std::size_t cut = 0; cut <= kCuts; ++cut) run(bytes, bytes.size() * cut / kCuts);
    ++files;
  }
  std::printf("replayed %zu seeds\n", files);
  if (files == 0) std::fprintf(stderr, "no seed in %s: add at least one\n", argv[1]);
  return files == 0 ? 1 : 0;
}
