#include "bot/net/envelope.hpp"

#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <functional>
#include <string_view>
#include <vector>

#include "bot/net/envelope_format.hpp"
#include "bot/net/openssl_owned.hpp"

namespace muster::net {

namespace {

namespace fs = std::filesystem;
using Cms = Owned<CMS_ContentInfo, CMS_ContentInfo_free>;
using BioChain = Owned<BIO, BIO_free_all>;
using Sink = std::function<Result<Done>(std::string_view)>;

constexpr std::size_t kAtOnce = 64UL * 1024;

std::string last_reason() {
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  return reason == nullptr ? "" : reason;
}

std::unexpected<Error> unreadable(const fs::path& file) {
  return fail(ErrorKind::unavailable, file.string() + " cannot be read: look at its owner and its disk");
}

std::unexpected<Error> absent(const fs::path& file) {
  return fail(ErrorKind::not_found, "there is no " + file.string() + " that can be read: check the path");
}

// A file for this user alone that is gone again unless it is kept.
class NewFile {
 public:
  static Result<NewFile> make(const fs::path& path) {
    NewFile made{path, open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    if (made.fd_ < 0) return made.failed();
    return made;
  }
  NewFile(NewFile&& other) noexcept : path_{std::move(other.path_)}, fd_{std::exchange(other.fd_, -1)} {}
  NewFile& operator=(NewFile&&) = delete;
  ~NewFile() {
    if (fd_ < 0) return;
    close(fd_);
    unlink(path_.c_str());
  }

  [[nodiscard]] int fd() const { return fd_; }
  // After a call that set errno.
  [[nodiscard]] std::unexpected<Error> failed() const {
    const std::string why = std::strerror(errno);
    return fail(ErrorKind::unavailable,
                path_.string() + " cannot be written (" + why + "): make room, or choose another place");
  }
  [[nodiscard]] Result<Done> write_all(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t count = write(fd_, bytes.data(), bytes.size());
      if (count < 0 && errno != EINTR) return failed();
      if (count > 0) bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return Done{};
  }
  // On disk from here on.
  [[nodiscard]] Result<Done> keep() {
    if (fsync(fd_) != 0) return failed();
    close(std::exchange(fd_, -1));
    return Done{};
  }

 private:
  NewFile(fs::path path, int fd) : path_{std::move(path)}, fd_{fd} {}
  fs::path path_;
  int fd_;
};

// The key of the content goes to the certificate's owner, in the way that is right for the kind of its key.
bool address(CMS_ContentInfo* cms, const Recipient& to) {
  CMS_RecipientInfo* info = CMS_add1_recipient_cert(cms, to.certificate(), CMS_KEY_PARAM);
  if (info == nullptr) return false;
  EVP_PKEY_CTX* key = CMS_RecipientInfo_get0_pkey_ctx(info);
  if (CMS_RecipientInfo_type(info) == CMS_RECIPINFO_TRANS) {
    return EVP_PKEY_CTX_ctrl_str(key, "rsa_padding_mode", "oaep") > 0 &&
           EVP_PKEY_CTX_ctrl_str(key, "rsa_oaep_md", "sha256") > 0;
  }
  return EVP_PKEY_CTX_ctrl_str(key, "ecdh_kdf_md", "sha256") > 0;
}

BioChain buffered(int fd) {
  BioChain buffer{BIO_new(BIO_f_buffer())};
  BIO* file = BIO_new_fd(fd, BIO_NOCLOSE);
  if (!buffer || file == nullptr || BIO_set_write_buffer_size(buffer.get(), kAtOnce) != 1) {
    BIO_free_all(file);
    return nullptr;
  }
  BIO_push(buffer.get(), file);
  return buffer;
}

// A step of OpenSSL's did not work: by its own fault, or because it could not write.
std::unexpected<Error> broke_off(const NewFile& to) {
  if (ERR_peek_last_error() == 0) return to.failed();
  return fail(ErrorKind::internal, "cannot encrypt to this certificate", last_reason());
}

// Not i2d_CMS_bio_stream(), which does not look whether what it wrote was written.
Result<Done> encrypt(std::istream& in, const fs::path& from, const NewFile& to, const Recipient& recipient) {
  const Cms cms{CMS_encrypt(nullptr, nullptr, EVP_aes_256_gcm(), CMS_BINARY | CMS_STREAM | CMS_PARTIAL)};
  if (!cms || !address(cms.get(), recipient)) return broke_off(to);
  BioChain out = buffered(to.fd());
  if (!out) return broke_off(to);
  const BioChain chain{BIO_new_CMS(out.get(), cms.get())};
  if (!chain) return broke_off(to);
  [[maybe_unused]] const BIO* chained = out.release();  // freed with the chain
  std::vector<char> bytes(kAtOnce);
  while (in) {
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    const int count = static_cast<int>(in.gcount());
    if (count > 0 && BIO_write(chain.get(), bytes.data(), count) != count) return broke_off(to);
  }
  if (in.bad()) return unreadable(from);
  if (BIO_flush(chain.get()) != 1) return broke_off(to);
  return Done{};
}

int read_pieces(BIO* bio, char* into, int room) {
  BIO_clear_retry_flags(bio);
  auto* pieces = static_cast<Pieces*>(BIO_get_data(bio));
  return room <= 0 ? 0 : static_cast<int>(pieces->read(into, static_cast<std::size_t>(room)));
}

// Pieces as something that OpenSSL reads from.
BioChain source_of(Pieces& pieces) {
  static const Owned<BIO_METHOD, BIO_meth_free> kMethod = [] {
    Owned<BIO_METHOD, BIO_meth_free> made{
        BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "pieces of an envelope")};
    BIO_meth_set_read(made.get(), read_pieces);
    BIO_meth_set_ctrl(made.get(), [](BIO*, int, long, void*) -> long { return 0; });
    return made;
  }();
  BioChain source{BIO_new(kMethod.get())};
  if (!source) return source;
  BIO_set_data(source.get(), &pieces);
  BIO_set_init(source.get(), 1);
  return source;
}

bool unlock_agreed(CMS_ContentInfo* cms, CMS_RecipientInfo* info, EVP_PKEY* key) {
  STACK_OF(CMS_RecipientEncryptedKey)* wrapped = CMS_RecipientInfo_kari_get0_reks(info);
  for (int at = 0; at < sk_CMS_RecipientEncryptedKey_num(wrapped); ++at) {
    CMS_RecipientEncryptedKey* one = sk_CMS_RecipientEncryptedKey_value(wrapped, at);
    const bool opened =
        CMS_RecipientInfo_kari_set0_pkey(info, key) > 0 && CMS_RecipientInfo_kari_decrypt(cms, info, one) > 0;
    CMS_RecipientInfo_kari_set0_pkey(info, nullptr);
    if (opened) return true;
  }
  return false;
}

// Not CMS_decrypt_set1_pkey(), which goes on with a random key when an RSA one is wrong.
bool unlock(CMS_ContentInfo* cms, EVP_PKEY* key) {
  STACK_OF(CMS_RecipientInfo)* recipients = CMS_get0_RecipientInfos(cms);
  for (int at = 0; at < sk_CMS_RecipientInfo_num(recipients); ++at) {
    CMS_RecipientInfo* info = sk_CMS_RecipientInfo_value(recipients, at);
    const int type = CMS_RecipientInfo_type(info);
    if (type == CMS_RECIPINFO_AGREE && unlock_agreed(cms, info, key)) return true;
    if (type != CMS_RECIPINFO_TRANS) continue;
    EVP_PKEY_up_ref(key);  // set0: the recipient's from here on
    if (CMS_RecipientInfo_set0_pkey(info, key) > 0 && CMS_RecipientInfo_decrypt(cms, info) > 0) return true;
  }
  return false;
}

// What the sink gets may be a forger's until this has returned: the tag comes last.
Result<Done> decrypt(const fs::path& sealed, const PrivateKey& key, const Sink& sink) {
  ERR_clear_error();
  std::ifstream in{sealed, std::ios::binary};
  if (!in) return absent(sealed);
  MUSTER_TRY(const EnvelopeForm form, read_form(in, sealed));
  const auto* bytes = reinterpret_cast<const unsigned char*>(form.structure.data());
  const Cms cms{d2i_CMS_ContentInfo(nullptr, &bytes, static_cast<long>(form.structure.size()))};
  if (!cms) return damaged(sealed, last_reason());
  if (!unlock(cms.get(), key.key())) {
    return fail(ErrorKind::forbidden,
                "this key does not open " + sealed.string() +
                    ": it belongs to another certificate, or the head of the file was changed",
                last_reason());
  }
  in.clear();
  in.seekg(form.pieces);
  Pieces pieces{in};
  BioChain source = source_of(pieces);
  const BioChain chain{source ? CMS_dataInit(cms.get(), source.get()) : nullptr};
  if (!chain) return damaged(sealed, last_reason());
  [[maybe_unused]] const BIO* chained = source.release();  // freed with the chain
  std::vector<char> plain(kAtOnce);
  for (int count = 1; count > 0;) {
    count = BIO_read(chain.get(), plain.data(), static_cast<int>(plain.size()));
    if (count > 0) MUSTER_CHECK(sink({plain.data(), static_cast<std::size_t>(count)}));
  }
  if (in.bad()) return unreadable(sealed);
  if (!pieces.ended() || BIO_get_cipher_status(chain.get()) != 1)
    return damaged(sealed, "its authentication tag is wrong");
  return Done{};
}

}  // namespace

bool is_envelope(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  return begins_envelope(in);
}

Result<std::uint64_t> size_inside(const fs::path& sealed) {
  std::ifstream in{sealed, std::ios::binary};
  if (!in) return absent(sealed);
  MUSTER_TRY(const EnvelopeForm form, read_form(in, sealed));
  return form.size;
}

Result<Done> encrypt_file(const fs::path& plain, const fs::path& sealed, const Recipient& recipient) {
  ERR_clear_error();
  constexpr std::uint64_t kMost = (1ULL << 36U) - 32;  // what AES-GCM encrypts with one key and nonce
  std::ifstream in{plain, std::ios::binary};
  std::error_code code;
  const std::uint64_t size = fs::file_size(plain, code);
  if (!in || code) return unreadable(plain);
  if (size == 0) return fail(ErrorKind::invalid, plain.string() + " is empty: there is nothing to encrypt");
  if (size > kMost)
    return fail(ErrorKind::invalid, plain.string() + " is larger than 64 GiB, the most that fits");
  MUSTER_TRY(NewFile file, NewFile::make(sealed));
  MUSTER_CHECK(encrypt(in, plain, file, recipient));
  return file.keep();
}

Result<Done> decrypt_file(const fs::path& sealed, const fs::path& plain, const PrivateKey& key) {
  MUSTER_TRY(NewFile file, NewFile::make(plain));
  MUSTER_CHECK(decrypt(sealed, key, [&](std::string_view bytes) { return file.write_all(bytes); }));
  return file.keep();
}

Result<Done> check_inside(const fs::path& sealed, const fs::path& plain, const PrivateKey& key) {
  std::ifstream in{plain, std::ios::binary};
  std::string expected;
  const auto other = [&] { return damaged(sealed, "it holds something else than " + plain.string()); };
  MUSTER_CHECK(decrypt(sealed, key, [&](std::string_view bytes) -> Result<Done> {
    expected.resize(bytes.size());
    in.read(expected.data(), static_cast<std::streamsize>(bytes.size()));
    return in && expected == bytes ? Result<Done>{Done{}} : other();
  }));
  return in.peek() == std::ifstream::traits_type::eof() ? Result<Done>{Done{}} : other();
}

}  // namespace muster::net
