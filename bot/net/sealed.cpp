#include "bot/net/sealed.hpp"

#include <algorithm>

#include "bot/net/digest.hpp"
#include "bot/net/signature.hpp"

namespace muster::net {

namespace {

std::string url_safe(std::string_view bytes) {
  std::string text = base64(bytes);
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  while (text.ends_with('=')) text.pop_back();
  return text;
}

std::optional<std::string> url_safe_decoded(std::string text) {
  if (text.find_first_of("+/=") != std::string::npos) return std::nullopt;
  std::ranges::replace(text, '-', '+');
  std::ranges::replace(text, '_', '/');
  while (text.size() % 4 != 0) text += '=';
  return base64_decoded(text);
}

std::string proof(const Secret& key, std::string_view words) {
  return url_safe(hmac_sha256(key, "sealed:" + std::string{words}).substr(0, 16));
}

}  // namespace

std::string seal(const Secret& key, std::string_view words) {
  return url_safe(words) + "." + proof(key, words);
}

std::optional<std::string> unseal(const Secret& key, std::string_view sealed) {
  const auto stop = sealed.find('.');
  if (key.empty() || stop == std::string_view::npos || sealed.size() > 2000) return std::nullopt;
  auto words = url_safe_decoded(std::string{sealed.substr(0, stop)});
  if (!words || !constant_time_equal(proof(key, *words), sealed.substr(stop + 1))) return std::nullopt;
  return words;
}

std::string short_mac(const Secret& key, std::string_view words) {
  return to_hex(hmac_sha256(key, words)).substr(0, 16);
}

}  // namespace muster::net
