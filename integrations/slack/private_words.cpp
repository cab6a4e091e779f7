#include "integrations/slack/private_words.hpp"

#include "integrations/slack/blocks_codec.hpp"

namespace muster::slack {

Rendered render(const Message& message, const People& people) {
  return {fallback_text(message, people), blocks_text(message, people)};
}

Message plain_message(std::string text) {
  return Message{{Paragraph{{Line{Plain{.text = std::move(text)}}}}}};
}

asio::awaitable<Result<Done>> say_privately(CorePtr core, std::string user, Place place, Rendered words) {
  if (!place.empty()) {
    net::FormFields fields{
        {"channel", place.room}, {"user", user}, {"text", words.text}, {"blocks", words.blocks}};
    if (!place.thread.empty()) fields.emplace_back("thread_ts", place.thread);
    const auto shown = co_await core->api->call("chat.postEphemeral", std::move(fields));
    if (shown) co_return Done{};
    const ErrorKind kind = shown.error().kind;
    if (kind != ErrorKind::forbidden && kind != ErrorKind::not_found && kind != ErrorKind::rejected) {
      co_return std::unexpected(shown.error());
    }
  }
  const auto posted = co_await core->api->call("chat.postMessage", {{"channel", user},
                                                                    {"text", words.text},
                                                                    {"blocks", words.blocks},
                                                                    {"unfurl_links", "false"},
                                                                    {"unfurl_media", "false"}});
  if (!posted) co_return std::unexpected(posted.error());
  co_return Done{};
}

}  // namespace muster::slack
