#include "bot/net/client_certificates.hpp"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <memory>

namespace muster::net {

namespace {

constexpr std::size_t kNames = 100;

using ShownCertificate = std::unique_ptr<X509, decltype(&X509_free)>;
using AltNames = std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)>;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

// In place of the check that would end the handshake: the verdict is kept with the connection.
int look_only(X509_STORE_CTX* chain, void* /*unused*/) {
  X509_verify_cert(chain);
  return 1;
}

// A name with a zero byte or a control character in it is somebody's trick and none at all.
std::string text_of(const ASN1_STRING* value) {
  const auto* bytes = reinterpret_cast<const char*>(ASN1_STRING_get0_data(value));
  std::string text{bytes, static_cast<std::size_t>(std::max(ASN1_STRING_length(value), 0))};
  const bool plain = std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7F; });
  return plain ? text : std::string{};
}

std::string address_of(const ASN1_OCTET_STRING* value) {
  const unsigned char* bytes = ASN1_STRING_get0_data(value);
  const int length = ASN1_STRING_length(value);
  if (length == 4) {
    boost::asio::ip::address_v4::bytes_type four{};
    std::copy_n(bytes, four.size(), four.begin());
    return boost::asio::ip::address_v4{four}.to_string();
  }
  if (length != 16) return {};
  boost::asio::ip::address_v6::bytes_type sixteen{};
  std::copy_n(bytes, sixteen.size(), sixteen.begin());
  return boost::asio::ip::address_v6{sixteen}.to_string();
}

std::string typed_name(const GENERAL_NAME* name) {
  const auto typed = [](const char* type, const std::string& text) {
    return text.empty() ? std::string{} : type + text;
  };
  if (name->type == GEN_DNS) return typed("DNS:", text_of(name->d.dNSName));
  if (name->type == GEN_URI) return typed("URI:", text_of(name->d.uniformResourceIdentifier));
  if (name->type == GEN_EMAIL) return typed("email:", text_of(name->d.rfc822Name));
  if (name->type == GEN_IPADD) return typed("IP:", address_of(name->d.iPAddress));
  return {};
}

std::string subject_of(const X509* certificate) {
  const Bio out{BIO_new(BIO_s_mem()), BIO_free};
  const X509_NAME* subject = X509_get_subject_name(certificate);
  if (!out || X509_NAME_entry_count(subject) == 0) return {};
  X509_NAME_print_ex(out.get(), subject, 0, XN_FLAG_RFC2253);
  char* text = nullptr;
  const long length = BIO_get_mem_data(out.get(), &text);
  return length > 0 ? "subject:" + std::string{text, static_cast<std::size_t>(length)} : std::string{};
}

}  // namespace

Result<Done> ask_for_certificates(SSL_CTX* context, const std::filesystem::path& ca_file) {
  ERR_clear_error();
  STACK_OF(X509_NAME)* authorities = SSL_load_client_CA_file(ca_file.c_str());
  if (authorities == nullptr || SSL_CTX_load_verify_file(context, ca_file.c_str()) != 1) {
    const char* reason = ERR_reason_error_string(ERR_get_error());
    sk_X509_NAME_pop_free(authorities, X509_NAME_free);
    return fail(ErrorKind::invalid,
                "The file of the clients' authorities " + ca_file.string() +
                    " cannot be used. It must be a readable PEM file with at least one certificate.",
                reason == nullptr ? "" : reason);
  }
  SSL_CTX_set_client_CA_list(context, authorities);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_cert_verify_callback(context, look_only, nullptr);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
  SSL_CTX_set_num_tickets(context, 0);
  return Done{};
}

PeerCertificate certificate_of_peer(SSL* connection) {
  PeerCertificate peer;
  const ShownCertificate shown{SSL_get1_peer_certificate(connection), X509_free};
  if (!shown) return peer;
  if (const long verdict = SSL_get_verify_result(connection); verdict != X509_V_OK) {
    peer.trouble = X509_verify_cert_error_string(verdict);
    return peer;
  }
  if (std::string subject = subject_of(shown.get()); !subject.empty())
    peer.names.push_back(std::move(subject));
  const AltNames others{
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(shown.get(), NID_subject_alt_name, nullptr, nullptr)),
      GENERAL_NAMES_free};
  for (int at = 0; others && at < sk_GENERAL_NAME_num(others.get()) && peer.names.size() < kNames; ++at) {
    std::string name = typed_name(sk_GENERAL_NAME_value(others.get(), at));
    if (!name.empty()) peer.names.push_back(std::move(name));
  }
  if (peer.names.empty()) peer.trouble = "it names nobody";
  return peer;
}

}  // namespace muster::net
