#include <nlohmann/json.hpp>

#include "bot/runtime/config_manual.hpp"

namespace muster {

namespace {

using Json = nlohmann::ordered_json;
using Shape = KeyManual::Shape;

Json schema_of(const KeyManual& row);

Json map_of(const KeyManual& section) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const KeyManual& child : section.children) {
    properties[child.name] = schema_of(child);
    if (child.required) required.push_back(child.name);
  }
  Json schema{{"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

Json length_of_time() {
  return {{"type", "string"}, {"pattern", "^([0-9]+ *[a-z]+ *)+$"}};
}

Json form_of_value(const KeyManual& row) {
  switch (row.shape) {
    case Shape::text:
      return row.pattern.empty() ? Json{{"type", "string"}}
                                 : Json{{"type", "string"}, {"pattern", row.pattern}};
    case Shape::flag:
      return {{"type", "boolean"}};
    case Shape::whole:
      return {{"type", "integer"}, {"minimum", row.lowest}, {"maximum", row.highest}};
    case Shape::percent:
      return {{"type", "number"}, {"exclusiveMinimum", 0}, {"exclusiveMaximum", 100}};
    case Shape::number:
      return {{"type", "number"}, {"minimum", 0}};
    case Shape::duration:
      return length_of_time();
    case Shape::duration_map:
      return {{"type", "object"}, {"additionalProperties", length_of_time()}};
    case Shape::word_list: {
      Json item{{"type", "string"}};
      if (!row.pattern.empty()) item["pattern"] = row.pattern;
      return {{"type", "array"}, {"items", std::move(item)}, {"uniqueItems", true}};
    }
    case Shape::sequence: {
      Json item{{"type", "string"}};
      if (!row.pattern.empty()) item["pattern"] = row.pattern;
      return {{"type", "array"}, {"items", std::move(item)}};
    }
    case Shape::text_map:
      return {{"type", "object"}, {"additionalProperties", {{"type", "string"}}}};
    case Shape::list_map: {
      const Json text{{"type", "string"}};
      const Json texts{{"type", "array"}, {"items", text}, {"minItems", 1}, {"uniqueItems", true}};
      return {{"type", "object"}, {"additionalProperties", {{"anyOf", Json::array({text, texts})}}}};
    }
    case Shape::secret:
      return {{"type", "object"},
              {"additionalProperties", false},
              {"minProperties", 1},
              {"maxProperties", 1},
              {"properties", {{"env", {{"type", "string"}}}, {"file", {{"type", "string"}}}}}};
    case Shape::choice:
      return {{"enum", row.choices}};
    case Shape::section:
      return map_of(row);
    case Shape::items:
      return {{"type", "array"}, {"items", map_of(row)}};
    case Shape::entries: {
      const Json none{{"const", "none"}};
      return {{"type", "object"},
              {"additionalProperties", {{"anyOf", Json::array({map_of(row.children.front()), none})}}}};
    }
  }
  return {};
}

Json schema_of(const KeyManual& row) {
  Json schema = form_of_value(row);
  schema["description"] = row.doc;
  if (!row.fallback.empty()) schema["$comment"] = "default: " + row.fallback;
  return schema;
}

}  // namespace

std::string manual_json_schema(const KeyManual& manual) {
  Json schema{{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", "muster.yaml"}};
  schema.update(map_of(manual));
  return schema.dump(2) + "\n";
}

}  // namespace muster
