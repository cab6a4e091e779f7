// ReaderPool: asks the store from a coroutine without holding up the io thread. Each question runs on one of
// a few threads, with a Reader that no other question uses meanwhile.
//
// Threads: read() is called on the io thread and resumes there; the question itself runs elsewhere, so it
// takes everything it needs by value (or by shared_ptr to const). Destroy the pool before the io_context.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "bot/base/result.hpp"
#include "bot/ports/reader.hpp"

namespace muster {

class ReaderPool {
 public:
  using Open = std::function<Result<std::unique_ptr<Reader>>()>;

  // Readers are opened when first needed, at most one a thread, and kept.
  ReaderPool(boost::asio::any_io_executor io, Open open, int threads = 2);
  // Waits for the questions under way.
  ~ReaderPool();
  ReaderPool(const ReaderPool&) = delete;
  ReaderPool& operator=(const ReaderPool&) = delete;

  // What the question returns (a Result), or why it was not asked: unavailable (no Reader), timeout (no
  // answer within ten seconds; the question may still run on).
  template <class Question, class Answer = std::invoke_result_t<Question&, Reader&>>
  boost::asio::awaitable<Answer> read(Question question) {
    auto answer = std::make_shared<std::optional<Answer>>();
    MUSTER_CO_CHECK(co_await run(
        [answer, asked = std::move(question)](Reader& reader) mutable { answer->emplace(asked(reader)); }));
    co_return *std::move(*answer);
  }

 private:
  boost::asio::awaitable<Result<Done>> run(std::function<void(Reader&)> job);

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace muster
