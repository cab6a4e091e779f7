// Markdown to HTML, by cmark-gfm in its safe mode: HTML and script addresses of people are not passed
// through.
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <cstdlib>
#include <memory>
#include <mutex>

#include "bot/base/html.hpp"
#include "bot/text/postmortem.hpp"

namespace muster {

namespace {

constexpr std::string_view kStyle = R"(
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}
h1,h2,h3{line-height:1.25;margin:1.6em 0 .5em}h2{border-bottom:1px solid #d0d7de;padding-bottom:.2em}
table{border-collapse:collapse;width:100%;margin:1em 0;font-size:.93em}
th,td{border:1px solid #d0d7de;padding:.35em .6em;text-align:left;vertical-align:top}th{background:#f6f8fa}
code{background:#f6f8fa;padding:.1em .3em;border-radius:4px;overflow-wrap:anywhere}
blockquote{margin:1em 0;padding:.2em 1em;border-left:4px solid #d0d7de;color:#57606a}
td:target,tr:has(td:target){background:#fff8c5}a{color:#0550ae}
@media print{body{margin:0;max-width:none;font-size:11pt}a{color:inherit;text-decoration:none}
tr,blockquote{break-inside:avoid}h1,h2,h3{break-after:avoid}}
)";

struct FreeParser {
  void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
};
struct FreeNode {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
};
struct FreeText {
  void operator()(char* text) const { std::free(text); }
};

// The first cell of a timeline row links to itself ("[#12](#e12)"); that makes it the anchor citations lead
// to.
void add_anchors(std::string& html) {
  static constexpr std::string_view kCell = "<td><a href=\"#e";
  for (auto at = html.find(kCell); at != std::string::npos; at = html.find(kCell, at + 1)) {
    const auto digits = at + kCell.size();
    const auto end = html.find_first_not_of("0123456789", digits);
    if (end == std::string::npos || end == digits || html[end] != '"') continue;
    html.insert(at + 3, " id=\"e" + html.substr(digits, end - digits) + "\"");
  }
}

}  // namespace

std::string markdown_html(std::string_view markdown) {
  static std::once_flag registered;
  std::call_once(registered, cmark_gfm_core_extensions_ensure_registered);
  const std::unique_ptr<cmark_parser, FreeParser> parser{cmark_parser_new(CMARK_OPT_VALIDATE_UTF8)};
  for (const char* name : {"table", "strikethrough", "tasklist"}) {
    if (auto* extension = cmark_find_syntax_extension(name))
      cmark_parser_attach_syntax_extension(parser.get(), extension);
  }
  cmark_parser_feed(parser.get(), markdown.data(), markdown.size());
  const std::unique_ptr<cmark_node, FreeNode> document{cmark_parser_finish(parser.get())};
  const std::unique_ptr<char, FreeText> html{
      cmark_render_html(document.get(), CMARK_OPT_DEFAULT, cmark_parser_get_syntax_extensions(parser.get()))};
  std::string out{html.get()};
  // Safe mode says where it left raw HTML out, which here is mostly the markers of generated blocks.
  static constexpr std::string_view kOmitted = "<!-- raw HTML omitted -->\n";
  for (auto at = out.find(kOmitted); at != std::string::npos; at = out.find(kOmitted, at))
    out.erase(at, kOmitted.size());
  add_anchors(out);
  return out;
}

std::string postmortem_html(std::string_view markdown, std::string_view title) {
  return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>" +
         html_escaped(title) + "</title>\n<style>" + std::string{kStyle} + "</style>\n</head>\n<body>\n" +
         markdown_html(markdown) + "</body>\n</html>\n";
}

}  // namespace muster
