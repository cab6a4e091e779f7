// Rest: calls of PagerDuty's REST API in the name of one user. io thread only.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "bot/net/service.hpp"
#include "integrations/pagerduty/rest_wire.hpp"

namespace muster::pagerduty {

class Rest {
 public:
  // from: mail address of the user; needed by all that change something.
  Rest(std::shared_ptr<net::Service> service, std::string from)
      : service_{std::move(service)}, from_{std::move(from)} {}

  // The id of the incident; of the one there is when this key is open already.
  asio::awaitable<Result<std::string>> open(PageNotice notice, std::string service_id);
  // status: acknowledged, resolved. It being so already is fine.
  asio::awaitable<Result<Done>> set_status(std::string incident, std::string status);
  asio::awaitable<Result<Done>> note(std::string incident, std::string text);
  asio::awaitable<Result<Done>> status_update(std::string incident, std::string text);
  asio::awaitable<Result<Done>> ask_responders(std::string incident, std::vector<std::string> users,
                                               std::string text);
  // Who is on call in a schedule, all of [since, until).
  asio::awaitable<Result<std::vector<OnCall>>> on_call(std::string schedule, Time since, Time until);
  // PagerDuty's id of the user it is called by.
  asio::awaitable<Result<std::string>> self();

  // Whether this change of an incident is one that was made here; each is told of once.
  bool was_ours(const std::string& incident, const std::string& status) {
    return changed_.erase({incident, status}) > 0;
  }
  [[nodiscard]] const std::string& trouble() const { return service_->trouble(); }

 private:
  asio::awaitable<Result<net::HttpResponse>> call(std::string method, std::string target, std::string body);

  std::shared_ptr<net::Service> service_;
  std::string from_;
  std::string self_;
  std::set<std::pair<std::string, std::string>> changed_;  // incident, status
};

}  // namespace muster::pagerduty
