/* Makes fdatasync and fsync wait as long as the file $SLOW_SYNC_FILE says, in milliseconds, or fail with EIO when
 * it says "fail". Put before the C library with LD_PRELOAD. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static int wait_or_fail(void) {
  char said[32] = {0};
  const char* file = getenv("SLOW_SYNC_FILE");
  const int fd = file == NULL ? -1 : open(file, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  const ssize_t size = read(fd, said, sizeof said - 1);
  close(fd);
  if (size > 0 && strncmp(said, "fail", 4) == 0) {
    errno = EIO;
    return -1;
  }
  const long ms = strtol(said, NULL, 10);
  const struct timespec nap = {ms / 1000, ms % 1000 * 1000000};
  if (ms > 0) nanosleep(&nap, NULL);
  return 0;
}

int fdatasync(int fd) { return wait_or_fail() != 0 ? -1 : (int)syscall(SYS_fdatasync, fd); }

int fsync(int fd) { return wait_or_fail() != 0 ? -1 : (int)syscall(SYS_fsync, fd); }
