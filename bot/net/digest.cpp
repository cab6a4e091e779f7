#include "bot/net/digest.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
#include <stdexcept>
#include <vector>

namespace muster::net {

namespace {

using Sha256 = std::array<unsigned char, 32>;

template <class Bytes>
std::string hex(const Bytes& bytes) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const unsigned char byte : bytes) {
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 0x0FU];
  }
  return out;
}

std::vector<unsigned char> random_bytes(std::size_t count) {
  std::vector<unsigned char> bytes(count);
  if (RAND_bytes(bytes.data(), static_cast<int>(count)) != 1) {
    throw std::runtime_error("the system gives no random numbers");
  }
  return bytes;
}

const unsigned char* unsigned_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  Sha256 digest{};
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("OpenSSL cannot compute SHA-256");
  }
  return hex(digest);
}

std::string hmac_sha256_hex(const Secret& key, std::string_view bytes) {
  Sha256 digest{};
  const std::string& secret = key.reveal();
  if (HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), unsigned_bytes(bytes), bytes.size(),
           digest.data(), nullptr) == nullptr) {
    throw std::runtime_error("OpenSSL cannot compute HMAC-SHA-256");
  }
  return hex(digest);
}

std::string random_hex(std::size_t count) {
  return hex(random_bytes(count));
}

std::string random_token() {
  static constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  // 43 sextets are 258 bits; every byte gives one sextet, so nothing is skewed.
  std::string out;
  for (const unsigned char byte : random_bytes(43)) out += kAlphabet[byte & 0x3FU];
  return out;
}

bool constant_time_equal(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace muster::net
