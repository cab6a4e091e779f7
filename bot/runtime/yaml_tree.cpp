#include "bot/runtime/yaml_tree.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <tuple>
#include <utility>

#include "bot/base/utf8.hpp"

namespace muster {

namespace {

constexpr std::size_t kMaxBytes = 1024UL * 1024;
constexpr std::size_t kMaxNodes = 20000;
constexpr std::size_t kMaxDepth = 16;

// Builds the tree from the parser's events; it has no recursion of its own.
class Builder final : public YAML::EventHandler {
 public:
  explicit Builder(std::vector<ConfigProblem>& problems) : problems_{problems} {}

  YamlNode take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& /*mark*/) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    add(at(mark, YamlNode::Kind::null));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    problem(mark, "aliases (*name) are not read here", "write the value again");
    add(at(mark, YamlNode::Kind::null));
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    YamlNode node = at(mark, YamlNode::Kind::scalar);
    node.text = value;
    add(std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    start(mark, tag, anchor, YamlNode::Kind::list);
  }
  void OnSequenceEnd() override { end(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    start(mark, tag, anchor, YamlNode::Kind::map);
  }
  void OnMapEnd() override { end(); }

 private:
  struct Open {
    YamlNode node;
    bool has_key = false;  // the key of the next value was read; it is the last member
  };

  static YamlNode at(const YAML::Mark& mark, YamlNode::Kind kind) {
    YamlNode node;
    node.kind = kind;
    node.line = std::max(mark.line, 0) + 1;
    node.column = std::max(mark.column, 0) + 1;
    return node;
  }

  void problem(const YAML::Mark& mark, std::string wrong, std::string meant) {
    const YamlNode where = at(mark, YamlNode::Kind::null);
    problems_.push_back({where.line, where.column, std::move(wrong), std::move(meant)});
  }

  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0) problem(mark, "anchors (&name) are not read here", "write the value itself");
  }
  void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    const bool plain = tag.empty() || tag == "?" || tag == "!";
    if (!plain) problem(mark, "tags (!name) are not read here", "write the plain value");
  }

  void start(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YamlNode::Kind kind) {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    if (open_.size() >= kMaxDepth) throw YAML::ParserException(mark, "nested too deeply");
    open_.push_back({at(mark, kind), false});
  }

  void end() {
    YamlNode done = std::move(open_.back().node);
    open_.pop_back();
    add(std::move(done));
  }

  void add(YamlNode node) {
    if (++nodes_ > kMaxNodes)
      throw YAML::ParserException(YAML::Mark{}, "more values than a configuration has");
    if (open_.empty()) {
      root_ = std::move(node);
    } else if (Open& parent = open_.back(); parent.node.kind == YamlNode::Kind::list) {
      parent.node.items.push_back(std::move(node));
    } else if (parent.has_key) {
      YamlMember& member = parent.node.members.back();
      if (node.kind == YamlNode::Kind::null)
        std::tie(node.line, node.column) = std::pair{member.line, member.column};
      member.value = std::move(node);
      parent.has_key = false;
      drop_duplicate(parent.node.members);
    } else {
      if (node.kind != YamlNode::Kind::scalar) {
        problems_.push_back({node.line, node.column, "a key must be a word", "write key: value"});
      }
      parent.node.members.push_back({std::move(node.text), node.line, node.column, {}});
      parent.has_key = true;
    }
  }

  // The first of two equal keys stays, and the second is a problem.
  void drop_duplicate(std::vector<YamlMember>& members) {
    const YamlMember& last = members.back();
    const auto first = std::ranges::find(members, last.key, &YamlMember::key);
    if (&*first == &last) return;
    problems_.push_back({last.line, last.column,
                         "duplicate key '" + last.key + "', first on line " + std::to_string(first->line),
                         "keep one of the two"});
    members.pop_back();
  }

  std::vector<ConfigProblem>& problems_;
  std::vector<Open> open_;
  YamlNode root_;
  std::size_t nodes_ = 0;
};

}  // namespace

YamlNode parse_yaml(std::string_view text, std::vector<ConfigProblem>& problems) {
  if (text.size() > kMaxBytes) {
    problems.push_back({1, 1, "the file is larger than 1 MiB", "keep only the configuration in it"});
    return {};
  }
  if (!is_valid_utf8(text) || text.find('\0') != std::string_view::npos) {
    problems.push_back({1, 1, "the file is not UTF-8 text", "save it as UTF-8"});
    return {};
  }
  try {
    std::istringstream in{std::string{text}};
    YAML::Parser parser{in};
    Builder builder{problems};
    if (!parser.HandleNextDocument(builder)) return {};
    Builder second{problems};
    if (parser.HandleNextDocument(second)) {
      problems.push_back({1, 1, "the file holds more than one YAML document", "remove the line ---"});
    }
    return builder.take();
  } catch (const YAML::Exception& e) {
    problems.push_back({std::max(e.mark.line, 0) + 1, std::max(e.mark.column, 0) + 1, "not YAML: " + e.msg,
                        "check indentation, colons and quotes around here"});
    return {};
  }
}

}  // namespace muster
