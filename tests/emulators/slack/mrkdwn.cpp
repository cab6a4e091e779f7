#include "tests/emulators/slack/mrkdwn.hpp"

#include <algorithm>

namespace muster::fake::slack {
namespace {

void add_once(std::vector<std::string>& list, std::string item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(std::move(item));
}

bool is_scheme(std::string_view text) {
  return text.starts_with("http://") || text.starts_with("https://") || text.starts_with("mailto:") ||
         text.starts_with("tel:") || text.starts_with("slack://");
}

// The inside of `<…>`.
void read_control(std::string_view inside, LiveContent& live) {
  const std::string_view target = inside.substr(0, inside.find('|'));
  if (target.empty()) return;
  if (target[0] == '@' && target.size() > 1) {
    add_once(live.mentions, std::string(target.substr(1)));
  } else if (target.starts_with("!subteam^")) {
    add_once(live.mentions, "!subteam:" + std::string(target.substr(9)));
  } else if (target == "!here" || target == "!channel" || target == "!everyone" || target == "!group") {
    add_once(live.mentions, std::string(target));
  } else if (is_scheme(target)) {
    add_once(live.links, std::string(target));
  } else if (target.starts_with("!date^")) {
    const std::size_t link = target.find("^http");
    if (link != std::string_view::npos) add_once(live.links, std::string(target.substr(link + 1)));
  }
}

void read_rich_text(const Json& element, LiveContent& live) {
  const std::string type = get_string(element, "type");
  if (type == "user") add_once(live.mentions, get_string(element, "user_id"));
  if (type == "usergroup") add_once(live.mentions, "!subteam:" + get_string(element, "usergroup_id"));
  if (type == "broadcast") add_once(live.mentions, "!" + get_string(element, "range"));
  if (type == "link") add_once(live.links, get_string(element, "url"));
  for (const Json& child : member(element, "elements")) read_rich_text(child, live);
}

void read_node(const Json& node, LiveContent& live) {
  if (node.is_array()) {
    for (const Json& each : node) read_node(each, live);
  }
  if (!node.is_object()) return;
  const std::string type = get_string(node, "type");
  if (type == "rich_text") {
    read_rich_text(node, live);
  } else if (type == "mrkdwn" || type == "markdown") {
    read_mrkdwn(get_string(node, "text"), live);
  } else if (type == "button" && node.contains("url")) {
    add_once(live.links, get_string(node, "url"));
  } else if (type != "plain_text") {
    for (const Json& each : node) read_node(each, live);
  }
}

void read_attachment(const Json& attachment, LiveContent& live) {
  for (const char* key : {"text", "pretext", "title", "footer"})
    read_mrkdwn(get_string(attachment, key), live);
  if (attachment.contains("title_link")) add_once(live.links, get_string(attachment, "title_link"));
  for (const Json& field : member(attachment, "fields")) read_mrkdwn(get_string(field, "value"), live);
  read_node(member(attachment, "blocks"), live);
}

void collect_text(const Json& node, std::string& text) {
  if (node.is_array()) {
    for (const Json& each : node) collect_text(each, text);
  }
  if (!node.is_object()) return;
  for (const auto& [key, value] : node.items()) {
    const bool shown = key == "text" || key == "pretext" || key == "title" || key == "value" ||
                       key == "alt_text" || key == "url" || key == "user_id" || key == "title_link" ||
                       key == "image_url";
    if (shown && value.is_string()) text += decode_entities(value.get_ref<const std::string&>()) + "\n";
    if (value.is_structured() && key != "metadata" && key != "previous_message") collect_text(value, text);
  }
}

}  // namespace

void read_mrkdwn(std::string_view text, LiveContent& live) {
  bool in_code = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view rest = text.substr(at);
    if (rest[0] == '`') in_code = !in_code;
    if (rest[0] == '<') {
      const std::size_t end = rest.find('>');
      if (end == std::string_view::npos) continue;
      read_control(rest.substr(1, end - 1), live);
      at += end;
    } else if (!in_code && (rest.starts_with("http://") || rest.starts_with("https://"))) {
      const std::size_t end = std::min(rest.find_first_of(" \t\n<>`|\""), rest.size());
      if (end > 8) add_once(live.links, std::string(rest.substr(0, end)));
      at += end - 1;
    }
  }
}

LiveContent live_content(const Json& message) {
  LiveContent live;
  const std::string text = get_string(message, "text");
  read_mrkdwn(text, live);
  for (const char* key : {"markdown_text", "initial_comment"}) read_mrkdwn(get_string(message, key), live);
  if (get_string(message, "parse") == "full" || get_bool(message, "link_names")) {
    for (const char* word : {"here", "channel", "everyone"}) {
      if (text.find(std::string("@") + word) != std::string::npos) {
        add_once(live.mentions, std::string("!") + word);
      }
    }
  }
  read_node(member(message, "blocks"), live);
  for (const Json& attachment : member(message, "attachments")) read_attachment(attachment, live);
  return live;
}

std::string decode_entities(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("&amp;")) {
      out += '&';
      at += 5;
    } else if (rest.starts_with("&lt;") || rest.starts_with("&gt;")) {
      out += rest[1] == 'l' ? '<' : '>';
      at += 4;
    } else {
      out += text[at++];
    }
  }
  return out;
}

std::string visible_text(const Json& message) {
  std::string text;
  collect_text(message, text);
  return text;
}

}  // namespace muster::fake::slack
