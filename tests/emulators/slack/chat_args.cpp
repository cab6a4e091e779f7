#include "tests/emulators/slack/chat_args.hpp"

#include "tests/emulators/slack/block_check.hpp"

namespace muster::fake::slack {
namespace {

constexpr std::size_t kMostText = 40000;
constexpr std::size_t kMostMarkdown = 12000;
constexpr std::size_t kMostMetadata = 8000;  // Slack publishes no limit

// Cuts to that many UTF-16 units, never inside a code point.
std::string cut(const std::string& text, std::size_t most) {
  std::size_t units = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) == 0x80U) continue;
    units += byte >= 0xF0U ? 2 : 1;
    if (units > most) return text.substr(0, i);
  }
  return text;
}

bool is_flat(const Json& value) {
  return value.is_string() || value.is_number() || value.is_boolean();
}

// Numbers, strings, booleans; objects and arrays of those; no deeper.
bool is_allowed_payload_value(const Json& value) {
  if (!value.is_structured()) return is_flat(value);
  for (const Json& inner : value) {
    if (is_flat(inner)) continue;
    if (!value.is_array() || !inner.is_object()) return false;
    for (const Json& leaf : inner) {
      if (!is_flat(leaf)) return false;
    }
  }
  return true;
}

void check_metadata(const Json& metadata) {
  if (!metadata.is_object()) fail("invalid_metadata_format");
  if (metadata.empty()) return;
  if (get_string(metadata, "event_type").empty() || !member(metadata, "event_payload").is_object()) {
    fail("invalid_metadata_schema");
  }
  for (const Json& value : metadata["event_payload"]) {
    if (!is_allowed_payload_value(value)) fail("invalid_metadata_schema");
  }
  if (dump(metadata).size() > kMostMetadata) fail("metadata_too_large");
}

}  // namespace

void check_message_blocks(const Json& blocks) {
  if (!blocks.is_array()) fail("invalid_blocks_format");
  const std::vector<std::string> faults = check_blocks(blocks, Surface::message, "/blocks");
  if (faults.empty()) return;
  if (faults.front().find("msg_blocks_too_long") != std::string::npos) fail("msg_blocks_too_long");
  fail_with_messages("invalid_blocks", faults);
}

Content read_content(const Call& call) {
  Content content;
  content.text = call.str("text");
  content.blocks = call.structured("blocks", "invalid_blocks_format");
  content.attachments = call.structured("attachments", "invalid_attachments");
  content.metadata = call.structured("metadata", "invalid_metadata_format");
  const std::string markdown = call.str("markdown_text");
  if (!markdown.empty()) {
    if (call.has("text") || call.has("blocks")) fail("markdown_text_conflict");
    if (utf16_length(markdown) > kMostMarkdown) fail("msg_too_long");
    content.text = markdown;
  }
  if (content.blocks) check_message_blocks(*content.blocks);
  if (content.attachments && !content.attachments->is_array()) fail("invalid_attachments");
  if (content.attachments && content.attachments->size() > 100) fail("too_many_attachments");
  for (const Json& attachment : content.attachments ? *content.attachments : Json::array()) {
    if (attachment.contains("blocks")) check_message_blocks(attachment["blocks"]);
  }
  if (content.metadata) check_metadata(*content.metadata);
  const bool any = !content.text.empty() || (content.blocks && !content.blocks->empty()) ||
                   (content.attachments && !content.attachments->empty());
  if (!any) fail("no_text");
  content.truncated = utf16_length(content.text) > kMostText;
  content.text = cut(content.text, kMostText);
  return content;
}

void put_content(const Content& content, Json& message) {
  message["text"] = content.text;
  if (content.blocks && !content.blocks->empty()) message["blocks"] = *content.blocks;
  if (content.attachments && !content.attachments->empty()) message["attachments"] = *content.attachments;
  if (content.metadata && !content.metadata->empty()) message["metadata"] = *content.metadata;
}

}  // namespace muster::fake::slack
