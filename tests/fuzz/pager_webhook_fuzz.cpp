// Any bytes as a webhook of PagerDuty's or Jira Service Management's, and as their answers: read without
// harm, and an answer to a page of ours names one.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "integrations/jsm/alert_codec.hpp"
#include "integrations/ntfy/push_codec.hpp"
#include "integrations/pagerduty/rest_wire.hpp"
#include "integrations/pagerduty/webhook_wire.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muster;
  const std::string raw{reinterpret_cast<const char*>(data), size};
  const Secret key{"key"};
  if (pagerduty::is_signed({key}, "body", raw) && !raw.contains("v1=")) std::abort();
  const auto event = pagerduty::read_webhook(raw);
  if (event && event->key && event->key->page.page.empty()) std::abort();
  const auto alert = jsm::read_webhook(raw);
  if (alert && alert->alias && alert->alias->page.page.empty()) std::abort();
  (void)pagerduty::read_oncalls(raw);
  (void)pagerduty::read_reason({400, {}, raw});
  (void)jsm::read_outcome(raw);
  (void)ntfy::find_page(raw, {});
  return 0;
}
