#include "integrations/twilio/words.hpp"

#include "bot/base/html.hpp"
#include "bot/base/utf8.hpp"

namespace muster::twilio {

namespace {

constexpr std::string_view kHead = R"(<?xml version="1.0" encoding="UTF-8"?><Response>)";

std::string said(std::string_view text, std::size_t most) {
  return html_escaped(shorten(clean_text(text, false), most));
}

std::string element(std::string_view name, std::string_view words, std::size_t most) {
  if (words.empty()) return "";
  return "<" + std::string{name} + ">" + said(words, most) + "</" + std::string{name} + ">";
}

}  // namespace

std::string text_message(const PageNotice& notice, bool replies) {
  std::string text = shorten(clean_text(notice.title, false), 140);
  if (!notice.text.empty()) text += "\n" + shorten(clean_text(notice.text, false), 100);
  text += "\n" + notice.name + (notice.test ? " (test)" : "");
  if (replies) text += "\nReply 4 to acknowledge, 5 to decline";
  if (!notice.ack_link.empty()) text += "\n" + notice.ack_link;
  return text;
}

std::string call_twiml(const PageNotice& notice, const std::string& key_url) {
  const std::string page =
      said("This is muster with a page" + std::string{notice.test ? ", a test. " : ". "} + notice.title,
           140) +
      ". " + said(notice.text, 100);
  std::string twiml{kHead};
  if (key_url.empty()) {
    twiml += "<Say>" + page + "</Say><Pause length=\"1\"/><Say>" + page +
             "</Say><Say>Acknowledge it in the chat. Goodbye.</Say>";
  } else {
    for (int turn = 0; turn < 2; ++turn) {
      twiml += "<Gather input=\"dtmf\" numDigits=\"1\" timeout=\"10\" method=\"POST\" action=\"" +
               html_escaped(key_url) + "\"><Say>" + page +
               "</Say><Say>To acknowledge press 4. If you cannot, press 5.</Say></Gather>";
    }
    twiml += "<Say>No key was pressed. The next person will be called. Goodbye.</Say>";
  }
  return twiml + "</Response>";
}

std::string say_twiml(std::string_view words) {
  return std::string{kHead} + element("Say", words, 300) + "</Response>";
}

std::string message_twiml(std::string_view words) {
  return std::string{kHead} + element("Message", words, 300) + "</Response>";
}

}  // namespace muster::twilio
