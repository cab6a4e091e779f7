#include "bot/console/page_links.hpp"

#include <charconv>
#include <fstream>
#include <system_error>

#include "bot/net/digest.hpp"
#include "bot/net/signature.hpp"

namespace muster {

namespace {

constexpr std::size_t kSignature = 32;  // hex digits: 128 bits
constexpr std::size_t kKeyDigits = 64;

std::optional<std::string> from_hex(const std::string& text) {
  std::string bytes;
  if (text.size() % 2 != 0) return std::nullopt;
  for (std::size_t at = 0; at < text.size(); at += 2) {
    unsigned byte = 0;
    const char* end = text.data() + at + 2;
    if (std::from_chars(text.data() + at, end, byte, 16).ptr != end) return std::nullopt;
    bytes += static_cast<char>(byte);
  }
  return bytes;
}

}  // namespace

std::string PageLinks::signature(const std::string& payload) const {
  return net::hmac_sha256_hex(key_, "page/" + payload).substr(0, kSignature);
}

std::string PageLinks::link(IncidentNumber incident, const std::string& page, const PersonId& person,
                            PageAnswer answer) const {
  if (base_url_.empty()) return {};
  const std::string payload = std::to_string(incident.value) + "/" + page + "/" +
                              (answer == PageAnswer::decline ? "d" : "a") + "/" + person.value;
  const std::string base = base_url_.ends_with('/') ? base_url_.substr(0, base_url_.size() - 1) : base_url_;
  return base + "/p/" + net::to_hex(payload) + "-" + signature(payload);
}

std::optional<PageAnswered> PageLinks::read(const std::string& token) const {
  const auto dash = token.find('-');
  if (dash == std::string::npos) return std::nullopt;
  const auto payload = from_hex(token.substr(0, dash));
  if (!payload || !net::constant_time_equal(signature(*payload), token.substr(dash + 1))) return std::nullopt;
  const auto first = payload->find('/');
  const auto second = payload->find('/', first + 1);
  const auto third = payload->find('/', second + 1);
  if (third == std::string::npos) return std::nullopt;
  PageAnswered answered;
  std::from_chars(payload->data(), payload->data() + first, answered.incident.value);
  answered.page = payload->substr(first + 1, second - first - 1);
  answered.answer =
      payload->substr(second + 1, third - second - 1) == "d" ? PageAnswer::decline : PageAnswer::acknowledge;
  answered.person = PersonId{payload->substr(third + 1)};
  answered.method = "link";
  return answered;
}

Result<Secret> page_key(const std::filesystem::path& data_dir) {
  namespace fs = std::filesystem;
  const fs::path path = data_dir / "page.key";
  std::string key;
  if (std::ifstream in{path}; in >> key && key.size() == kKeyDigits) return Secret{key};
  key = net::random_hex(kKeyDigits / 2);
  const fs::path fresh = data_dir / "page.key.new";
  std::error_code failure;
  {
    std::ofstream out{fresh};
    fs::permissions(fresh, fs::perms::owner_read | fs::perms::owner_write, failure);
    out << key << '\n';
    if (failure || !out.flush())
      return fail(ErrorKind::unavailable,
                  "cannot write " + path.string() + ": check the rights of its folder");
  }
  fs::rename(fresh, path, failure);
  if (failure)
    return fail(ErrorKind::unavailable, "cannot write " + path.string() + ": " + failure.message());
  return Secret{key};
}

}  // namespace muster
