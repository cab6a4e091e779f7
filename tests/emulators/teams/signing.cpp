#include "tests/emulators/teams/signing.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace muster::fake::teams {
namespace {

struct BioDeleter {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using Bio = std::unique_ptr<BIO, BioDeleter>;

void require(bool fine, const char* what) {
  if (!fine) throw std::runtime_error(std::string("OpenSSL: ") + what);
}

std::string contents(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

const unsigned char* bytes_of(const std::string& text) {
  return static_cast<const unsigned char*>(static_cast<const void*>(text.data()));
}

std::string number_of(EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  require(EVP_PKEY_get_bn_param(key, name, &number) == 1, name);
  std::vector<unsigned char> bytes(static_cast<std::size_t>(BN_num_bytes(number)));
  BN_bn2bin(number, bytes.data());
  BN_free(number);
  return {bytes.begin(), bytes.end()};
}

}  // namespace

Key make_rsa_key() {
  Key key(EVP_RSA_gen(2048));
  require(key != nullptr, "no RSA key");
  return key;
}

std::string to_pem(EVP_PKEY* key) {
  const Bio bio(BIO_new(BIO_s_mem()));
  require(PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1, "no PEM");
  return contents(bio.get());
}

Key from_pem(const std::string& pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
  require(key != nullptr, "not a PEM key");
  return key;
}

std::string public_pem(EVP_PKEY* key) {
  const Bio bio(BIO_new(BIO_s_mem()));
  require(PEM_write_bio_PUBKEY(bio.get(), key) == 1, "no PEM");
  return contents(bio.get());
}

Json public_jwk(EVP_PKEY* key) {
  return {{"n", base64url(number_of(key, OSSL_PKEY_PARAM_RSA_N))},
          {"e", base64url(number_of(key, OSSL_PKEY_PARAM_RSA_E))}};
}

std::string base64url(const std::string& bytes) {
  std::vector<unsigned char> out(bytes.size() / 3 * 4 + 5);
  const int size = EVP_EncodeBlock(out.data(), bytes_of(bytes), static_cast<int>(bytes.size()));
  std::string text(out.begin(), out.begin() + size);
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  return text.substr(0, text.find('='));
}

std::string from_base64url(const std::string& text) {
  std::string padded = text;
  std::replace(padded.begin(), padded.end(), '-', '+');
  std::replace(padded.begin(), padded.end(), '_', '/');
  const std::size_t missing = (4 - padded.size() % 4) % 4;
  padded.append(missing, '=');
  std::vector<unsigned char> out(padded.size() / 4 * 3 + 1);
  const int size = EVP_DecodeBlock(out.data(), bytes_of(padded), static_cast<int>(padded.size()));
  if (size < static_cast<int>(missing)) return "";
  return {out.begin(), out.begin() + size - static_cast<int>(missing)};
}

std::string rsa_signature(EVP_PKEY* key, const std::string& algorithm, const std::string& bytes) {
  const EVP_MD* digest = algorithm == "RS512" ? EVP_sha512() : EVP_sha256();
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  require(EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key) == 1, "cannot sign");
  std::size_t size = 0;
  require(EVP_DigestSign(context.get(), nullptr, &size, bytes_of(bytes), bytes.size()) == 1, "cannot sign");
  std::vector<unsigned char> out(size);
  require(EVP_DigestSign(context.get(), out.data(), &size, bytes_of(bytes), bytes.size()) == 1,
          "cannot sign");
  return {out.begin(), out.begin() + static_cast<std::ptrdiff_t>(size)};
}

std::string hmac_sha256(const std::string& key, const std::string& bytes) {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(bytes), bytes.size(), out, &size);
  return {out, out + size};
}

std::string sha256_hex(const std::string& bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  unsigned char out[SHA256_DIGEST_LENGTH];
  SHA256(bytes_of(bytes), bytes.size(), out);
  std::string hex;
  for (const unsigned char byte : out) {
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 15];
  }
  return hex;
}

std::string unsigned_token(const Json& header, const Json& payload) {
  return base64url(dump(header)) + "." + base64url(dump(payload));
}

}  // namespace muster::fake::teams
