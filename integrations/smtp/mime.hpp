// As much of MIME as a reply needs: headers, the parts of a multipart, quoted-printable and base64. Takes any
// bytes; what is not to be read is empty. Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace muster::smtp {

struct MimePart {
  std::map<std::string, std::string> headers;  // lower case, unfolded; several of one name are joined
  std::string_view body;                       // within what was read
  [[nodiscard]] std::string header(std::string_view name) const;
};

// `raw` must outlive the part.
[[nodiscard]] MimePart read_mail(std::string_view raw);

// The first text/plain inside, decoded; without one the text of the first text/html.
[[nodiscard]] std::string plain_words(const MimePart& part);

}  // namespace muster::smtp
