// Any text in every place of a message: the blocks keep Slack's limits, and nothing in it mentions or links.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>

#include "bot/net/json.hpp"
#include "bot/text/utf16.hpp"
#include "integrations/slack/blocks_codec.hpp"
#include "integrations/slack/mrkdwn.hpp"

namespace {

using Json = nlohmann::json;

void require(bool holds) {
  if (!holds) std::abort();
}

// Nothing of ours mentions, links or dates here, so no control sequence may open in mrkdwn.
void check(const Json& node) {
  if (node.is_object() && node.contains("text") && node["text"].is_string()) {
    const std::string text = node["text"];
    require(!text.empty() && muster::utf16_units(text) <= 3000);
    if (node.value("type", "") == "mrkdwn") require(text.find('<') == std::string::npos);
  }
  if (node.is_structured()) {
    for (const Json& child : node) check(child);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muster;
  const std::string text{reinterpret_cast<const char*>(data), size};
  const std::string half = text.substr(size / 2);
  Plain bold;
  bold.text = text;
  bold.bold = true;
  Plain code;
  code.text = half;
  code.code = true;
  Button button;
  button.label = text;
  button.command = half;
  button.confirm = half;
  const Message message{{Heading{text}, Paragraph{{{Plain{text}, bold}, {code}}},
                         Facts{{{half, {Plain{text}}}}}, Aside{{Plain{half}}}, Buttons{{button}}}};
  const People people;
  const auto rendered = net::parse_json(slack::blocks_text(message, people));
  require(rendered.has_value() && rendered->size() >= 1 && rendered->size() <= slack::kMessageBlocks);
  check(*rendered);
  const std::string fallback = slack::fallback_text(message, people);
  require(!fallback.empty() && utf16_units(fallback) <= 4000 && fallback.find('<') == std::string::npos);
  (void)slack::read_mrkdwn(text);
  return 0;
}
