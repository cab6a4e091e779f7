// Any bytes as a mail that was piped in: read without harm, and whatever names a page is a name of one.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "integrations/smtp/mime.hpp"
#include "integrations/smtp/reply.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muster;
  const std::string_view raw{reinterpret_cast<const char*>(data), size};
  const smtp::Reply reply = smtp::read_reply(raw);
  if (reply.page && (reply.page->page.empty() || reply.mac.size() != 16)) std::abort();
  const smtp::MimePart mail = smtp::read_mail(raw);
  if (mail.body.size() > size || smtp::plain_words(mail).size() > size) std::abort();
  return 0;
}
