#include "bot/net/authorities.hpp"

#include <gtest/gtest.h>
#include <openssl/pem.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/integration/net/certificates.hpp"

namespace muster::net {
namespace {

namespace fs = std::filesystem;
using Certificate = Owned<X509, X509_free>;

Certificate read_certificate(const fs::path& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{std::fopen(path.c_str(), "r"), &std::fclose};
  return Certificate{PEM_read_X509(file.get(), nullptr, nullptr, nullptr)};
}

bool is_trusted(X509_STORE* store, const fs::path& certificate_file) {
  const Certificate certificate = read_certificate(certificate_file);
  const Owned<X509_STORE_CTX, X509_STORE_CTX_free> context{X509_STORE_CTX_new()};
  X509_STORE_CTX_init(context.get(), store, certificate.get(), nullptr);
  return X509_verify_cert(context.get()) == 1;
}

std::size_t already_read(X509_STORE* store) {
  return static_cast<std::size_t>(sk_X509_OBJECT_num(X509_STORE_get0_objects(store)));
}

class AuthoritiesOfTheSystem : public testing::Test {
 protected:
  AuthoritiesOfTheSystem() { fs::create_directory(directory_); }

  void put_into_file(const TestAuthority& authority) {
    std::ofstream{file_, std::ios::app} << std::ifstream{authority.ca_file()}.rdbuf();
  }
  void put_into_directory(const TestAuthority& authority) {
    const Certificate certificate = read_certificate(authority.ca_file());
    std::array<char, 16> hash{};
    std::snprintf(hash.data(), hash.size(), "%08lx.", X509_subject_name_hash(certificate.get()));
    int number = 0;  // of those with the same hash
    while (fs::exists(directory_ / (hash.data() + std::to_string(number)))) ++number;
    fs::create_symlink(authority.ca_file(), directory_ / (hash.data() + std::to_string(number)));
  }
  Authorities read() { return read_authorities(file_, directory_); }

  TestAuthority one_;
  TestAuthority other_{"another authority"};
  fs::path directory_ = one_.folder() / "hashed";
  fs::path file_ = directory_ / "bundle.crt";
  fs::path of_one_ = one_.issue("leaf", "DNS:localhost").certificate_file;
  fs::path of_other_ = other_.issue("leaf", "DNS:localhost").certificate_file;
};

TEST_F(AuthoritiesOfTheSystem, AreReadFromTheFileWhenThereIsNothingElse) {
  put_into_file(one_);
  const Authorities store = read();
  EXPECT_EQ(already_read(store.get()), 1U);
  EXPECT_TRUE(is_trusted(store.get(), of_one_));
  EXPECT_FALSE(is_trusted(store.get(), of_other_));
}

TEST_F(AuthoritiesOfTheSystem, AreReadFromTheDirectoryWhenOneIsAskedFor) {
  for (const TestAuthority* authority : {&one_, &other_}) {
    put_into_file(*authority);
    put_into_directory(*authority);
  }
  const Authorities store = read();
  EXPECT_EQ(already_read(store.get()), 0U);
  EXPECT_TRUE(is_trusted(store.get(), of_one_));
  EXPECT_TRUE(is_trusted(store.get(), of_other_));
}

TEST_F(AuthoritiesOfTheSystem, ThatAreInTheFileAloneAreNotMissed) {
  put_into_file(one_);
  put_into_file(other_);
  put_into_directory(one_);
  put_into_directory(one_);  // by another name
  const Authorities store = read();
  EXPECT_TRUE(is_trusted(store.get(), of_one_));
  EXPECT_TRUE(is_trusted(store.get(), of_other_));
}

TEST_F(AuthoritiesOfTheSystem, OfAFileThatLiesElsewhereAreReadWhateverTheDirectoryHas) {
  const TestAuthority third{"a third authority"};
  file_ = one_.folder() / "named-in-the-environment.crt";
  put_into_file(other_);
  put_into_directory(one_);
  put_into_directory(third);
  const Authorities store = read();
  EXPECT_TRUE(is_trusted(store.get(), of_one_));
  EXPECT_TRUE(is_trusted(store.get(), of_other_));
}

TEST_F(AuthoritiesOfTheSystem, AreNotCountedByNamesThatLeadNowhere) {
  put_into_file(one_);
  fs::create_symlink(one_.folder() / "gone.pem", directory_ / "0123abcd.0");
  EXPECT_TRUE(is_trusted(read().get(), of_one_));
}

TEST_F(AuthoritiesOfTheSystem, MayBeMissing) {
  const Authorities store = read();
  ASSERT_TRUE(store);
  EXPECT_FALSE(is_trusted(store.get(), of_one_));
}

}  // namespace
}  // namespace muster::net
