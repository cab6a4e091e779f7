#include "tests/emulators/common/ledger.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace muster::fake {

Ledger::~Ledger() {
  flush();
  if (file_ >= 0) ::close(file_);
}

bool Ledger::open(const std::string& path, const std::function<void(const Json&)>& restore,
                  std::string& problem) {
  if (path.empty()) return true;
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  if (in) text << in.rdbuf();
  const std::string all = text.str();
  std::size_t at = 0;
  std::int64_t last_ms = 0;
  for (std::size_t end; (end = all.find('\n', at)) != std::string::npos; at = end + 1) {
    Json entry = Json::parse(all.substr(at, end - at), nullptr, false);
    if (entry.is_discarded()) {
      problem = "the ledger " + path + " holds a line that is not JSON; name another file";
      return false;
    }
    seq_ = std::max(seq_, get_int(entry, "seq"));
    last_ms = std::max(last_ms, get_int(entry, "at_ms"));
    if (get_string(entry, "kind") == "state") {
      restore(entry);
    } else {
      entries_.push_back(std::move(entry));
    }
  }
  clock_.not_before((last_ms + 1) * 1000);
  file_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (file_ < 0 || ::ftruncate(file_, static_cast<off_t>(at)) != 0 || ::lseek(file_, 0, SEEK_END) < 0) {
    problem = "cannot write the ledger " + path + ": " + std::strerror(errno);
    return false;
  }
  return true;
}

std::int64_t Ledger::add(const char* kind, Json entry) {
  entry["seq"] = ++seq_;
  entry["at_ms"] = clock_.now_ms();
  entry["kind"] = kind;
  if (file_ >= 0) unwritten_ += dump(entry) + "\n";
  entries_.push_back(std::move(entry));
  changed_ = true;
  return seq_;
}

void Ledger::add_state(Json entry) {
  changed_ = true;
  if (file_ < 0) return;
  entry["kind"] = "state";
  entry["at_ms"] = clock_.now_ms();
  unwritten_ += dump(entry) + "\n";
}

void Ledger::flush() {
  std::size_t done = 0;
  while (done < unwritten_.size()) {
    const ssize_t n = ::write(file_, unwritten_.data() + done, unwritten_.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) break;
    done += static_cast<std::size_t>(n);
  }
  unwritten_.clear();
  if (std::exchange(changed_, false) && wake_) wake_();
}

}  // namespace muster::fake
