#include "bot/ports/reader_pool.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <mutex>
#include <vector>

#include "bot/base/log.hpp"

namespace muster {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds kAnswerTime{10};

// One question under way. Only the io thread touches it, except for `outcome`, which the pool's thread writes
// before it posts the end to the io thread.
struct Question {
  explicit Question(const asio::any_io_executor& io) : bell{io, kAnswerTime} {}
  asio::steady_timer bell;
  bool ended = false;
  Result<Done> outcome = fail(ErrorKind::internal, "The store gave no answer.");
};

}  // namespace

struct ReaderPool::Impl {
  asio::any_io_executor io;
  Open open;
  std::mutex mutex;
  std::vector<std::unique_ptr<Reader>> idle;
  asio::thread_pool threads;

  Impl(asio::any_io_executor io_executor, Open open_reader, int count)
      : io{std::move(io_executor)}, open{std::move(open_reader)}, threads{static_cast<std::size_t>(count)} {}

  Result<std::unique_ptr<Reader>> take() {
    {
      const std::lock_guard lock{mutex};
      if (!idle.empty()) {
        auto reader = std::move(idle.back());
        idle.pop_back();
        return reader;
      }
    }
    return open();
  }

  Result<Done> ask(const std::function<void(Reader&)>& job) {
    MUSTER_TRY(auto reader, take());
    try {
      job(*reader);
    } catch (const std::exception& mistake) {
      log_error("a question to the store threw", {{"what", mistake.what()}});
      return fail(ErrorKind::internal, "muster made a mistake while reading. It is in the log.",
                  mistake.what());
    }
    const std::lock_guard lock{mutex};
    idle.push_back(std::move(reader));
    return Done{};
  }
};

ReaderPool::ReaderPool(asio::any_io_executor io, Open open, int threads)
    : impl_{std::make_unique<Impl>(std::move(io), std::move(open), threads)} {}

ReaderPool::~ReaderPool() {
  impl_->threads.join();
}

asio::awaitable<Result<Done>> ReaderPool::run(std::function<void(Reader&)> job) {
  auto question = std::make_shared<Question>(impl_->io);
  asio::post(impl_->threads, [impl = impl_.get(), question, job = std::move(job)] {
    question->outcome = impl->ask(job);
    asio::post(impl->io, [question] {
      question->ended = true;
      question->bell.cancel();
    });
  });
  co_await question->bell.async_wait(asio::as_tuple(asio::use_awaitable));
  if (question->ended) co_return std::move(question->outcome);
  co_return fail(ErrorKind::timeout, "The store is busy. Try again in a moment.", "no answer from a reader");
}

}  // namespace muster
