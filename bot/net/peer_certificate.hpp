// What the certificate of a caller says, where a server of ours asks for one.
#pragma once

#include <string>
#include <vector>

namespace muster::net {

// Names only of a certificate that the server's authorities vouch for now and for this use. "DNS:…",
// "URI:…", "email:…" and "IP:…" are its subject alternative names, "subject:CN=…,O=…" is its subject as
// `openssl x509 -noout -subject -nameopt RFC2253` writes it.
struct PeerCertificate {
  std::vector<std::string> names;  // empty: none was shown, or it counts for nothing
  std::string trouble;             // why it counts for nothing, in OpenSSL's words; empty when none was shown
};

}  // namespace muster::net
