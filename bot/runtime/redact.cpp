#include "bot/runtime/redact.hpp"

#include <re2/re2.h>

#include <array>
#include <memory>

namespace muster {

namespace {

struct Mask {
  const char* pattern;
  const char* replacement;
  bool is_shape;  // recognised by its own form, whatever stands before it
};

// Names whose value is secret in name=value and "name":"value". origin_key, dedup_key and the like are not:
// they are what a reader of the log searches for.
#define SECRET_NAMES                                                                              \
  "(?:[a-z_-]*(?:token|secret|password|passphrase)|passwd|pwd|ticket|credentials?|sig|signature|" \
  "api_?key|(?:routing|integration|service|private|signing|access)_key|signin|session(?:_id)?|sid)"

constexpr std::array kMasks = {
    Mask{R"((xox[a-z](?:\.xox[a-z])?|xapp|xwfp)-[a-z0-9-]{3,})", R"(\1-***)", true},
    Mask{R"(\beyJ[a-z0-9_-]{6,}\.[a-z0-9_-]{4,}(?:\.[a-z0-9_-]*)?)", "***", true},
    Mask{R"(\b(ghp_|github_pat_|glpat-|sk_live_|AKIA)[a-z0-9_-]{8,})", R"(\1***)", true},
    Mask{R"(-----BEGIN [A-Z ]*PRIVATE KEY-----(?s:.*?)(?:-----END [A-Z ]*PRIVATE KEY-----|$))", "***", true},
    Mask{R"((hooks\.slack(?:-gov)?\.com/)[^\s"'<>*][^\s"'<>]*)", R"(\1***)", true},
    Mask{R"((/(?:commands|actions|services|workflows|app)/)T[A-Z0-9]+/[^\s"'<>]+)", R"(\1***)", true},
    Mask{R"((\.webhook\.office\.com/|\.logic\.azure\.com[:0-9]*/)[^\s"'<>*][^\s"'<>]*)", R"(\1***)", true},
    Mask{R"((://)[^/\s@"'*:]*:[^/\s@"']+@)", R"(\1***@)", true},
    Mask{R"((/sign-?in/)[a-z0-9_-]{16,})", R"(\1***)", true},
    Mask{R"((^|[\s"'=(])((?:https?://[^\s"'/]+)?/(?:p|hooks/[a-z0-9_-]+)/)[a-z0-9._~%-]{3,})", R"(\1\2***)",
         false},
    Mask{R"(\b(Bearer|GenieKey)[\s:=]+[a-z0-9._~+/=:-]{3,})", R"(\1 ***)", false},
    Mask{R"(((?:proxy-)?authorization|(?:set-)?cookie2?|x-api-key)(\\*"?\s*[:=]\s*\\*"?)[^"\r\n\\]+)",
         R"(\1\2***)", false},
    Mask{R"((\\*"))"
         "(" SECRET_NAMES ")"
         R"((\\*"\s*:\s*\\*")[^"\\]+)",
         R"(\1\2\3***)", false},
    Mask{"\\b(" SECRET_NAMES ")"
         R"((=|%3D)(?:"[^"]*"|[^\s&"',;<>]+))",
         R"(\1\2***)", false},
    Mask{R"(\b(password|passwd|passphrase)(:\s*)[^\s,;"']+)", R"(\1\2***)", false},
    Mask{R"((^|[^0-9a-z])\+[1-9]\d{8,14}\b)", R"(\1+***)", false},
};
#undef SECRET_NAMES

// Compiled once. Latin1, so that bytes which are not UTF-8 cannot hide what stands beside them.
const RE2& compiled(std::size_t rule) {
  static const auto kCompiled = [] {
    RE2::Options options{RE2::Latin1};
    options.set_case_sensitive(false);
    std::array<std::unique_ptr<RE2>, kMasks.size()> all;
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = std::make_unique<RE2>(kMasks[i].pattern, options);
    return all;
  }();
  return *kCompiled[rule];
}

}  // namespace

std::string redact(std::string_view text) {
  std::string out{text};
  for (std::size_t i = 0; i < kMasks.size(); ++i)
    RE2::GlobalReplace(&out, compiled(i), kMasks[i].replacement);
  return out;
}

bool holds_token(std::string_view text) {
  for (std::size_t i = 0; i < kMasks.size(); ++i) {
    if (kMasks[i].is_shape && RE2::PartialMatch({text.data(), text.size()}, compiled(i))) return true;
  }
  return false;
}

}  // namespace muster
