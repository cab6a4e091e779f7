#include "tests/emulators/teams/key_ring.hpp"

#include <set>

#include "tests/emulators/common/refusal.hpp"

namespace muster::fake::teams {
namespace {

const std::set<std::string> kLies = {"none",    "issuer",    "no_jwks_uri",    "not_json",
                                     "no_keys", "other_key", "no_endorsements"};

}  // namespace

const Json& KeyRing::document() const {
  static const Json kNone = Json::object();
  const Json* found = world_.find(kind::kKeyDocument, "document");
  return found ? *found : kNone;
}

void KeyRing::begin() {
  if (!world_.all(kind::kKeys).empty()) return;
  add({"msteams"}, true);
  // Published from the start: a bot that knows them must refuse them for what they are endorsed for.
  endorsed_kid("directline");
  endorsed_kid("");
}

std::string KeyRing::add(Json endorsements, bool current) {
  Key key = make_rsa_key();
  const std::string kid = base64url(random_hex(10)).substr(0, 24);
  world_.put(kind::kKeys, kid,
             {{"kid", kid},
              {"pem", to_pem(key.get())},
              {"endorsements", std::move(endorsements)},
              {"published", true},
              {"current", current}});
  loaded_[kid] = std::move(key);
  return kid;
}

std::string KeyRing::current_kid() const {
  for (const auto& [kid, key] : world_.all(kind::kKeys)) {
    if (get_bool(key, "current")) return kid;
  }
  return "";
}

EVP_PKEY* KeyRing::key(const std::string& kid) {
  Key& loaded = loaded_[kid];
  if (!loaded) loaded = from_pem(get_string(*world_.find(kind::kKeys, kid), "pem"));
  return loaded.get();
}

EVP_PKEY* KeyRing::current() {
  return key(current_kid());
}

EVP_PKEY* KeyRing::rogue() {
  if (!rogue_) rogue_ = make_rsa_key();
  return rogue_.get();
}

std::string KeyRing::endorsed_kid(const std::string& endorsement) {
  const Json wanted = endorsement.empty() ? Json::array() : Json::array({endorsement});
  for (const auto& [kid, key] : world_.all(kind::kKeys)) {
    if (!get_bool(key, "current") && get_bool(key, "published") && key["endorsements"] == wanted) return kid;
  }
  return add(wanted, false);
}

void KeyRing::order(const Json& body) {
  const std::string lie = get_string(body, "lie", get_string(document(), "lie"));
  if (!kLies.contains(lie)) throw Refusal{"unknown lie: " + lie};
  world_.put(kind::kKeyDocument, "document",
             {{"padding_bytes", get_int(body, "padding_bytes", get_int(document(), "padding_bytes"))},
              {"lie", lie}});
  const std::string before = current_kid();
  if (get_bool(body, "rotate")) {
    Json old = *world_.find(kind::kKeys, before);
    old["current"] = false;
    if (get_bool(body, "drop_old")) old["published"] = false;
    world_.put(kind::kKeys, before, old);
    add({"msteams"}, true);
  }
  if (body.contains("endorsements")) {
    Json key = *world_.find(kind::kKeys, current_kid());
    key["endorsements"] = body["endorsements"];
    world_.put(kind::kKeys, current_kid(), key);
  }
}

Json KeyRing::shown() const {
  Json list = Json::array();
  for (const auto& [kid, key] : world_.all(kind::kKeys)) {
    Json shown = key;
    shown.erase("pem");
    list.push_back(std::move(shown));
  }
  return list;
}

std::string KeyRing::metadata(const std::string& base_url) const {
  const std::string lie = get_string(document(), "lie");
  if (lie == "not_json") return "<!DOCTYPE html><html><body>Sign in</body></html>";
  Json document = {{"issuer", lie == "issuer" ? "https://evil.example.com" : "https://api.botframework.com"},
                   {"authorization_endpoint", "https://invalid.botframework.com"},
                   {"jwks_uri", base_url + "/v1/.well-known/keys"},
                   {"id_token_signing_alg_values_supported", {"RS256", "RS384", "RS512"}},
                   {"token_endpoint_auth_methods_supported", {"private_key_jwt"}}};
  if (lie == "no_jwks_uri") document.erase("jwks_uri");
  return dump(document);
}

std::string KeyRing::keys() {
  const std::string lie = get_string(document(), "lie");
  if (lie == "not_json") return "<!DOCTYPE html><html><body>Sign in</body></html>";
  Json list = Json::array();
  for (const auto& [kid, document] : world_.all(kind::kKeys)) {
    if (!get_bool(document, "published") || lie == "no_keys") continue;
    Json jwk = public_jwk(lie == "other_key" ? rogue() : key(kid));
    jwk.update({{"kty", "RSA"}, {"use", "sig"}, {"kid", kid}, {"x5t", kid}});
    if (lie != "no_endorsements") jwk["endorsements"] = document["endorsements"];
    list.push_back(std::move(jwk));
  }
  // The real document is about a megabyte because of certificate chains that nobody needs.
  const auto padding = static_cast<std::size_t>(get_int(this->document(), "padding_bytes"));
  if (padding > 0 && !list.empty()) list[0]["x5c"] = Json::array({std::string(padding, 'A')});
  return dump({{"keys", list}});
}

}  // namespace muster::fake::teams
