#include "tests/emulators/common/form.hpp"
#include "tests/emulators/slack/call.hpp"

namespace muster::fake::slack {
namespace {

void read_body(const HttpRequest& request, const std::string& type, const MethodSpec& spec, Arguments& read) {
  const bool with_charset = type.find("charset") != std::string::npos;
  if (with_charset && type.find("utf-8") == std::string::npos &&
      type.find("iso-8859-1") == std::string::npos) {
    read.problem = "invalid_charset";
  } else if (type.starts_with("application/x-www-form-urlencoded")) {
    read.values.update(parse_form(request.body));
    if (with_charset) read.warnings.push_back("superfluous_charset");
  } else if (type.starts_with("multipart/form-data")) {
    read.values.update(parse_multipart(request.body, request.content_type));
  } else if (type.starts_with("application/json")) {
    const Json body = Json::parse(request.body, nullptr, false);
    if (body.is_discarded()) {
      read.problem = "invalid_json";
    } else if (!body.is_object()) {
      read.problem = "json_not_object";
    } else if (spec.takes_json) {
      read.values.update(body);
    }
    if (!with_charset) read.warnings.push_back("missing_charset");
  } else {
    read.problem = type.empty() ? "missing_post_type" : "invalid_post_type";
  }
}

}  // namespace

Json parse_multipart(const std::string& body, const std::string& content_type) {
  Json fields = Json::object();
  const std::size_t mark = content_type.find("boundary=");
  if (mark == std::string::npos) return fields;
  const std::string line = "--" + content_type.substr(mark + 9);
  for (std::size_t at = body.find(line); at != std::string::npos; at = body.find(line, at)) {
    at += line.size();
    const std::size_t head_end = body.find("\r\n\r\n", at);
    const std::size_t part_end = body.find("\r\n" + line, at);
    if (head_end == std::string::npos || part_end == std::string::npos) break;
    const std::size_t name = body.find("name=\"", at);
    if (name != std::string::npos && name < head_end) {
      const std::size_t name_end = body.find('"', name + 6);
      fields[body.substr(name + 6, name_end - name - 6)] = body.substr(head_end + 4, part_end - head_end - 4);
    }
  }
  return fields;
}

Arguments read_arguments(const HttpRequest& request, const MethodSpec& spec) {
  Arguments read;
  read.values = parse_form(request.query);
  const std::string type = lower_case(request.content_type);
  if (request.verb == "POST" && !request.body.empty()) read_body(request, type, spec, read);
  const bool json = type.starts_with("application/json");
  if (request.authorization.starts_with("Bearer ")) {
    read.token = request.authorization.substr(7);
  } else if (!json && !spec.name.starts_with("apps.")) {
    read.token = get_string(read.values, "token");
  }
  read.values.erase("token");
  return read;
}

}  // namespace muster::fake::slack
