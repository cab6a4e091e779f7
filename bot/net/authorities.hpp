// The system's certificate authorities, which judge whom muster talks to unless the configuration names a
// file.
#pragma once

#include <openssl/x509.h>

#include <filesystem>

#include "bot/net/openssl_owned.hpp"

namespace muster::net {

using Authorities = Owned<X509_STORE, X509_STORE_free>;

// From a file with all of them and a directory in which each has a name by its hash (X509_LOOKUP_hash_dir(3);
// several, separated by colons, are looked into as well). When the file lies in the directory and the
// directory has as many, the file is left alone and a certificate is read when it is asked for. Either may be
// missing. null: out of memory.
[[nodiscard]] Authorities read_authorities(const std::filesystem::path& file,
                                           const std::filesystem::path& directory);

// Those of OpenSSL's file and directory, or of SSL_CERT_FILE and SSL_CERT_DIR; read once, for all clients.
// Any thread. null: they cannot be read. A handshake may read the one file of an authority that was not asked
// for before, once.
[[nodiscard]] X509_STORE* system_authorities();

}  // namespace muster::net
