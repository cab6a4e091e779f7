// A request and a reply, free of any HTTP library.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace muster::fake {

struct HttpRequest {
  std::string verb;
  std::string path;   // without the query, undecoded
  std::string query;  // undecoded
  std::string content_type;
  std::string authorization;
  std::string body;
};

// What happens on the wire once the request took effect.
enum class Delivery { answer, cut, cut_body, hang };

struct HttpReply {
  int status = 200;
  std::string body;
  std::string content_type = "application/json; charset=utf-8";
  std::vector<std::pair<std::string, std::string>> headers = {};
  Delivery delivery = Delivery::answer;
  long delay_ms = 0;  // real time
};

}  // namespace muster::fake
