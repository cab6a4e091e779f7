// muster-power: loses power in many ways and looks at what is left; says what was injected, how often, and
// what was violated (docs/reliability.md). The exit code is 1 when anything was.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "tests/power/outage.hpp"
#include "tests/power/scratch.hpp"

namespace {

using namespace muster;
using namespace muster::power;

constexpr const char* kUsage =
    "muster-power [--long] [--seed N] [--flow NAME] [--image MOMENT.WAY] [--break HOW]\n"
    "  --long    more seeds, and every way to lose power at every moment (also: MUSTER_LONG=1)\n"
    "  --image   this one image alone, kept for looking at\n"
    "  --break   syncs-are-ignored, synchronous-off, synchronous-normal: exits 0 when the loss is found\n";

struct Wish {
  bool whole = std::getenv("MUSTER_LONG") != nullptr;
  std::uint64_t seed = 1;
  bool one_seed = false;
  std::string flow;
  std::optional<ImageId> image;
  Broken broken = Broken::nothing;
};

std::optional<Wish> read(int argc, char** argv) {
  Wish wish;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--long") {
      wish.whole = true;
      continue;
    }
    if (++i >= argc) return std::nullopt;
    const std::string value = argv[i];
    if (word == "--seed") {
      wish.seed = std::strtoull(value.c_str(), nullptr, 10);
      wish.one_seed = true;
    } else if (word == "--flow") {
      wish.flow = value;
    } else if (word == "--image") {
      char* rest = nullptr;
      const auto moment = static_cast<int>(std::strtol(value.c_str(), &rest, 10));
      if (*rest != '.') return std::nullopt;
      wish.image = ImageId{moment, static_cast<int>(std::strtol(rest + 1, nullptr, 10))};
    } else if (const auto how = named<Broken>(value); word == "--break" && how) {
      wish.broken = *how;
    } else {
      return std::nullopt;
    }
  }
  return wish;
}

void play(const Wish& wish, std::uint64_t seed, Losses& all) {
  for (const Flow& flow : flows(seed)) {
    if (!wish.flow.empty() && wish.flow != flow.name) continue;
    Plan plan{.seed = seed, .only = wish.image};
    if (wish.whole || wish.image) plan.ways = 12;
    Scratch scratch;
    const Losses one = Outage{plan, flow, scratch.path()}.run();
    if (wish.image) {
      scratch.keep();
      std::printf("kept %s\n", (scratch.path() / "kept-image").c_str());
    }
    std::printf("%-12s seed %llu: %d moments, %d images, %zu violations\n", flow.name.c_str(),
                static_cast<unsigned long long>(seed), one.moments, one.images, one.violations.size());
    all.moments += one.moments;
    all.images += one.images;
    all.went_on += one.went_on;
    all.unsynced += one.unsynced;
    for (const auto& [fate, times] : one.fates) all.fates[fate] += times;
    all.violations.insert(all.violations.end(), one.violations.begin(), one.violations.end());
    for (const std::string& violation : one.violations) std::printf("VIOLATED %s\n", violation.c_str());
  }
}

}  // namespace

int main(int argc, char** argv) {
  const auto wish = read(argc, argv);
  if (!wish) {
    std::fputs(kUsage, stderr);
    return 2;
  }
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  install_watched_vfs();
  break_with(wish->broken);
  Losses all;
  const std::uint64_t seeds = wish->one_seed || !wish->whole ? 1 : 20;
  for (std::uint64_t seed = wish->seed; seed < wish->seed + seeds; ++seed) play(*wish, seed, all);
  std::printf(
      "injected: power lost at %d moments in %d images (%d of them also worked on), of %lld unsynced writes "
      "and names:",
      all.moments, all.images, all.went_on, static_cast<long long>(all.unsynced));
  for (const auto& [fate, times] : all.fates)
    std::printf(" %s %d", std::string{name_of(fate)}.c_str(), times);
  std::printf("; violations %zu%s\n", all.violations.size(),
              wish->broken == Broken::nothing ? "" : ", as is meant: this disk is broken");
  if (wish->broken == Broken::nothing) return all.violations.empty() ? 0 : 1;
  std::puts(all.violations.empty() ? "the broken disk was NOT found out" : "the broken disk was found out");
  return all.violations.empty() ? 1 : 0;
}
