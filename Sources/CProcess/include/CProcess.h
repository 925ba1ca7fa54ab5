#ifndef C_PROCESS_H
#define C_PROCESS_H

// What Linux offers a process and Swift cannot call: prctl takes a varying number of arguments, closefrom hides from strict C.
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/resource.h>

// No core is written, by the kernel or by a helper it starts, and other processes of the same account cannot read memory or environment.
static inline int cpr_keep_secrets(void) {
  struct rlimit none = {0, 0};
  int limited = setrlimit(RLIMIT_CORE, &none);
  return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && limited == 0 ? 0 : -1;
}

// In the child, which shares no table with threads of ours that open something until then.
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);

static inline int cpr_close_from(posix_spawn_file_actions_t *actions, int descriptor) {
  return posix_spawn_file_actions_addclosefrom_np(actions, descriptor);
}

#endif
