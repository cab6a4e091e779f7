// libcurl, loaded when there is a mail server (decision 0025): it brings 25 shared libraries and three
// megabytes of memory that whoever pages without mail would pay for as well.
#pragma once

#include <curl/curl.h>

#include "bot/base/result.hpp"

namespace muster::smtp {

// Its functions by their names without curl_.
struct CurlLibrary {
  decltype(&curl_global_init) global_init = nullptr;
  decltype(&curl_easy_init) easy_init = nullptr;
  decltype(&curl_easy_cleanup) easy_cleanup = nullptr;
  decltype(&curl_easy_setopt) easy_setopt = nullptr;
  decltype(&curl_easy_perform) easy_perform = nullptr;
  decltype(&curl_easy_getinfo) easy_getinfo = nullptr;
  decltype(&curl_easy_strerror) easy_strerror = nullptr;
  decltype(&curl_slist_append) slist_append = nullptr;
  decltype(&curl_slist_free_all) slist_free_all = nullptr;
};

// Ready to use; loaded and set up by the first call, and never unloaded. Any thread.
// Errors: unavailable, with what to install.
[[nodiscard]] Result<const CurlLibrary*> curl_library();

}  // namespace muster::smtp
