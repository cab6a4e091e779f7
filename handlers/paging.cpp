#include "handlers/paging.hpp"

#include "handlers/happenings.hpp"
#include "handlers/plan.hpp"

namespace muster {

namespace {

Outcome progressed(IncidentNumber number, const PageSent& sent, const Context& ctx) {
  Decision decision;
  const Incident* incident = ctx.incidents.find(number);
  if (number == kOperations || incident != nullptr) decision.events.push_back({number, sent, std::nullopt});
  return decision;
}

}  // namespace

Outcome page_went_out(const SendPage& sent, const EffectDelivered& delivered, const Context& ctx) {
  return progressed(delivered.incident,
                    PageSent{sent.page, sent.person, sent.method, delivered.platform, delivered.state,
                             delivered.detail, delivered.ref},
                    ctx);
}

Outcome page_did_not(const SendPage& sent, const EffectGivenUp& given_up, const Context& ctx) {
  const SendState state = given_up.possible_duplicate ? SendState::unknown : SendState::failed;
  return progressed(
      given_up.incident,
      PageSent{sent.page, sent.person, sent.method, given_up.platform, state, given_up.error, ""}, ctx);
}

Outcome on_page_progressed(const PageProgressed& told, const Context& ctx) {
  return progressed(
      told.incident,
      PageSent{told.page, told.person, told.method, ctx.source, told.state, told.detail, told.ref}, ctx);
}

Outcome on_page_answered(const PageAnswered& answered, const Context& /*ctx*/) {
  return refuse("unknown_page", "I know no page " + answered.page);
}

}  // namespace muster
