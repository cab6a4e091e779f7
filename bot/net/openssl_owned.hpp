// Private to bot/net: OpenSSL's objects, given back by themselves.
#pragma once

#include <memory>

namespace muster::net {

template <auto Free>
struct FreeWith {
  void operator()(auto* object) const { Free(object); }
};

// Owned<X509, X509_free>.
template <class T, auto Free>
using Owned = std::unique_ptr<T, FreeWith<Free>>;

}  // namespace muster::net
