// Result and Error: expected outcomes are values. An exception means a bug or a failed start, never bad
// input.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace muster {

// What went wrong, in the few kinds that callers treat differently. Whether to try again is a property of the
// kind (worth_retrying), decided here and nowhere else.
enum class ErrorKind : std::uint8_t {
  invalid,       // the input is wrong; saying it again changes nothing
  not_found,     // the thing does not exist, or the asker may not know that it does
  conflict,      // it was taken, or changed meanwhile
  forbidden,     // this actor may not do this
  rejected,      // the other side understood and refuses for good
  rate_limited,  // too fast; come back after Error::retry_after
  unavailable,   // the other side (or the disk) cannot serve now
  timeout,       // no answer in time: it may or may not have happened
  corrupt,       // stored or received bytes are damaged
  internal,      // our own mistake
};

struct Error {
  ErrorKind kind = ErrorKind::internal;
  std::string say;     // for the person who asked: what happened and what to do. Never contains a secret.
  std::string detail;  // for the log: the technical cause. Never contains a secret.
  std::int64_t retry_after_s = 0;  // rate_limited only: seconds to wait, 0 when not told

  friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = std::expected<T, Error>;

// A Result<Done> succeeded and has nothing to say.
struct Done {
  friend bool operator==(Done, Done) = default;
};

[[nodiscard]] inline std::unexpected<Error> fail(ErrorKind kind, std::string say, std::string detail = {}) {
  return std::unexpected(Error{kind, std::move(say), std::move(detail), 0});
}

[[nodiscard]] bool worth_retrying(ErrorKind kind);

// True when the request may have taken effect although it failed: look before sending it again.
[[nodiscard]] bool outcome_unknown(ErrorKind kind);

[[nodiscard]] std::string_view to_string(ErrorKind kind);

}  // namespace muster

#define MUSTER_CONCAT_INNER(a, b) a##b
#define MUSTER_CONCAT(a, b) MUSTER_CONCAT_INNER(a, b)

// MUSTER_TRY(auto x, expression): x is the value, or the enclosing function returns the error.
#define MUSTER_TRY(declaration, ...)                                             \
  auto MUSTER_CONCAT(result_, __LINE__) = (__VA_ARGS__);                         \
  if (!MUSTER_CONCAT(result_, __LINE__))                                         \
    return std::unexpected(std::move(MUSTER_CONCAT(result_, __LINE__)).error()); \
  declaration = *std::move(MUSTER_CONCAT(result_, __LINE__))

// The same inside a coroutine.
#define MUSTER_CO_TRY(declaration, ...)                                             \
  auto MUSTER_CONCAT(result_, __LINE__) = (__VA_ARGS__);                            \
  if (!MUSTER_CONCAT(result_, __LINE__))                                            \
    co_return std::unexpected(std::move(MUSTER_CONCAT(result_, __LINE__)).error()); \
  declaration = *std::move(MUSTER_CONCAT(result_, __LINE__))

// MUSTER_CHECK(expression): for a Result<Done>, return the error if there is one.
#define MUSTER_CHECK(...) \
  if (auto check = (__VA_ARGS__); !check) return std::unexpected(std::move(check).error())
#define MUSTER_CO_CHECK(...) \
  if (auto check = (__VA_ARGS__); !check) co_return std::unexpected(std::move(check).error())
