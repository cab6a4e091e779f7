// The keys with which Teams signs what it sends to bots, and the documents that publish them.
#pragma once

#include <map>
#include <string>

#include "tests/emulators/teams/signing.hpp"
#include "tests/emulators/teams/world.hpp"

namespace muster::fake::teams {

class KeyRing {
 public:
  explicit KeyRing(World& world) : world_(world) {}

  // Makes the keys of a new world: one endorsed for Teams, one for another channel, one for none.
  void begin();
  // As in POST /control/keys. Throws Refusal.
  void order(const Json& body);
  Json shown() const;

  std::string current_kid() const;
  EVP_PKEY* current();
  // A key that nothing publishes.
  EVP_PKEY* rogue();
  // A published key that is endorsed for `endorsement` only ("" = for nothing); made when first asked for.
  std::string endorsed_kid(const std::string& endorsement);
  EVP_PKEY* key(const std::string& kid);

  // The bodies of the two documents, lies and padding included.
  std::string metadata(const std::string& base_url) const;
  std::string keys();

 private:
  std::string add(Json endorsements, bool current);
  const Json& document() const;

  World& world_;
  std::map<std::string, Key> loaded_;
  Key rogue_;
};

}  // namespace muster::fake::teams
