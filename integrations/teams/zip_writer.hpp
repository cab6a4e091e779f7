// ZIP (PKWARE APPNOTE 6.3, the part everybody reads): files as they are, without compression. The same files
// give the same bytes: there is no time of day in it.
#pragma once

#include <string>
#include <vector>

namespace muster::teams {

struct ZipFile {
  std::string name;  // ASCII, forward slashes, not absolute
  std::string bytes;
};

// At most 65,535 files and 4 GB, which callers do not come near.
[[nodiscard]] std::string zip(const std::vector<ZipFile>& files);

}  // namespace muster::teams
