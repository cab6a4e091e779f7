#include "bot/base/private_file.hpp"

namespace muster {

Result<Done> check_private(const std::filesystem::path& file) {
  namespace fs = std::filesystem;
  std::error_code failure;
  const fs::file_status status = fs::status(file, failure);
  if (!fs::exists(status) || (status.permissions() & fs::perms::others_all) == fs::perms::none) return Done{};
  return fail(ErrorKind::forbidden,
              file.string() + " can be read by everybody; do: chmod 600 " + file.string());
}

}  // namespace muster
