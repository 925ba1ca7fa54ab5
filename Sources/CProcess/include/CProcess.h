#ifndef C_PROCESS_H
#define C_PROCESS_H

// What Linux offers a process and Swift cannot call: prctl takes a varying number of arguments, closefrom hides from strict C.
//
// No system header is included here: what it declares would be this module's as well as Glibc's, and a file that imports Glibc alone would not
// compile where the whole module is compiled at once, as for a release.

// No core is written, by the kernel or by a helper it starts, and other processes of the same account cannot read memory or environment.
// 0, or -1 and errno.
int cpr_keep_secrets(void);

// In the child, which shares no table with threads of ours that open something until then. `actions`: a posix_spawn_file_actions_t.
// 0, or an error number.
int cpr_close_from(void *actions, int descriptor);

#endif
