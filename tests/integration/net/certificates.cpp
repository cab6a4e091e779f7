#include "tests/integration/net/certificates.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>

namespace muster::net {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using File = std::unique_ptr<std::FILE, decltype(&std::fclose)>;

void must(bool success, const char* what) {
  if (!success) throw std::runtime_error(what);
}

Key new_key(const std::string& kind = "P-256") {
  EVP_PKEY* made = kind == "ED25519"          ? EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")
                   : kind.starts_with("RSA-") ? EVP_RSA_gen(std::stoul(kind.substr(4)))
                                              : EVP_EC_gen(kind.c_str());
  Key key{made, EVP_PKEY_free};
  must(key != nullptr, "key");
  return key;
}

File open_file(const std::filesystem::path& path, const char* mode) {
  File file{std::fopen(path.c_str(), mode), std::fclose};
  must(file != nullptr, "file");
  return file;
}

void extend(X509* certificate, X509* issuer, int extension, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* made = X509V3_EXT_conf_nid(nullptr, &context, extension, value.c_str());
  must(made != nullptr && X509_add_ext(certificate, made, -1) == 1, "extension");
  X509_EXTENSION_free(made);
}

Certificate new_certificate(EVP_PKEY* subject_key, const std::string& common_name, int days) {
  static long serial = 0;
  Certificate certificate{X509_new(), X509_free};
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), ++serial);
  constexpr long kDay = 86400;
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -100 * kDay);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), days * kDay);
  X509_set_pubkey(certificate.get(), subject_key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1, 0);
  return certificate;
}

void sign_and_save(X509* certificate, X509* issuer, EVP_PKEY* issuer_key, const std::filesystem::path& path) {
  X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
  must(X509_sign(certificate, issuer_key, EVP_sha256()) > 0, "signature");
  must(PEM_write_X509(open_file(path, "w").get(), certificate) == 1, "certificate file");
}

void save_key(EVP_PKEY* key, const std::filesystem::path& path) {
  must(PEM_write_PrivateKey(open_file(path, "w").get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
       "key file");
  std::filesystem::permissions(path,
                               std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

}  // namespace

TestAuthority::TestAuthority(const std::string& subject) {
  std::string pattern = (std::filesystem::temp_directory_path() / "muster-pki-XXXXXX").string();
  must(mkdtemp(pattern.data()) != nullptr, "folder");
  folder_ = pattern;
  const Key key = new_key();
  const Certificate certificate = new_certificate(key.get(), subject, 30);
  extend(certificate.get(), certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
  extend(certificate.get(), certificate.get(), NID_key_usage, "critical,keyCertSign");
  sign_and_save(certificate.get(), certificate.get(), key.get(), ca_file());
  save_key(key.get(), folder_ / "ca.key");
}

TestAuthority::~TestAuthority() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

Identity TestAuthority::issue(const std::string& file_name, EVP_PKEY* key, int days,
                              const std::function<void(X509* made, X509* issuer)>& extend) const {
  const Certificate issuer{PEM_read_X509(open_file(ca_file(), "r").get(), nullptr, nullptr, nullptr),
                           X509_free};
  const Key issuer_key{
      PEM_read_PrivateKey(open_file(folder_ / "ca.key", "r").get(), nullptr, nullptr, nullptr),
      EVP_PKEY_free};
  const Certificate certificate = new_certificate(key, file_name, days);
  extend(certificate.get(), issuer.get());
  const Identity identity{folder_ / (file_name + ".pem"), folder_ / (file_name + ".key")};
  sign_and_save(certificate.get(), issuer.get(), issuer_key.get(), identity.certificate_file);
  save_key(key, identity.key_file);
  return identity;
}

Identity TestAuthority::issue(const std::string& file_name, const std::string& names, int days) const {
  return issue(file_name, new_key().get(), days,
               [&](X509* made, X509* issuer) { extend(made, issuer, NID_subject_alt_name, names); });
}

Identity TestAuthority::issue_with(const std::string& file_name, const std::string& key,
                                   const std::string& usage, int days) const {
  return issue(file_name, new_key(key).get(), days, [&](X509* made, X509* issuer) {
    if (!usage.empty()) extend(made, issuer, NID_key_usage, usage);
  });
}

}  // namespace muster::net
