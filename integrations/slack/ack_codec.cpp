#include "integrations/slack/ack_codec.hpp"

#include <nlohmann/json.hpp>

#include "bot/net/json.hpp"
#include "bot/text/utf16.hpp"
#include "integrations/slack/blocks_codec.hpp"

namespace muster::slack {
namespace {

using Json = nlohmann::json;

std::string ack_with(const std::string& envelope_id, Json payload) {
  return net::dump_json({{"envelope_id", envelope_id}, {"payload", std::move(payload)}});
}

Json ephemeral(const Message& message, const People& people) {
  return {{"response_type", "ephemeral"},
          {"text", fallback_text(message, people)},
          {"blocks", blocks(message, people)}};
}

}  // namespace

std::string plain_ack(const std::string& envelope_id) {
  return net::dump_json({{"envelope_id", envelope_id}});
}

std::string message_ack(const std::string& envelope_id, const Message& message, const People& people) {
  return ack_with(envelope_id, ephemeral(message, people));
}

std::string errors_ack(const std::string& envelope_id, const std::string& field, const std::string& say) {
  return ack_with(envelope_id,
                  {{"response_action", "errors"}, {"errors", {{field, utf16_shorten(say, 500)}}}});
}

std::string update_ack(const std::string& envelope_id, const Json& view) {
  return ack_with(envelope_id, {{"response_action", "update"}, {"view", view}});
}

std::string response_body(const Message& message, const People& people) {
  Json body = ephemeral(message, people);
  body["replace_original"] = false;
  return net::dump_json(body);
}

}  // namespace muster::slack
