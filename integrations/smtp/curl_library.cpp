#include "integrations/smtp/curl_library.hpp"

#include <dlfcn.h>

#include <string>
#include <type_traits>

namespace muster::smtp {

namespace {

constexpr const char* kFile = "libcurl.so.4";  // deploy/libraries knows it, too

// "" or what is missing.
std::string find_all(void* library, CurlLibrary& curl) {
  std::string missing;
  const auto find = [&](auto& function, const char* name) {
    function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(dlsym(library, name));
    if (function == nullptr) missing = name;
  };
  find(curl.global_init, "curl_global_init");
  find(curl.easy_init, "curl_easy_init");
  find(curl.easy_cleanup, "curl_easy_cleanup");
  find(curl.easy_setopt, "curl_easy_setopt");
  find(curl.easy_perform, "curl_easy_perform");
  find(curl.easy_getinfo, "curl_easy_getinfo");
  find(curl.easy_strerror, "curl_easy_strerror");
  find(curl.slist_append, "curl_slist_append");
  find(curl.slist_free_all, "curl_slist_free_all");
  return missing;
}

Result<CurlLibrary> load() {
  const auto unusable = [](const std::string& why) {
    return fail(ErrorKind::unavailable,
                std::string{"Mail goes out through libcurl, and "} + kFile +
                    " cannot be loaded: install it (Debian's package libcurl4), or take smtp out of the "
                    "configuration.",
                why);
  };
  void* library = dlopen(kFile, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return unusable(dlerror());
  CurlLibrary curl;
  if (const std::string missing = find_all(library, curl); !missing.empty())
    return unusable("it has no " + missing);
  if (const CURLcode code = curl.global_init(CURL_GLOBAL_DEFAULT); code != CURLE_OK)
    return unusable(curl.easy_strerror(code));
  return curl;
}

}  // namespace

Result<const CurlLibrary*> curl_library() {
  static const Result<CurlLibrary> kLoaded = load();
  if (!kLoaded) return std::unexpected(kLoaded.error());
  return &*kLoaded;
}

}  // namespace muster::smtp
