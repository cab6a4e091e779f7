// Certificates and keys of envelopes: what is fit to encrypt to, and what may be read.
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <fstream>

#include "bot/base/private_file.hpp"
#include "bot/base/secret.hpp"
#include "bot/net/envelope.hpp"
#include "bot/net/openssl_owned.hpp"

namespace muster::net {

namespace {

using PemBytes = Owned<BIO, BIO_free_all>;

Result<Secret> small_file(const std::filesystem::path& file, const std::string& what) {
  constexpr std::size_t kLongest = 64UL * 1024;
  std::error_code code;
  std::ifstream in{file, std::ios::binary};
  if (!std::filesystem::is_regular_file(file, code) || !in) {
    return fail(ErrorKind::not_found,
                "there is no " + what + " " + file.string() + " that can be read: check path and owner");
  }
  std::string bytes(kLongest, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return Secret{std::move(bytes)};
}

PemBytes pem_of(const Secret& bytes) {
  return PemBytes{BIO_new_mem_buf(bytes.reveal().data(), static_cast<int>(bytes.reveal().size()))};
}

std::unexpected<Error> unfit(const std::filesystem::path& file, const std::string& why) {
  return fail(ErrorKind::invalid, "the certificate " + file.string() + " " + why);
}

Result<Done> check_term(const X509* certificate, const std::filesystem::path& file, Time now) {
  std::time_t at = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  if (X509_cmp_time(X509_get0_notBefore(certificate), &at) >= 0)
    return unfit(file, "is not valid yet: look at the clock of this machine");
  if (X509_cmp_time(X509_get0_notAfter(certificate), &at) <= 0)
    return unfit(file, "has expired: make a new one, and keep the old one's key for the old backups");
  return Done{};
}

Result<Done> check_fitness(X509* certificate, const std::filesystem::path& file) {
  constexpr int kLeastStrength = 112;  // bits of security: RSA from 2048, curves from P-224
  EVP_PKEY* key = X509_get0_pubkey(certificate);
  const int kind = key == nullptr ? EVP_PKEY_NONE : EVP_PKEY_get_base_id(key);
  if ((kind != EVP_PKEY_RSA && kind != EVP_PKEY_EC) || EVP_PKEY_get_security_bits(key) < kLeastStrength) {
    return unfit(file,
                 "has no key to encrypt to: it must be RSA with 2048 bits at least, or a curve like P-256");
  }
  const std::uint32_t needed = kind == EVP_PKEY_RSA ? KU_KEY_ENCIPHERMENT : KU_KEY_AGREEMENT;
  if ((X509_get_key_usage(certificate) & needed) == 0) {
    return unfit(file, std::string{"is for other uses: one with a key usage needs "} +
                           (kind == EVP_PKEY_RSA ? "keyEncipherment" : "keyAgreement") + " in it");
  }
  return Done{};
}

// In place of asking at the terminal.
int no_passphrase(char* /*into*/, int /*room*/, int /*writing*/, void* was_asked) {
  *static_cast<bool*>(was_asked) = true;
  return -1;
}

}  // namespace

Result<Recipient> Recipient::read(const std::filesystem::path& certificate_file, Time now) {
  ERR_clear_error();
  MUSTER_TRY(const Secret bytes, small_file(certificate_file, "certificate"));
  std::shared_ptr<X509> certificate{PEM_read_bio_X509(pem_of(bytes).get(), nullptr, nullptr, nullptr),
                                    X509_free};
  if (!certificate) {
    return fail(ErrorKind::invalid, certificate_file.string() +
                                        " is no certificate: name the PEM file that begins with -----BEGIN "
                                        "CERTIFICATE-----, not the one of its key");
  }
  MUSTER_CHECK(check_term(certificate.get(), certificate_file, now));
  MUSTER_CHECK(check_fitness(certificate.get(), certificate_file));
  return Recipient{std::move(certificate)};
}

Result<PrivateKey> PrivateKey::read(const std::filesystem::path& key_file) {
  ERR_clear_error();
  MUSTER_CHECK(check_private(key_file));
  MUSTER_TRY(const Secret bytes, small_file(key_file, "key"));
  bool was_asked = false;
  std::shared_ptr<EVP_PKEY> key{
      PEM_read_bio_PrivateKey(pem_of(bytes).get(), nullptr, no_passphrase, &was_asked), EVP_PKEY_free};
  if (key) return PrivateKey{std::move(key)};
  if (was_asked) {
    return fail(ErrorKind::invalid,
                key_file.string() +
                    " is protected by a passphrase, which muster does not ask for: make a copy "
                    "without it (umask 077; openssl pkey -in " +
                    key_file.string() + " -out plain.pem) and remove that one afterwards");
  }
  return fail(ErrorKind::invalid,
              key_file.string() +
                  " is no private key: name the PEM file that begins with -----BEGIN PRIVATE "
                  "KEY-----");
}

}  // namespace muster::net
