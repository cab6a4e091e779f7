#include "tests/emulators/slack/call.hpp"

#include <algorithm>
#include <cctype>

namespace muster::fake_slack {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const int lower = std::tolower(static_cast<unsigned char>(c));
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string decode(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
    if (low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

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

Json parse_form(const std::string& text) {
  Json form = Json::object();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('&', at), text.size());
    const std::string pair = text.substr(at, end - at);
    const std::size_t equals = pair.find('=');
    if (!pair.empty()) {
      form[decode(pair.substr(0, equals))] =
          equals == std::string::npos ? "" : decode(pair.substr(equals + 1));
    }
    at = end + 1;
  }
  return form;
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

}  // namespace muster::fake_slack
