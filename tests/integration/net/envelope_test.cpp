// Encrypted files: who opens them, and what becomes of one that was changed.
#include "bot/net/envelope.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "tests/integration/net/certificates.hpp"

namespace muster::net {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::string bytes_of(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

void put(const fs::path& file, const std::string& bytes) {
  std::ofstream{file, std::ios::binary | std::ios::trunc} << bytes;
}

std::string some_text(std::size_t size) {
  std::string text;
  while (text.size() < size) text += "line " + std::to_string(text.size()) + " of a database\n";
  text.resize(size);
  return text;
}

class EnvelopeTest : public ::testing::Test {
 protected:
  [[nodiscard]] fs::path at(const std::string& name) const { return authority_.folder() / name; }
  [[nodiscard]] Identity owner(const std::string& kind) const { return authority_.issue_with(kind, kind); }
  [[nodiscard]] static Result<Recipient> recipient(const Identity& who) {
    return Recipient::read(who.certificate_file, SystemClock{}.now());
  }
  // Encrypts the text to its owner as sealed.
  void seal(const Identity& who, const std::string& text) {
    put(at("plain"), text);
    fs::remove(at("sealed"));
    const auto done = encrypt_file(at("plain"), at("sealed"), recipient(who).value());
    ASSERT_TRUE(done) << done.error().say << done.error().detail;
  }
  // What comes out of these bytes; nothing is left of a file that is refused.
  Result<std::string> opened(const std::string& sealed, const PrivateKey& key) {
    put(at("given"), sealed);
    fs::remove(at("out"));
    const auto done = decrypt_file(at("given"), at("out"), key);
    EXPECT_EQ(fs::exists(at("out")), done.has_value());
    if (!done) return std::unexpected(done.error());
    return bytes_of(at("out"));
  }
  // 0 when the openssl program does.
  int openssl(const std::string& words) const {
    return std::system(
        ("cd " + authority_.folder().string() + " && openssl " + words + " 2>/dev/null").c_str());
  }

  TestAuthority authority_;
};

TEST_F(EnvelopeTest, TheHolderOfTheKeyReadsItAndSoDoesOpenssl) {
  for (const std::string kind : {"RSA-2048", "P-256", "P-384"}) {
    const Identity who = owner(kind);
    const auto key = PrivateKey::read(who.key_file).value();
    for (const std::size_t size : {1UL, 300'000UL}) {
      const std::string text = some_text(size);
      ASSERT_NO_FATAL_FAILURE(seal(who, text)) << kind;
      const std::string sealed = bytes_of(at("sealed"));
      EXPECT_EQ(sealed.find("of a database"), std::string::npos);
      EXPECT_EQ(fs::status(at("sealed")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
      EXPECT_TRUE(is_envelope(at("sealed")));
      EXPECT_FALSE(is_envelope(at("plain")));
      EXPECT_EQ(size_inside(at("sealed")), size);
      EXPECT_EQ(opened(sealed, key), text);
      EXPECT_TRUE(check_inside(at("sealed"), at("plain"), key));
      EXPECT_EQ(openssl("cms -decrypt -inform DER -in sealed -out by-openssl -inkey " + kind + ".key"), 0);
      EXPECT_EQ(bytes_of(at("by-openssl")), text) << kind;
    }
  }
}

TEST_F(EnvelopeTest, RsaKeysAreWrappedWithOaepAndEachFileHasAKeyOfItsOwn) {
  const Identity who = owner("RSA-2048");
  seal(who, "the same");
  const std::string first = bytes_of(at("sealed"));
  seal(who, "the same");
  EXPECT_EQ(openssl("asn1parse -inform DER -in sealed > parsed"), 0);
  EXPECT_THAT(bytes_of(at("parsed")), HasSubstr(":rsaesOaep"));
  EXPECT_NE(bytes_of(at("sealed")).substr(400), first.substr(400));
}

// The tag covers the content. What only names the certificate (its issuer and number) is not covered, and not
// asked either: a change there changes nothing.
TEST_F(EnvelopeTest, AFlippedBitIsRefusedWhereverItIs) {
  for (const std::string kind : {"RSA-2048", "P-256"}) {
    const Identity who = owner(kind);
    const auto key = PrivateKey::read(who.key_file).value();
    const std::string text = some_text(9'000);
    seal(who, text);
    const std::string sealed = bytes_of(at("sealed"));
    const std::size_t head = sealed.size() - 9'000;  // and the little that is between and behind the pieces
    std::size_t harmless = 0;
    for (std::size_t place = 0; place < sealed.size();
         place += place < head || place + 60 > sealed.size() ? 1 : 97) {
      std::string changed = sealed;
      changed[place] = static_cast<char>(changed[place] ^ (1 << (place % 8)));
      const auto outcome = opened(changed, key);
      if (!outcome) continue;
      ++harmless;
      EXPECT_EQ(*outcome, text) << kind << " at " << place;
      EXPECT_LT(place, head);
    }
    EXPECT_LT(harmless, 60U) << "of " << head
                             << " bytes, the name of the certificate's issuer and its number";
  }
}

TEST_F(EnvelopeTest, OneThatWasCutOrExtendedIsRefused) {
  const Identity who = owner("P-256");
  const auto key = PrivateKey::read(who.key_file).value();
  seal(who, some_text(20'000));
  const std::string sealed = bytes_of(at("sealed"));
  for (std::size_t left = 0; left < sealed.size();
       left += left < 300 || left + 40 > sealed.size() ? 1 : 331) {
    const auto outcome = opened(sealed.substr(0, left), key);
    ASSERT_FALSE(outcome) << left;
    EXPECT_EQ(outcome.error().kind, ErrorKind::corrupt);
    EXPECT_EQ(size_inside(at("given")).error().kind, ErrorKind::corrupt) << "seen without the key";
  }
  for (const std::string& more : {std::string(1, '\0'), std::string{"x"}, sealed}) {
    const auto outcome = opened(sealed + more, key);
    ASSERT_FALSE(outcome);
    EXPECT_THAT(outcome.error().say, HasSubstr("is not whole"));
  }
  EXPECT_EQ(decrypt_file(at("absent"), at("out"), key).error().kind, ErrorKind::not_found);
  put(at("plain"), some_text(20'001));
  EXPECT_EQ(check_inside(at("sealed"), at("plain"), key).error().kind, ErrorKind::corrupt);
  put(at("plain"), some_text(19'999));
  EXPECT_EQ(check_inside(at("sealed"), at("plain"), key).error().kind, ErrorKind::corrupt);
}

TEST_F(EnvelopeTest, AnotherKeyOpensNothing) {
  const std::vector<Identity> all = {owner("RSA-2048"), owner("P-256"),
                                     authority_.issue_with("other-rsa", "RSA-2048"),
                                     authority_.issue_with("other-curve", "P-256")};
  for (const Identity& who : {all[0], all[1]}) {
    seal(who, some_text(5'000));
    for (const Identity& other : all) {
      if (other.key_file == who.key_file) continue;
      const auto outcome = opened(bytes_of(at("sealed")), PrivateKey::read(other.key_file).value());
      ASSERT_FALSE(outcome);
      EXPECT_EQ(outcome.error().kind, ErrorKind::forbidden);
      EXPECT_THAT(outcome.error().say, HasSubstr("this key does not open"));
    }
  }
}

// A cipher without a tag, or a weaker one, in the place of ours would let a forger in.
TEST_F(EnvelopeTest, NothingButOurCipherIsTaken) {
  const Identity who = owner("RSA-2048");
  const auto key = PrivateKey::read(who.key_file).value();
  put(at("plain"), some_text(1'000));
  for (const std::string cipher : {"aes-256-cbc", "aes-128-gcm", "aes-256-gcm -stream"}) {
    ASSERT_EQ(
        openssl("cms -encrypt -binary -outform DER -in plain -out foreign -recip RSA-2048.pem -" + cipher),
        0);
    EXPECT_EQ(opened(bytes_of(at("foreign")), key).has_value(), cipher == "aes-256-gcm -stream") << cipher;
  }
}

TEST_F(EnvelopeTest, CertificatesThatNothingShouldBeEncryptedTo) {
  const auto said = [](const Identity& who) {
    const auto read = recipient(who);
    return read ? std::string{"taken"} : read.error().say;
  };
  EXPECT_THAT(said(authority_.issue_with("old", "P-256", "", -1)), HasSubstr("has expired"));
  EXPECT_THAT(said(owner("ED25519")), HasSubstr("no key to encrypt to"));
  EXPECT_THAT(said(owner("RSA-1024")), HasSubstr("no key to encrypt to"));
  EXPECT_THAT(said(authority_.issue_with("signs", "RSA-2048", "digitalSignature")),
              HasSubstr("keyEncipherment"));
  EXPECT_THAT(said(authority_.issue_with("signs-too", "P-256", "digitalSignature")),
              HasSubstr("keyAgreement"));
  EXPECT_EQ(said(authority_.issue_with("takes", "RSA-2048", "keyEncipherment")), "taken");
  const Identity good = owner("P-256");
  EXPECT_THAT(said({good.key_file, {}}), HasSubstr("is no certificate"));
  EXPECT_THAT(said({at("absent.pem"), {}}), HasSubstr("there is no certificate"));
  EXPECT_THAT(Recipient::read(good.certificate_file, Time{}).error().say, HasSubstr("not valid yet"));
}

TEST_F(EnvelopeTest, KeysThatAreNotRead) {
  const Identity who = owner("P-256");
  EXPECT_THAT(PrivateKey::read(who.certificate_file).error().say, HasSubstr("can be read by everybody"));
  fs::permissions(who.certificate_file, fs::perms::owner_read);
  EXPECT_THAT(PrivateKey::read(who.certificate_file).error().say, HasSubstr("is no private key"));
  EXPECT_EQ(PrivateKey::read(at("absent.key")).error().kind, ErrorKind::not_found);
  ASSERT_EQ(openssl("pkcs8 -topk8 -in P-256.key -passout pass:hush -out locked.key"), 0);
  fs::permissions(at("locked.key"), fs::perms::owner_read);
  EXPECT_THAT(PrivateKey::read(at("locked.key")).error().say, HasSubstr("protected by a passphrase"));
  fs::permissions(who.key_file, fs::perms::others_read, fs::perm_options::add);
  EXPECT_EQ(PrivateKey::read(who.key_file).error().kind, ErrorKind::forbidden);
}

TEST_F(EnvelopeTest, WhatCannotBeWrittenIsSaidAndNotLeftHalf) {
  const Identity who = owner("P-256");
  const auto key = PrivateKey::read(who.key_file).value();
  seal(who, some_text(900'000));
  EXPECT_EQ(encrypt_file(at("plain"), at("sealed"), recipient(who).value()).error().kind,
            ErrorKind::unavailable)
      << "a file that exists stays as it is";
  EXPECT_EQ(size_inside(at("sealed")), 900'000U);
  put(at("plain"), "");
  EXPECT_THAT(encrypt_file(at("plain"), at("empty"), recipient(who).value()).error().say,
              HasSubstr("is empty"));
  put(at("plain"), some_text(900'000));
  // As on a full disk, and without the signal that would end the program.
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small{200'000, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &small);
  const auto sealed = encrypt_file(at("plain"), at("half"), recipient(who).value());
  const auto plain = decrypt_file(at("sealed"), at("out"), key);
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, SIG_DFL);
  ASSERT_FALSE(sealed);
  ASSERT_FALSE(plain);
  EXPECT_THAT(sealed.error().say, HasSubstr("File too large"));
  EXPECT_THAT(plain.error().say, HasSubstr("File too large"));
  EXPECT_FALSE(fs::exists(at("half")));
  EXPECT_FALSE(fs::exists(at("out")));
}

}  // namespace
}  // namespace muster::net
