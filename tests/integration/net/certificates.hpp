// A certificate authority for tests, in a folder that disappears with it.
#pragma once

#include <openssl/types.h>

#include <filesystem>
#include <functional>
#include <string>

namespace muster::net {

struct Identity {
  std::filesystem::path certificate_file;
  std::filesystem::path key_file;
};

class TestAuthority {
 public:
  explicit TestAuthority(const std::string& subject = "test authority");
  ~TestAuthority();
  TestAuthority(const TestAuthority&) = delete;
  TestAuthority& operator=(const TestAuthority&) = delete;

  [[nodiscard]] std::filesystem::path ca_file() const { return folder_ / "ca.pem"; }
  [[nodiscard]] std::filesystem::path folder() const { return folder_; }
  // names: "DNS:localhost,IP:127.0.0.1". days: validity from now on; negative for one that ended so many days
  // ago.
  [[nodiscard]] Identity issue(const std::string& file_name, const std::string& names, int days = 30) const;
  // For anything but TLS. key: "P-256", "RSA-2048", "ED25519"; usage: as OpenSSL's keyUsage, none when empty.
  [[nodiscard]] Identity issue_with(const std::string& file_name, const std::string& key,
                                    const std::string& usage = {}, int days = 30) const;

 private:
  [[nodiscard]] Identity issue(const std::string& file_name, EVP_PKEY* key, int days,
                               const std::function<void(X509* made, X509* issuer)>& extend) const;
  std::filesystem::path folder_;
};

}  // namespace muster::net
