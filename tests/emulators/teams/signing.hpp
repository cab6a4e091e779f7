// RSA keys and JSON web tokens, straight on OpenSSL.
#pragma once

#include <openssl/evp.h>

#include <memory>
#include <string>

#include "tests/emulators/common/json.hpp"

namespace muster::fake::teams {

struct KeyDeleter {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Key = std::unique_ptr<EVP_PKEY, KeyDeleter>;

// A fresh 2048-bit key. Throws std::runtime_error, as all here, when OpenSSL refuses.
Key make_rsa_key();
std::string to_pem(EVP_PKEY* key);
Key from_pem(const std::string& pem);
// The public part as PEM, and as the members n and e of a JSON web key.
std::string public_pem(EVP_PKEY* key);
Json public_jwk(EVP_PKEY* key);

std::string base64url(const std::string& bytes);
std::string from_base64url(const std::string& text);
// "RS256" or "RS512" over the bytes.
std::string rsa_signature(EVP_PKEY* key, const std::string& algorithm, const std::string& bytes);
std::string hmac_sha256(const std::string& key, const std::string& bytes);
std::string sha256_hex(const std::string& bytes);

// header.payload, both encoded.
std::string unsigned_token(const Json& header, const Json& payload);

}  // namespace muster::fake::teams
