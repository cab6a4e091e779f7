#include "tests/power/watched_vfs.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <random>

namespace muster::power {

namespace {

sqlite3_vfs* real = nullptr;
Watcher* watcher = nullptr;
Broken broken = Broken::nothing;
std::mt19937_64 chance;
int injected_errno = 0;  // behind the last call that was made to fail; 0: the system's own

struct File {
  sqlite3_file base;
  std::string* path;  // null: a temporary file without a name
  sqlite3_file* under;
};

File& file_of(sqlite3_file* file) {
  return *reinterpret_cast<File*>(file);
}

int errno_for(int code) {
  if ((code & 0xff) == SQLITE_FULL) return ENOSPC;
  return (code & 0xff) == SQLITE_READONLY ? EROFS : EIO;
}

int ask(Call call, const std::string* path) {
  injected_errno = 0;
  if (watcher == nullptr || path == nullptr) return SQLITE_OK;
  const int code = watcher->before(call, *path);
  if (code != SQLITE_OK) injected_errno = errno_for(code);
  return code;
}

int close_file(sqlite3_file* file) {
  File& own = file_of(file);
  const int code = own.under->pMethods == nullptr ? SQLITE_OK : own.under->pMethods->xClose(own.under);
  delete own.path;
  return code;
}

int read_file(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
  File& own = file_of(file);
  if (const int code = ask(Call::read, own.path); code != SQLITE_OK) return code;
  return own.under->pMethods->xRead(own.under, to, size, offset);
}

int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
  File& own = file_of(file);
  if (const int code = ask(Call::write, own.path); code != SQLITE_OK) return code;
  const int code = own.under->pMethods->xWrite(own.under, from, size, offset);
  if (code == SQLITE_OK && watcher != nullptr && own.path != nullptr)
    watcher->wrote(*own.path, offset, {static_cast<const char*>(from), static_cast<std::size_t>(size)});
  return code;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  File& own = file_of(file);
  if (const int code = ask(Call::truncate, own.path); code != SQLITE_OK) return code;
  const int code = own.under->pMethods->xTruncate(own.under, size);
  if (code == SQLITE_OK && watcher != nullptr && own.path != nullptr) watcher->truncated(*own.path, size);
  return code;
}

int sync_file(sqlite3_file* file, int flags) {
  File& own = file_of(file);
  if (const int code = ask(Call::sync, own.path); code != SQLITE_OK) return code;
  if (broken == Broken::syncs_are_ignored) return SQLITE_OK;
  return own.under->pMethods->xSync(own.under, flags);
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
  File& own = file_of(file);
  if (const int code = ask(Call::size, own.path); code != SQLITE_OK) return code;
  return own.under->pMethods->xFileSize(own.under, size);
}

int lock_file(sqlite3_file* file, int level) {
  File& own = file_of(file);
  if (const int code = ask(Call::lock, own.path); code != SQLITE_OK) return code;
  return own.under->pMethods->xLock(own.under, level);
}

int unlock_file(sqlite3_file* file, int level) {
  File& own = file_of(file);
  return own.under->pMethods->xUnlock(own.under, level);
}

int check_lock(sqlite3_file* file, int* taken) {
  File& own = file_of(file);
  return own.under->pMethods->xCheckReservedLock(own.under, taken);
}

// SQLite hands the pragma's words over before it reads them itself.
void weaken(char** words) {
  const bool means_it = broken == Broken::synchronous_off || broken == Broken::synchronous_normal;
  if (!means_it || words[2] == nullptr || sqlite3_stricmp(words[1], "synchronous") != 0) return;
  words[2][0] = broken == Broken::synchronous_off ? '0' : '1';
  words[2][1] = '\0';
}

int control_file(sqlite3_file* file, int what, void* argument) {
  File& own = file_of(file);
  if (what == SQLITE_FCNTL_PRAGMA) weaken(static_cast<char**>(argument));
  if (what == SQLITE_FCNTL_LAST_ERRNO && injected_errno != 0) {
    *static_cast<int*>(argument) = injected_errno;
    return SQLITE_OK;
  }
  return own.under->pMethods->xFileControl(own.under, what, argument);
}

int sector_size(sqlite3_file* file) {
  File& own = file_of(file);
  return own.under->pMethods->xSectorSize(own.under);
}

int characteristics(sqlite3_file* file) {
  File& own = file_of(file);
  return own.under->pMethods->xDeviceCharacteristics(own.under);
}

int map_shm(sqlite3_file* file, int page, int size, int extend, void volatile** at) {
  File& own = file_of(file);
  if (const int code = ask(Call::shm_map, own.path); code != SQLITE_OK) return code;
  return own.under->pMethods->xShmMap(own.under, page, size, extend, at);
}

int lock_shm(sqlite3_file* file, int offset, int count, int flags) {
  File& own = file_of(file);
  const bool takes = (flags & SQLITE_SHM_LOCK) != 0;
  if (const int code = takes ? ask(Call::shm_lock, own.path) : SQLITE_OK; code != SQLITE_OK) return code;
  return own.under->pMethods->xShmLock(own.under, offset, count, flags);
}

void barrier(sqlite3_file* file) {
  File& own = file_of(file);
  own.under->pMethods->xShmBarrier(own.under);
}

int unmap_shm(sqlite3_file* file, int remove) {
  File& own = file_of(file);
  return own.under->pMethods->xShmUnmap(own.under, remove);
}

// Version 2: with shared memory, without memory-mapped pages, which the store does not use.
const sqlite3_io_methods kMethods = {
    2,         close_file,  read_file,  write_file,   truncate_file, sync_file,       size_of_file,
    lock_file, unlock_file, check_lock, control_file, sector_size,   characteristics, map_shm,
    lock_shm,  barrier,     unmap_shm,  nullptr,      nullptr,
};

int open_file(sqlite3_vfs* /*vfs*/, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  File& own = file_of(file);
  own.base.pMethods = nullptr;
  auto path = name == nullptr ? nullptr : std::make_unique<std::string>(name);
  if (const int code = ask(Call::open, path.get()); code != SQLITE_OK) return code;
  own.under = reinterpret_cast<sqlite3_file*>(&own + 1);
  const int code = real->xOpen(real, name, own.under, flags, out_flags);
  if (code != SQLITE_OK) return code;
  own.base.pMethods = &kMethods;
  own.path = path.release();
  if (watcher != nullptr && own.path != nullptr) watcher->opened(*own.path);
  return SQLITE_OK;
}

int remove_file(sqlite3_vfs* /*vfs*/, const char* name, int sync_directory) {
  const std::string path{name};
  if (const int code = ask(Call::remove, &path); code != SQLITE_OK) return code;
  return real->xDelete(real, name, sync_directory);
}

int access_file(sqlite3_vfs* /*vfs*/, const char* name, int flags, int* answer) {
  const std::string path{name};
  if (const int code = ask(Call::access, &path); code != SQLITE_OK) return code;
  return real->xAccess(real, name, flags, answer);
}

int full_path(sqlite3_vfs* /*vfs*/, const char* name, int size, char* out) {
  return real->xFullPathname(real, name, size, out);
}

int random_bytes(sqlite3_vfs* /*vfs*/, int size, char* out) {
  for (int i = 0; i < size; ++i) out[i] = static_cast<char>(chance());
  return size;
}

int last_error(sqlite3_vfs* /*vfs*/, int size, char* out) {
  return injected_errno != 0 ? injected_errno : real->xGetLastError(real, size, out);
}

}  // namespace

void install_watched_vfs() {
  if (real != nullptr) return;
  real = sqlite3_vfs_find(nullptr);
  static sqlite3_vfs own = *real;
  own.zName = "watched";
  own.pNext = nullptr;
  own.szOsFile = static_cast<int>(sizeof(File)) + real->szOsFile;
  own.xOpen = open_file;
  own.xDelete = remove_file;
  own.xAccess = access_file;
  own.xFullPathname = full_path;
  own.xGetLastError = last_error;
  own.xRandomness = random_bytes;
  sqlite3_vfs_register(&own, 1);
}

void watch(Watcher* whom) {
  watcher = whom;
  injected_errno = 0;
}

void break_with(Broken how) {
  broken = how;
}

void seed_vfs(std::uint64_t seed) {
  chance.seed(seed);
  sqlite3_randomness(0, nullptr);
}

}  // namespace muster::power
