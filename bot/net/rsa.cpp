#include "bot/net/rsa.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <ctime>

#include "bot/net/openssl_owned.hpp"

namespace muster::net {

namespace {

using Certificate = Owned<X509, X509_free>;
using Key = Owned<EVP_PKEY, EVP_PKEY_free>;
using KeyMaker = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using Number = Owned<BIGNUM, BN_free>;
using ParamBuilder = Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using Params = Owned<OSSL_PARAM, OSSL_PARAM_free>;
using Check = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;

std::unexpected<Error> no(const char* why) {
  return fail(ErrorKind::forbidden, why);
}

Certificate read(std::string_view pem) {
  BIO* bytes = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  Certificate read{PEM_read_bio_X509(bytes, nullptr, nullptr, nullptr)};
  BIO_free(bytes);
  return read;
}

Number number(std::string_view bytes) {
  return Number{BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()),
                          static_cast<int>(bytes.size()), nullptr)};
}

Key make_key(const RsaPublicKey& parts) {
  const Number modulus = number(parts.modulus);
  const Number exponent = number(parts.exponent);
  const ParamBuilder builder{OSSL_PARAM_BLD_new()};
  if (!modulus || !exponent || !builder) return nullptr;
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
  const Params params{OSSL_PARAM_BLD_to_param(builder.get())};
  const KeyMaker maker{EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr)};
  EVP_PKEY* made = nullptr;
  if (!params || !maker || EVP_PKEY_fromdata_init(maker.get()) != 1 ||
      EVP_PKEY_fromdata(maker.get(), &made, EVP_PKEY_PUBLIC_KEY, params.get()) != 1)
    return nullptr;
  return Key{made};
}

Result<Done> verify(EVP_PKEY* key, RsaDigest digest, std::string_view bytes, std::string_view signature) {
  const Check check{EVP_MD_CTX_new()};
  const EVP_MD* kind = digest == RsaDigest::sha256 ? EVP_sha256() : EVP_sha1();
  EVP_PKEY_CTX* padding = nullptr;  // belongs to the check
  if (!check || EVP_DigestVerifyInit(check.get(), &padding, kind, nullptr, key) != 1 ||
      EVP_PKEY_CTX_set_rsa_padding(padding, RSA_PKCS1_PADDING) != 1)
    return no("the signature cannot be checked");
  const auto* text = reinterpret_cast<const unsigned char*>(bytes.data());
  const auto* given = reinterpret_cast<const unsigned char*>(signature.data());
  const int same = EVP_DigestVerify(check.get(), given, signature.size(), text, bytes.size());
  return same == 1 ? Result<Done>{Done{}} : no("the signature is wrong");
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
  return verify(key.get(), digest, bytes, signature);
}

bool is_usable(const RsaPublicKey& key) {
  constexpr std::size_t kLongest = 8192 / 8;
  if (key.modulus.size() > kLongest || key.exponent.size() > 8) return false;
  const Number modulus = number(key.modulus);
  const Number exponent = number(key.exponent);
  return modulus && exponent && BN_num_bits(modulus.get()) >= 2048 && BN_is_odd(modulus.get()) == 1 &&
         BN_is_odd(exponent.get()) == 1 && BN_is_one(exponent.get()) == 0;
}

Result<Done> check_rsa(const RsaPublicKey& key, RsaDigest digest, std::string_view bytes,
                       std::string_view signature) {
  if (!is_usable(key)) return no("the key is not one to check signatures with");
  const Key made = make_key(key);
  if (!made) return no("the key cannot be read");
  return verify(made.get(), digest, bytes, signature);
}

}  // namespace muster::net
