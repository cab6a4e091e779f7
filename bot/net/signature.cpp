#include "bot/net/signature.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

namespace muster::net {

namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrlAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string hmac(const EVP_MD* digest, const Secret& key, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned length = 0;
  const std::string& secret = key.reveal();
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  if (HMAC(digest, secret.data(), static_cast<int>(secret.size()), data, bytes.size(), out.data(), &length) ==
      nullptr) {
    throw std::runtime_error("OpenSSL cannot compute an HMAC");
  }
  return {out.begin(), out.begin() + length};
}

unsigned byte_at(std::string_view bytes, std::size_t at) {
  return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
}

std::optional<std::string> decoded(std::string_view digits, std::string_view alphabet) {
  std::string out;
  unsigned word = 0;
  unsigned bits = 0;
  for (const char digit : digits) {
    const auto value = alphabet.find(digit);
    if (value == std::string_view::npos) return std::nullopt;
    word = word << 6U | static_cast<unsigned>(value);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out += static_cast<char>(word >> bits & 0xFFU);
    word &= (1U << bits) - 1U;
  }
  return word == 0 ? std::optional{out} : std::nullopt;
}

}  // namespace

std::string hmac_sha256(const Secret& key, std::string_view bytes) {
  return hmac(EVP_sha256(), key, bytes);
}

std::string hmac_sha1(const Secret& key, std::string_view bytes) {
  return hmac(EVP_sha1(), key, bytes);
}

std::string base64(std::string_view bytes) {
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const unsigned word = byte_at(bytes, at) << 16U | byte_at(bytes, at + 1) << 8U | byte_at(bytes, at + 2);
    const std::size_t left = bytes.size() - at;
    out += kAlphabet[word >> 18U & 63U];
    out += kAlphabet[word >> 12U & 63U];
    out += left > 1 ? kAlphabet[word >> 6U & 63U] : '=';
    out += left > 2 ? kAlphabet[word & 63U] : '=';
  }
  return out;
}

std::optional<std::string> base64_decoded(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string_view digits = text;
  while (digits.ends_with('=') && text.size() - digits.size() < 2) digits.remove_suffix(1);
  return decoded(digits, kAlphabet);
}

std::optional<std::string> base64url_decoded(std::string_view text) {
  return text.size() % 4 == 1 ? std::nullopt : decoded(text, kUrlAlphabet);
}

std::string to_hex(std::string_view bytes) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 0x0FU];
  }
  return out;
}

}  // namespace muster::net
