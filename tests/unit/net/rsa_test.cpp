#include "bot/net/rsa.hpp"

#include <gtest/gtest.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <memory>

#include "bot/net/signature.hpp"

namespace muster::net {

namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

std::string part(EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  EVP_PKEY_get_bn_param(key, name, &number);
  std::string bytes(static_cast<std::size_t>(BN_num_bytes(number)), '\0');
  BN_bn2bin(number, reinterpret_cast<unsigned char*>(bytes.data()));
  BN_free(number);
  return bytes;
}

std::string sign(EVP_PKEY* key, const std::string& text, int padding) {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_PKEY_CTX* settings = nullptr;
  std::string signature(256, '\0');
  std::size_t length = signature.size();
  EVP_DigestSignInit(context, &settings, EVP_sha256(), nullptr, key);
  EVP_PKEY_CTX_set_rsa_padding(settings, padding);
  EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &length,
                 reinterpret_cast<const unsigned char*>(text.data()), text.size());
  EVP_MD_CTX_free(context);
  return signature;
}

TEST(RsaPublicKey, checks_what_its_private_half_signed) {
  const Key pair{EVP_RSA_gen(2048), EVP_PKEY_free};
  const RsaPublicKey key{part(pair.get(), OSSL_PKEY_PARAM_RSA_N), part(pair.get(), OSSL_PKEY_PARAM_RSA_E)};
  const std::string good = sign(pair.get(), "text", RSA_PKCS1_PADDING);
  EXPECT_TRUE(check_rsa(key, RsaDigest::sha256, "text", good));
  EXPECT_FALSE(check_rsa(key, RsaDigest::sha256, "Text", good));
  EXPECT_FALSE(check_rsa(key, RsaDigest::sha1, "text", good));
  EXPECT_FALSE(check_rsa(key, RsaDigest::sha256, "text", good.substr(1)));
  EXPECT_FALSE(check_rsa(key, RsaDigest::sha256, "text", std::string(1, '\0') + good));
  EXPECT_FALSE(check_rsa(key, RsaDigest::sha256, "text", ""));
  EXPECT_FALSE(check_rsa(key, RsaDigest::sha256, "text", std::string(256, '\0')));
  EXPECT_FALSE(check_rsa(key, RsaDigest::sha256, "text", sign(pair.get(), "text", RSA_PKCS1_PSS_PADDING)));
  const RsaPublicKey padded{std::string(3, '\0') + key.modulus, key.exponent};
  EXPECT_TRUE(check_rsa(padded, RsaDigest::sha256, "text", good));
}

TEST(RsaPublicKey, refuses_keys_that_prove_nothing) {
  const std::string modulus = std::string(255, '\xC1') + '\x01';
  const std::string usual{"\x01\x00\x01", 3};
  EXPECT_TRUE(is_usable({modulus, usual}));
  EXPECT_FALSE(is_usable({modulus, "\x01"}));
  EXPECT_FALSE(is_usable({modulus, "\x02"}));
  EXPECT_FALSE(is_usable({modulus, ""}));
  EXPECT_FALSE(is_usable({modulus, std::string(9, '\x01')}));
  EXPECT_FALSE(is_usable({modulus.substr(1), usual}));
  EXPECT_FALSE(is_usable({std::string(1024, '\0') + modulus, usual}));
  EXPECT_FALSE(is_usable({"", usual}));
  EXPECT_FALSE(check_rsa({modulus, "\x01"}, RsaDigest::sha256, "text", std::string(256, 'x')));
}

TEST(Base64Url, is_as_strict_as_the_other) {
  EXPECT_EQ(base64url_decoded(""), "");
  EXPECT_EQ(base64url_decoded("Zg"), "f");
  EXPECT_EQ(base64url_decoded("Zm8"), "fo");
  EXPECT_EQ(base64url_decoded("Zm9v"), "foo");
  EXPECT_EQ(base64url_decoded("-_-_"), "\xFB\xFF\xBF");
  for (const char* bad : {"Zg==", "Zm8=", "+/+/", "Z", "Zm9vY", "Zh", "Zm9", "Zm 9", "Zm9v\n", "Zm9v."})
    EXPECT_FALSE(base64url_decoded(bad)) << bad;
  EXPECT_EQ(base64_decoded("Zg=="), "f");
  EXPECT_FALSE(base64_decoded("-_-_"));
}

}  // namespace

}  // namespace muster::net
