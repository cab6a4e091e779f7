#include <algorithm>
#include <nlohmann/json.hpp>

#include "bot/net/json.hpp"
#include "integrations/slack/ack_codec.hpp"
#include "integrations/slack/private_words.hpp"
#include "integrations/slack/view_codec.hpp"
#include "integrations/slack/view_opener.hpp"

namespace muster::slack {
namespace {

constexpr std::chrono::milliseconds kTriggerTime{2000};  // of the 3 s a trigger lives, some are gone already
constexpr const char* kNoticeTitle = "muster";

DialogOrigin origin_of(const Asker& asker) {
  return {asker.place, asker.on};
}

asio::awaitable<Result<Done>> show_view(CorePtr core, std::string trigger_id, bool on_top, std::string view) {
  const auto shown =
      co_await core->api->call(on_top ? "views.push" : "views.open",
                               {{"trigger_id", std::move(trigger_id)}, {"view", std::move(view)}},
                               {.timeout = kTriggerTime, .patience = {}});
  if (!shown) co_return std::unexpected(shown.error());
  co_return Done{};
}

}  // namespace

asio::awaitable<Result<Done>> open_dialog(CorePtr core, Asker asker, Dialog dialog) {
  const auto view = modal_view(dialog, origin_of(asker), core->board.people);
  if (!view) co_return std::unexpected(view.error());
  co_return co_await show_view(core, asker.trigger_id, asker.in_modal, net::dump_json(*view));
}

asio::awaitable<Result<Done>> open_notice(CorePtr core, Asker asker, Message message) {
  std::string view = net::dump_json(notice_view(kNoticeTitle, message, core->board.people));
  co_return co_await show_view(core, asker.trigger_id, asker.in_modal, std::move(view));
}

asio::awaitable<Result<Done>> publish_home(CorePtr core, std::string user, Message page) {
  std::string view = net::dump_json(home_view(page, core->board.people));
  const auto shown =
      co_await core->api->call("views.publish", {{"user_id", std::move(user)}, {"view", std::move(view)}});
  if (!shown) co_return std::unexpected(shown.error());
  co_return Done{};
}

std::string next_dialog_ack(const Core& core, const std::string& envelope, const Asker& asker,
                            const Dialog& dialog) {
  const auto view = modal_view(dialog, origin_of(asker), core.board.people);
  if (view) return update_ack(envelope, *view);
  if (asker.inputs.empty()) return notice_ack(core, envelope, plain_message(view.error().say));
  const bool at_text = std::ranges::find(asker.inputs, "text") != asker.inputs.end();
  return errors_ack(envelope, at_text ? "text" : asker.inputs.front(), view.error().say);
}

std::string notice_ack(const Core& core, const std::string& envelope, const Message& message) {
  return update_ack(envelope, notice_view(kNoticeTitle, message, core.board.people));
}

}  // namespace muster::slack
