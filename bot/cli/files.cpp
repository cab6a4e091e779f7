// backup, restore, manifest: what goes out of and into files.
#include <cstdio>
#include <optional>

#include "bot/cli/cli.hpp"
#include "bot/cli/cli_codec.hpp"
#include "bot/net/envelope.hpp"
#include "bot/store/sqlite.hpp"
#include "integrations/slack/slack_manifest.hpp"

namespace muster::cli {

namespace {

void say(const Globals& globals, const std::string& name, const std::string& path,
         const std::string& sentence) {
  std::printf("%s\n", globals.json ? done_json(name, path).c_str() : sentence.c_str());
}

namespace fs = std::filesystem;

Result<Done> check_size(const fs::path& plain, const fs::path& sealed) {
  MUSTER_TRY(const std::uint64_t size, net::size_inside(sealed));
  std::error_code code;
  if (size == fs::file_size(plain, code)) return Done{};
  return fail(ErrorKind::internal,
              "the encrypted backup lacks a part: it was thrown away. Please report this");
}

// Empty: the backup is not to be encrypted.
Result<Conversion> encryption(const BackupOptions& options) {
  if (options.certificate.empty()) return Conversion{};
  MUSTER_TRY(const auto recipient, net::Recipient::read(options.certificate, SystemClock{}.now()));
  std::optional<net::PrivateKey> key;
  if (!options.key.empty()) {
    MUSTER_TRY(key, net::PrivateKey::read(options.key));
  }
  return [recipient, key](const fs::path& plain, const fs::path& sealed) -> Result<Done> {
    MUSTER_CHECK(net::encrypt_file(plain, sealed, recipient));
    return key ? net::check_inside(sealed, plain, *key) : check_size(plain, sealed);
  };
}

// Empty: the backup is not encrypted.
Result<Conversion> decryption(const RestoreOptions& options) {
  const std::string& file = options.source;
  const bool encrypted = net::is_envelope(file);
  if (encrypted && options.key.empty()) {
    return fail(ErrorKind::invalid,
                file +
                    " is encrypted: name the key of the certificate it was made for, muster "
                    "restore " +
                    file + " --key KEY.pem");
  }
  std::error_code code;
  if (!encrypted && !options.key.empty() && fs::exists(file, code)) {
    return fail(
        ErrorKind::invalid,
        file + " is not an encrypted backup: leave out --key, or use another one; nothing was changed");
  }
  if (!encrypted) return Conversion{};
  MUSTER_TRY(const auto key, net::PrivateKey::read(options.key));
  return [key](const fs::path& sealed, const fs::path& plain) -> Result<Done> {
    auto done = net::decrypt_file(sealed, plain, key);
    if (!done) done.error().say += "; nothing was changed";
    return done;
  };
}

std::string say_backup(const BackupOptions& options) {
  const std::string& file = options.target;
  if (options.certificate.empty())
    return "Backed up to " + file + " and checked. `muster restore " + file + "` brings it back.";
  const std::string seen = options.key.empty()
                               ? " and checked before that. Whether the key opens it was not tried"
                               : ", checked before that and opened again with " + options.key;
  return "Backed up to " + file + ", encrypted to " + options.certificate + seen + ". `muster restore " +
         file + " --key KEY.pem` brings it back.";
}

}  // namespace

int backup_to(const Globals& globals, const BackupOptions& options) {
  const auto settings = settings_of(globals);
  if (!settings) return complain(settings.error());
  const auto encrypt = encryption(options);
  if (!encrypt) return complain(encrypt.error());
  if (const auto done = backup(data_dir_of(globals, *settings), options.target, *encrypt); !done)
    return complain(done.error());
  say(globals, "backup", options.target, say_backup(options));
  return ok;
}

int restore_from(const Globals& globals, const RestoreOptions& options) {
  const auto settings = settings_of(globals);
  if (!settings) return complain(settings.error());
  const auto decrypt = decryption(options);
  if (!decrypt) return complain(decrypt.error());
  const auto data_dir = data_dir_of(globals, *settings);
  if (const auto done = restore(options.source, data_dir, SystemClock{}.now(), *decrypt); !done)
    return complain(done.error());
  say(globals, "restored", options.source,
      "Restored " + options.source + " into " + data_dir.string() +
          ". The database it replaced lies beside it.");
  return ok;
}

int manifest(const Globals& globals, const ManifestOptions& wanted) {
  if (wanted.platform == "teams") return write_teams_package(globals, wanted);
  if (wanted.platform != "slack") {
    return complain(
        {ErrorKind::invalid, "there is a manifest for slack and for teams: muster manifest slack", "", 0});
  }
  const auto settings = settings_of(globals);
  if (!settings) return complain(settings.error());
  slack::ManifestOptions options;
  options.command = settings->policy.command;
  const std::string text = slack::slack_manifest(options);
  std::printf("%s%s", globals.json ? done_json("manifest", text).c_str() : text.c_str(),
              globals.json ? "\n" : "");
  return ok;
}

}  // namespace muster::cli
