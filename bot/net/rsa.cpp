#include "bot/net/rsa.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <ctime>
#include <memory>

namespace muster::net {

namespace {

template <class T, void (*Free)(T*)>
struct Deleter {
  void operator()(T* object) const { Free(object); }
};
using Certificate = std::unique_ptr<X509, Deleter<X509, X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY, EVP_PKEY_free>>;
using Check = std::unique_ptr<EVP_MD_CTX, Deleter<EVP_MD_CTX, EVP_MD_CTX_free>>;

std::unexpected<Error> no(const char* why) {
  return fail(ErrorKind::forbidden, why);
}

Certificate read(std::string_view pem) {
  BIO* bytes = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  Certificate read{PEM_read_bio_X509(bytes, nullptr, nullptr, nullptr)};
  BIO_free(bytes);
  return read;
}

}  // namespace

Result<Done> check_rsa(std::string_view certificate_pem, RsaDigest digest, std::string_view bytes,
                       std::string_view signature, Time now) {
  constexpr std::size_t kLongest = 64UL * 1024;
  if (certificate_pem.size() > kLongest) return no("the certificate is too long");
  const Certificate certificate = read(certificate_pem);
  if (!certificate) return no("there is no certificate to check the signature with");
  std::time_t at = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  if (X509_cmp_time(X509_get0_notBefore(certificate.get()), &at) >= 0)
    return no("the certificate is not valid yet");
  if (X509_cmp_time(X509_get0_notAfter(certificate.get()), &at) <= 0)
    return no("the certificate has expired");
  const Key key{X509_get_pubkey(certificate.get())};
  if (!key || EVP_PKEY_base_id(key.get()) != EVP_PKEY_RSA) return no("the certificate has no RSA key");
  const Check check{EVP_MD_CTX_new()};
  const EVP_MD* kind = digest == RsaDigest::sha256 ? EVP_sha256() : EVP_sha1();
  if (!check || EVP_DigestVerifyInit(check.get(), nullptr, kind, nullptr, key.get()) != 1)
    return no("the signature cannot be checked");
  const auto* text = reinterpret_cast<const unsigned char*>(bytes.data());
  const auto* given = reinterpret_cast<const unsigned char*>(signature.data());
  const int same = EVP_DigestVerify(check.get(), given, signature.size(), text, bytes.size());
  return same == 1 ? Result<Done>{Done{}} : no("the signature is wrong");
}

}  // namespace muster::net
