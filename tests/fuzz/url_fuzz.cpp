// URLs, percent-encoding and forms: what is accepted survives a round trip.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "bot/net/url.hpp"

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace muster::net;
  const std::string_view input{reinterpret_cast<const char*>(bytes), size};

  if (const auto url = parse_url(input)) {
    must(url->port != 0 && !url->host.empty() && url->target.starts_with('/'));
    must(url->text().find_first_of(" \t\r\n@\\#") == std::string::npos ||
         url->target.find('@') != std::string::npos);
    must(parse_url(url->text()) == *url);
  }
  if (const auto service = parse_service_url(input))
    must(service->secure() || is_loopback_host(service->host));

  must(percent_decode(percent_encode(input)) == input);
  if (const auto decoded = percent_decode(input)) must(percent_decode(percent_encode(*decoded)) == *decoded);
  if (const auto fields = form_decode(input))
    must(form_encode(*form_decode(form_encode(*fields))) == form_encode(*fields));
  return 0;
}
