// Private to bot/net: a server's half of client certificates (mTLS). Asking for one never ends a handshake:
// a browser of the console has none, and whoever needs one is refused by the hook, with a reason in the log.
#pragma once

#include <openssl/ssl.h>

#include <filesystem>

#include "bot/base/result.hpp"
#include "bot/net/peer_certificate.hpp"

namespace muster::net {

// Clients are asked for a certificate of the authorities in the file (PEM), and connections are not taken up
// again from tickets: each shows its certificate anew. invalid: the file cannot be used.
[[nodiscard]] Result<Done> ask_for_certificates(SSL_CTX* context, const std::filesystem::path& ca_file);

// After the handshake.
[[nodiscard]] PeerCertificate certificate_of_peer(SSL* connection);

}  // namespace muster::net
