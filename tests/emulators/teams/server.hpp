// The port: everything that can be asked over HTTP, given to whom it concerns.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "tests/emulators/common/control_desk.hpp"
#include "tests/emulators/teams/teams.hpp"

namespace muster::fake::teams {

class Server {
 public:
  Server(boost::asio::io_context& io, Teams& teams, ControlDesk& control)
      : io_(io), teams_(teams), control_(control), acceptor_(io) {}

  // Binds 127.0.0.1; the port. Throws boost::system::system_error.
  unsigned short listen(unsigned short port);
  boost::asio::awaitable<void> accept_forever();

 private:
  boost::asio::awaitable<void> serve(boost::asio::ip::tcp::socket socket);
  boost::asio::awaitable<HttpReply> answer(HttpRequest request);

  boost::asio::io_context& io_;
  Teams& teams_;
  ControlDesk& control_;
  boost::asio::ip::tcp::acceptor acceptor_;
};

}  // namespace muster::fake::teams
