// spawn: starts a coroutine that nobody awaits, without losing what it throws: an exception is a bug and is
// logged.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <string>

namespace muster {

void spawn(const boost::asio::any_io_executor& io, std::string name, boost::asio::awaitable<void> task);

}  // namespace muster
