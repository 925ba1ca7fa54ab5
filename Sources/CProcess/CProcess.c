#include "CProcess.h"

#include <spawn.h>
#include <sys/prctl.h>
#include <sys/resource.h>

int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);

int cpr_keep_secrets(void) {
  struct rlimit none = {0, 0};
  int limited = setrlimit(RLIMIT_CORE, &none);
  return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && limited == 0 ? 0 : -1;
}

int cpr_close_from(void *actions, int descriptor) { return posix_spawn_file_actions_addclosefrom_np(actions, descriptor); }
