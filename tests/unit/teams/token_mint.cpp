#include "tests/unit/teams/token_mint.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <stdexcept>

namespace muster::teams::testing {

namespace {

EVP_PKEY* raw(const std::shared_ptr<void>& key) {
  return static_cast<EVP_PKEY*>(key.get());
}

std::string part(const std::shared_ptr<void>& key, const char* name) {
  BIGNUM* number = nullptr;
  if (EVP_PKEY_get_bn_param(raw(key), name, &number) != 1) throw std::runtime_error("no RSA key");
  std::string bytes(static_cast<std::size_t>(BN_num_bytes(number)), '\0');
  BN_bn2bin(number, reinterpret_cast<unsigned char*>(bytes.data()));
  BN_free(number);
  return bytes;
}

}  // namespace

std::string base64url(std::string_view bytes) {
  std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(length));
  while (out.ends_with('=')) out.pop_back();
  for (char& c : out) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return out;
}

TokenMint::TokenMint(std::string kid)
    : kid_{std::move(kid)},
      key_{EVP_RSA_gen(2048), [](void* key) { EVP_PKEY_free(static_cast<EVP_PKEY*>(key)); }} {}

std::string TokenMint::bearer(const std::string& header, const std::string& claims) const {
  const std::string text = base64url(header) + "." + base64url(claims);
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  std::string signature(256, '\0');
  std::size_t length = signature.size();
  EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, raw(key_));
  if (EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &length,
                     reinterpret_cast<const unsigned char*>(text.data()), text.size()) != 1)
    throw std::runtime_error("cannot sign");
  EVP_MD_CTX_free(context);
  return "Bearer " + text + "." + base64url(signature);
}

std::string TokenMint::bearer(const std::string& claims) const {
  return bearer(R"({"alg":"RS256","typ":"JWT","kid":")" + kid_ + "\"}", claims);
}

std::string TokenMint::good(Time now) const {
  const auto now_s = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  return bearer(claims(std::to_string(now_s + 3600)));
}

SigningKey TokenMint::key() const {
  return {{part(key_, OSSL_PKEY_PARAM_RSA_N), part(key_, OSSL_PKEY_PARAM_RSA_E)}, {"msteams"}};
}

std::string TokenMint::jwk(const std::string& endorsements) const {
  return R"({"kty":"RSA","use":"sig","kid":")" + kid_ + R"(","x5t":")" + kid_ + R"(","n":")" +
         base64url(key().key.modulus) + R"(","e":")" + base64url(key().key.exponent) +
         R"(","x5c":["MIIC"],"endorsements":)" + endorsements + "}";
}

SaidOfItself said() {
  return {"msteams", std::string{kServiceUrl}, "tenant-1"};
}

TokenRules rules() {
  TokenRules rules;
  rules.app_id = kApp;
  return rules;
}

std::string claims(const std::string& exp) {
  return R"({"serviceurl":")" + std::string{kServiceUrl} + R"(","nbf":1795514000,"exp":)" + exp +
         R"(,"iss":"https://api.botframework.com","aud":")" + std::string{kApp} + "\"}";
}

}  // namespace muster::teams::testing
