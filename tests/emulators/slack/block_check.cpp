#include "tests/emulators/slack/block_check.hpp"

#include <set>

#include "tests/emulators/slack/element_check.hpp"
#include "tests/emulators/slack/workspace.hpp"

namespace muster::fake::slack {
namespace {

constexpr std::size_t kMarkdownSum = 12000;
constexpr std::size_t kAllText = 13200;  // where users report msg_blocks_too_long

class BlockCheck {
 public:
  BlockCheck(Surface surface, Faults& faults) : surface_(surface), faults_(faults), elements_(faults) {}

  void blocks(const Json& blocks, const std::string& at) {
    if (!blocks.is_array()) return faults_.add("must provide an array", at);
    const std::size_t most = surface_ == Surface::message ? 50 : 100;
    if (blocks.size() > most) {
      faults_.add("no more than " + std::to_string(most) + " items allowed", at);
    }
    for (std::size_t i = 0; i < blocks.size(); ++i) block(blocks[i], at + "/" + std::to_string(i));
    if (markdown_ > kMarkdownSum) faults_.add("markdown blocks hold more than 12000 characters", at);
    if (tables_ > 1) faults_.add("only_one_table_allowed", at);
  }

 private:
  void block(const Json& block, const std::string& at) {
    if (!block.is_object()) return faults_.add("must provide an object", at);
    const std::string type = get_string(block, "type");
    block_id(block, at);
    if (type == "section") return section(block, at);
    if (type == "header") return elements_.text(block, "text", 150, TextKind::plain, true, at);
    if (type == "divider") return;
    if (type == "context") return context(block, at);
    if (type == "actions") return actions(block, at);
    if (type == "input") return input(block, at);
    if (type == "image") return image(block, at);
    if (type == "rich_text") return rich_text(block, at);
    if (type == "markdown") return markdown(block, at);
    if (type == "table") return table(block, at);
    if (type == "video" || type == "file" || type == "call" || type == "context_actions") return;
    faults_.add("unsupported type: " + type, at + "/type");
  }

  void block_id(const Json& block, const std::string& at) {
    if (!block.contains("block_id")) return;
    faults_.string(block, "block_id", 0, 255, at);
    const std::string id = get_string(block, "block_id");
    if (!id.empty() && !block_ids_.insert(id).second) {
      faults_.add("`block_id` must be unique: " + id, at + "/block_id");
    }
  }

  void section(const Json& block, const std::string& at) {
    const Json& fields = member(block, "fields");
    if (!block.contains("text") && fields.is_null()) {
      return faults_.add("missing required field: text", at);
    }
    if (block.contains("text")) elements_.text(block, "text", 3000, TextKind::any, true, at);
    if (fields.is_array()) {
      if (fields.empty() || fields.size() > 10) faults_.add("must have 1 to 10 items", at + "/fields");
      for (std::size_t i = 0; i < fields.size(); ++i) {
        elements_.text_object(fields[i], 2000, TextKind::any, at + "/fields/" + std::to_string(i));
      }
    }
    if (block.contains("accessory"))
      elements_.element(block["accessory"], Place::accessory, at + "/accessory");
  }

  void context(const Json& block, const std::string& at) {
    const Json& items = member(block, "elements");
    if (!items.is_array() || items.empty() || items.size() > 10) {
      return faults_.add("must have 1 to 10 items", at + "/elements");
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
      const std::string here = at + "/elements/" + std::to_string(i);
      if (get_string(items[i], "type") == "image") {
        image(items[i], here);
      } else {
        elements_.text_object(items[i], 3000, TextKind::any, here);
      }
    }
  }

  void actions(const Json& block, const std::string& at) {
    const Json& items = member(block, "elements");
    if (!items.is_array() || items.empty() || items.size() > 25) {
      return faults_.add("must have 1 to 25 items", at + "/elements");
    }
    std::set<std::string> ids;
    for (std::size_t i = 0; i < items.size(); ++i) {
      const std::string here = at + "/elements/" + std::to_string(i);
      elements_.element(items[i], Place::actions, here);
      const std::string id = get_string(items[i], "action_id");
      if (!id.empty() && !ids.insert(id).second) {
        faults_.add("`action_id` must be unique in its block: " + id, here + "/action_id");
      }
    }
  }

  void input(const Json& block, const std::string& at) {
    elements_.text(block, "label", 2000, TextKind::plain, true, at);
    if (block.contains("hint")) elements_.text(block, "hint", 2000, TextKind::plain, true, at);
    if (!block.contains("element")) return faults_.add("missing required field: element", at);
    elements_.element(block["element"], Place::input, at + "/element");
  }

  void image(const Json& block, const std::string& at) {
    faults_.string(block, "alt_text", 1, 2000, at);
    if (!block.contains("slack_file")) faults_.string(block, "image_url", 1, 3000, at);
    if (block.contains("title")) elements_.text(block, "title", 2000, TextKind::plain, true, at);
  }

  void rich_text(const Json& block, const std::string& at) {
    const Json& items = member(block, "elements");
    if (!items.is_array() || items.empty()) return faults_.add("missing required field: elements", at);
    for (std::size_t i = 0; i < items.size(); ++i) {
      static const std::set<std::string> kKnown = {"rich_text_section", "rich_text_list", "rich_text_quote",
                                                   "rich_text_preformatted"};
      if (!kKnown.contains(get_string(items[i], "type"))) {
        faults_.add("unsupported type: " + get_string(items[i], "type"),
                    at + "/elements/" + std::to_string(i));
      }
    }
  }

  void markdown(const Json& block, const std::string& at) {
    if (surface_ != Surface::message) return faults_.add("unsupported type: markdown", at + "/type");
    faults_.string(block, "text", 1, kMarkdownSum, at);
    markdown_ += utf16_length(get_string(block, "text"));
  }

  void table(const Json& block, const std::string& at) {
    ++tables_;
    const Json& rows = member(block, "rows");
    if (!rows.is_array() || rows.empty() || rows.size() > 100)
      return faults_.add("must have 1 to 100 rows", at + "/rows");
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (!rows[i].is_array() || rows[i].size() > 20) {
        faults_.add("must have at most 20 cells", at + "/rows/" + std::to_string(i));
      }
    }
  }

  Surface surface_;
  Faults& faults_;
  ElementCheck elements_;
  std::set<std::string> block_ids_;
  std::size_t markdown_ = 0;
  int tables_ = 0;
};

bool has_input(const Json& blocks) {
  for (const Json& block : blocks) {
    if (get_string(block, "type") == "input") return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> check_blocks(const Json& blocks, Surface surface, const std::string& pointer) {
  Faults faults;
  BlockCheck(surface, faults).blocks(blocks, pointer);
  if (faults.list.empty() && surface == Surface::message && utf16_length(dump(blocks)) > 3 * kAllText) {
    faults.add("msg_blocks_too_long", pointer);
  }
  return faults.list;
}

std::vector<std::string> check_view(const Json& view) {
  Faults faults;
  ElementCheck elements(faults);
  const std::string type = get_string(view, "type");
  if (type != "modal" && type != "home") {
    faults.add("must be one of: modal, home", "/view/type");
    return faults.list;
  }
  const Json& blocks = member(view, "blocks");
  if (type == "modal") {
    elements.text(view, "title", 24, TextKind::plain, true, "/view");
    if (view.contains("submit")) elements.text(view, "submit", 24, TextKind::plain, true, "/view");
    if (view.contains("close")) elements.text(view, "close", 24, TextKind::plain, true, "/view");
    if (blocks.is_array() && has_input(blocks) && !view.contains("submit")) {
      faults.add("`submit` is required when an input block is within blocks array", "/view/submit");
    }
  }
  faults.string(view, "callback_id", 0, 255, "/view");
  faults.string(view, "external_id", 0, 255, "/view");
  faults.string(view, "private_metadata", 0, 3000, "/view");
  BlockCheck(type == "home" ? Surface::home : Surface::modal, faults).blocks(blocks, "/view/blocks");
  return faults.list;
}

void add_block_ids(Json& blocks) {
  if (!blocks.is_array()) return;
  const auto give = [](Json& object, const char* key) {
    if (object.is_object() && get_string(object, key).empty()) object[key] = random_hex(3).substr(0, 5);
  };
  for (Json& block : blocks) {
    give(block, "block_id");
    if (get_string(block, "type") == "actions") {
      for (Json& element : block["elements"]) give(element, "action_id");
    }
    if (block.contains("element")) give(block["element"], "action_id");
    if (block.contains("accessory") && get_string(block["accessory"], "type") != "image") {
      give(block["accessory"], "action_id");
    }
  }
}

}  // namespace muster::fake::slack
