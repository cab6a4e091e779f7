// Any text as a postmortem somebody wrote: the page made of it runs nothing and leads nowhere it should not.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "bot/base/ascii.hpp"
#include "bot/domain/grammar.hpp"
#include "bot/text/postmortem.hpp"
#include "integrations/teams/document.hpp"

namespace {

// Tags are all that begins with '<' in safe HTML; every other one is escaped.
void check(const std::string& page) {
  for (auto at = page.find('<'); at != std::string::npos; at = page.find('<', at + 1)) {
    const std::string tag = muster::lower(page.substr(at, page.find('>', at) - at));
    for (const char* bad :
         {"<script", "<iframe", "<object", "<embed", "<svg", "<math", "<form", "<base", "<link",
          "href=\"javascript:", "href=\"data:", "href=\"vbscript:", "src=\"javascript:"}) {
      if (tag.contains(bad)) std::abort();
    }
    // An attribute of an event: on…= outside of quotes.
    bool quoted = false;
    for (std::size_t i = 0; i + 3 < tag.size(); ++i) {
      if (tag[i] == '"') quoted = !quoted;
      if (!quoted && tag[i] == ' ' && tag[i + 1] == 'o' && tag[i + 2] == 'n') std::abort();
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muster;
  const std::string text{reinterpret_cast<const char*>(data), std::min<std::size_t>(size, 20000)};
  check(postmortem_html(text, text.substr(0, 80)));
  (void)teams::document_message("title", text);
  return 0;
}
