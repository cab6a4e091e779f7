#include "bot/runtime/secret_source.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string_view>
#include <utility>

#include "bot/base/private_file.hpp"

namespace muster {

namespace {

constexpr std::size_t kMaxSecretBytes = 8192;

Result<Secret> checked(std::string_view raw, const std::string& where) {
  const auto first = raw.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos)
    return fail(ErrorKind::invalid, where + " is empty; put the secret there");
  const std::string_view value = raw.substr(first, raw.find_last_not_of(" \t\r\n") - first + 1);
  if (value.size() > kMaxSecretBytes) return fail(ErrorKind::invalid, where + " is too long for a secret");
  const bool printable = std::ranges::all_of(value, [](char c) { return c > 0x20 && c < 0x7F; });
  if (!printable) {
    return fail(ErrorKind::invalid,
                where + " holds white space or control characters inside; it must be the secret alone");
  }
  return Secret{std::string{value}};
}

Result<Secret> from_environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) {
    return fail(ErrorKind::invalid,
                "the environment variable " + name + " is not set; set it before starting muster");
  }
  return checked(value, "the environment variable " + name);
}

Result<Secret> from_file(const std::filesystem::path& path) {
  namespace fs = std::filesystem;
  std::error_code failure;
  if (!fs::is_regular_file(path, failure)) {
    return fail(ErrorKind::not_found,
                "there is no file " + path.string() + "; create it with the secret as its only line");
  }
  MUSTER_CHECK(check_private(path));
  std::ifstream in{path, std::ios::binary};
  std::string content(kMaxSecretBytes + 2, '\0');
  in.read(content.data(), static_cast<std::streamsize>(content.size()));
  if (in.bad() || !in.eof()) {
    return fail(ErrorKind::invalid, path.string() + (in.is_open() ? " is too long for a secret"
                                                                  : " cannot be opened; check its owner"));
  }
  content.resize(static_cast<std::size_t>(in.gcount()));
  const Secret raw{std::move(content)};  // wiped afterwards
  return checked(raw.reveal(), path.string());
}

}  // namespace

Result<Secret> read_secret(const SecretReference& reference, const std::filesystem::path& folder) {
  switch (reference.from) {
    case SecretReference::From::env:
      return from_environment(reference.name);
    case SecretReference::From::file:
      return from_file(folder / reference.name);
  }
  std::unreachable();
}

}  // namespace muster
