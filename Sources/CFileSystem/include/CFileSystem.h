#ifndef C_FILE_SYSTEM_H
#define C_FILE_SYSTEM_H

// What Linux offers for files and Swift cannot see: statx and renameat2 hide behind _GNU_SOURCE.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

struct cfs_stamp {
  uint32_t mode;
  uint32_t links;
  int64_t size;
  uint64_t device;
  uint64_t inode;
  int64_t modified_seconds, changed_seconds, born_seconds;
  uint32_t modified_nanoseconds, changed_nanoseconds, born_nanoseconds;
};

// The entry itself, never what a link points at. An empty name is the descriptor itself. Birth is 0 where the file system keeps none.
static inline int cfs_stamp_at(int folder, const char *name, struct cfs_stamp *out) {
  struct statx found;
  if (statx(folder, name, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_EMPTY_PATH, STATX_BASIC_STATS | STATX_BTIME, &found) != 0) return -1;
  out->mode = found.stx_mode;
  out->links = found.stx_nlink;
  out->size = (int64_t)found.stx_size;
  out->device = makedev(found.stx_dev_major, found.stx_dev_minor);
  out->inode = found.stx_ino;
  out->modified_seconds = found.stx_mtime.tv_sec;
  out->modified_nanoseconds = found.stx_mtime.tv_nsec;
  out->changed_seconds = found.stx_ctime.tv_sec;
  out->changed_nanoseconds = found.stx_ctime.tv_nsec;
  int born = (found.stx_mask & STATX_BTIME) != 0;
  out->born_seconds = born ? found.stx_btime.tv_sec : 0;
  out->born_nanoseconds = born ? found.stx_btime.tv_nsec : 0;
  return 0;
}

static inline int cfs_magic(int descriptor, uint32_t *magic) {
  struct statfs found;
  if (fstatfs(descriptor, &found) != 0) return -1;
  *magic = (uint32_t)found.f_type;
  return 0;
}

// With flag 1, RENAME_NOREPLACE: EEXIST where the new name is taken; EINVAL where the file system does not know the flag.
static inline int cfs_rename(int from, const char *name, int to, const char *new_name, unsigned flags) {
  return (int)syscall(SYS_renameat2, from, name, to, new_name, flags);
}

static inline const char *cfs_entry_name(const struct dirent *entry) { return entry->d_name; }

#endif
