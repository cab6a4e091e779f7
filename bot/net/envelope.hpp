// Files that only the holder of a key can read: CMS AuthEnvelopedData (RFC 5083, 5084) with AES-256-GCM,
// whose key goes to a certificate: RSA with OAEP, elliptic curves with ECDH. `openssl cms -decrypt -inform
// DER` reads them too. Both ways take little memory, however large the file. Why so:
// docs/decisions/0020-encrypted-backups.md.
//
// An envelope tells when it was changed, not who made it: whoever has the certificate can make one.
//
// Safe from every thread. Errors: not_found, a file that is read; unavailable, reading or writing failed;
// invalid, a certificate or key that is none, or not fit for this; forbidden, a key that others may read or
// that opens something else; corrupt, an envelope that was cut short or changed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "bot/base/clock.hpp"
#include "bot/base/result.hpp"

struct evp_pkey_st;
struct x509_st;

namespace muster::net {

// Whom a file is encrypted to.
class Recipient {
 public:
  // A certificate (PEM) that is valid at `now` and whose key can be encrypted to.
  [[nodiscard]] static Result<Recipient> read(const std::filesystem::path& certificate_file, Time now);
  [[nodiscard]] x509_st* certificate() const { return certificate_.get(); }

 private:
  explicit Recipient(std::shared_ptr<x509_st> certificate) : certificate_{std::move(certificate)} {}
  std::shared_ptr<x509_st> certificate_;
};

// What opens it.
class PrivateKey {
 public:
  // PEM, without a passphrase, in a file that not everybody may read.
  [[nodiscard]] static Result<PrivateKey> read(const std::filesystem::path& key_file);
  [[nodiscard]] evp_pkey_st* key() const { return key_.get(); }

 private:
  explicit PrivateKey(std::shared_ptr<evp_pkey_st> key) : key_{std::move(key)} {}
  std::shared_ptr<evp_pkey_st> key_;
};

// By its first bytes; false also when there is no such file.
[[nodiscard]] bool is_envelope(const std::filesystem::path& file);

// Makes `sealed`, a new file for this user alone, and has it on disk when it returns. On failure there is
// none.
[[nodiscard]] Result<Done> encrypt_file(const std::filesystem::path& plain,
                                        const std::filesystem::path& sealed, const Recipient& recipient);

// The same the other way. Nothing of it counts, and nothing of it is left, unless all of it is as it was
// made.
[[nodiscard]] Result<Done> decrypt_file(const std::filesystem::path& sealed,
                                        const std::filesystem::path& plain, const PrivateKey& key);

// How many bytes are inside, by the structure of the file, which is all that can be seen without the key: cut
// or torn it is refused, changed bytes are not noticed.
[[nodiscard]] Result<std::uint64_t> size_inside(const std::filesystem::path& sealed);

// Opens the envelope, keeping nothing, and compares what is inside with `plain`. corrupt: it is something
// else.
[[nodiscard]] Result<Done> check_inside(const std::filesystem::path& sealed,
                                        const std::filesystem::path& plain, const PrivateKey& key);

}  // namespace muster::net
