#include "bot/net/authorities.hpp"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <string>
#include <string_view>

namespace muster::net {

namespace {

namespace fs = std::filesystem;

// "5ed36f99.0"
bool is_named_by_hash(std::string_view name) {
  constexpr std::size_t kDigits = 8;
  const auto all_of = [](std::string_view text, std::string_view allowed) {
    return !text.empty() && text.find_first_not_of(allowed) == std::string_view::npos;
  };
  return name.size() > kDigits + 1 && name[kDigits] == '.' &&
         all_of(name.substr(0, kDigits), "0123456789abcdef") &&
         all_of(name.substr(kDigits + 1), "0123456789");
}

// Some have two names, by the hash of today and by that of before; some names lead nowhere.
std::size_t count_hashed(const fs::path& directory) {
  std::error_code ec;
  std::set<fs::path> found;
  for (fs::directory_iterator file{directory, ec}; !ec && file != end(file); file.increment(ec)) {
    const fs::path& path = file->path();
    if (!is_named_by_hash(path.filename().string())) continue;
    std::error_code dangling;
    fs::path target = fs::canonical(path, dangling);
    if (!dangling) found.insert(std::move(target));
  }
  return found.size();
}

std::size_t count_certificates(const fs::path& file) {
  std::ifstream lines{file};
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line);) count += line.starts_with("-----BEGIN ") ? 1 : 0;
  return count;
}

// Whoever keeps a file with all of them in the directory keeps the two in step. A file elsewhere may have
// others: one that somebody named in SSL_CERT_FILE, or a distribution's that does not fill its directory.
bool has_each_of(const fs::path& directory, const fs::path& file) {
  std::error_code ec;
  const fs::path kept_in = fs::canonical(file, ec).parent_path();
  if (!ec && kept_in != fs::canonical(directory, ec)) return false;
  const std::size_t hashed = count_hashed(directory);
  return hashed > 0 && hashed >= count_certificates(file);
}

// As OpenSSL does: not in a program that has more rights than who started it.
fs::path from_environment(const char* name, const char* otherwise) {
  const char* value = secure_getenv(name);
  return value != nullptr ? value : otherwise;
}

}  // namespace

Authorities read_authorities(const fs::path& file, const fs::path& directory) {
  Authorities store{X509_STORE_new()};
  if (!store) return nullptr;
  // A certificate that is in the file alone must not be missed.
  if (!has_each_of(directory, file)) X509_STORE_load_file(store.get(), file.c_str());
  ERR_clear_error();
  if (!directory.empty() && X509_STORE_load_path(store.get(), directory.c_str()) != 1) return nullptr;
  return store;
}

X509_STORE* system_authorities() {
  static const Authorities kStore =
      read_authorities(from_environment(X509_get_default_cert_file_env(), X509_get_default_cert_file()),
                       from_environment(X509_get_default_cert_dir_env(), X509_get_default_cert_dir()));
  return kStore.get();
}

}  // namespace muster::net
