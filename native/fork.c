// Forks the process, so that a copy can write a heap snapshot while the program goes on. It is
// linked without a C library, so that one object a CPU serves glibc and musl, and calls the kernel
// itself: that takes no lock which may be held by a thread that the copy does not have.
// docs/internals/fork-snapshot.md says why each step is there.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <node_api.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>

enum { MOST_RANGES = 65536, LAST_SIGNAL = 64, NICER_BY = 3, NO_RESULT = 70, NO_PREPARATION = 71 };

static struct { unsigned long from, to; } ranges[MOST_RANGES];
static long range_count, is_busy;

static long sys(long number, long a, long b, long c, long d) {
#if defined(__x86_64__)
  register long r10 __asm__("r10") = d;
  __asm__ volatile("syscall" : "+a"(number) : "D"(a), "S"(b), "d"(c), "r"(r10)
                   : "rcx", "r11", "memory");
  return number;
#elif defined(__aarch64__)
  register long x8 __asm__("x8") = number, x0 __asm__("x0") = a, x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c, x3 __asm__("x3") = d;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3) : "memory");
  return x0;
#endif
}

static unsigned long hex(const char **at) {
  unsigned long value = 0;
  for (; **at > ' ' && **at != '-'; (*at)++)
    value = value * 16 + (unsigned long)(**at <= '9' ? **at - '0' : **at - 'a' + 10);
  return value;
}

// A line of smaps: keeps the private mapping that begins here, and lists it if its flags say `dc`.
static void read_line(const char *line, unsigned long mapping[2]) {
  for (const char *at = line + 1; line[0] == 'V' && mapping[1] != 0 && at[0] != '\n'; at++) {
    if (at[-1] != ' ' || at[0] != 'd' || at[1] != 'c') continue;
    if (range_count > 0 && ranges[range_count - 1].to == mapping[0]) range_count--;
    else ranges[range_count].from = mapping[0];
    ranges[range_count++].to = mapping[1];
    return;
  }
  if (line[0] >= 'A' && line[0] <= 'Z') return;
  mapping[0] = hex(&line), line++;
  unsigned long to = hex(&line);
  mapping[1] = line[0] == ' ' && line[4] == 'p' ? to : 0;
}

// Lists what V8 keeps out of forks; a negative error number where that cannot be done.
static long find_ranges(void) {
  static char text[65536], line[128];
  unsigned long mapping[2] = {0, 0};
  long got = 0, length = 0, fd = sys(SYS_openat, AT_FDCWD, (long)"/proc/self/smaps", O_CLOEXEC, 0);
  if (fd < 0) return fd;
  range_count = 0;
  while (range_count < MOST_RANGES && (got = sys(SYS_read, fd, (long)text, sizeof text, 0)) > 0) {
    for (long at = 0; at < got && range_count < MOST_RANGES; at++) {
      line[length] = text[at];
      length += length < (long)sizeof line - 1;
      if (text[at] == '\n') read_line(line, mapping), length = 0;
    }
  }
  sys(SYS_close, fd, 0, 0, 0);
  return range_count < MOST_RANGES ? got : -E2BIG;
}

static void advise(long advice) {
  for (long at = 0; at < range_count; at++)
    sys(SYS_madvise, (long)ranges[at].from, (long)(ranges[at].to - ranges[at].from), advice, 0);
}

static int same(const char *a, const char *b) {
  while (*a != 0 && *a == *b) a++, b++;
  return *a == *b;
}

static int wake_nobody(void) { return 0; }

// Who waits on a condition variable is not in the copy, and to signal it would be to wait for them.
static int disarm(struct dl_phdr_info *object, size_t size, void *none) {
  unsigned long base = object->dlpi_addr, values[DT_JMPREL + 1] = {0};
  const ElfW(Dyn) *entry = 0;
  for (int at = 0; at < object->dlpi_phnum; at++)
    if (object->dlpi_phdr[at].p_type == PT_DYNAMIC)
      entry = (void *)(base + object->dlpi_phdr[at].p_vaddr);
  for (; entry != 0 && entry->d_tag != DT_NULL; entry++)
    if (entry->d_tag >= 0 && entry->d_tag <= DT_JMPREL) values[entry->d_tag] = entry->d_un.d_val;
  // glibc has relocated these addresses, musl has not.
  for (int tag = 0; tag <= DT_JMPREL; tag++)
    if (tag != DT_RELASZ && tag != DT_PLTRELSZ && values[tag] < base) values[tag] += base;
  const ElfW(Sym) *symbols = (void *)values[DT_SYMTAB];
  for (int table = 0; table < 2; table++) {
    const ElfW(Rela) *each = (void *)values[table ? DT_JMPREL : DT_RELA];
    const ElfW(Rela) *end = (void *)((char *)each + values[table ? DT_PLTRELSZ : DT_RELASZ]);
    for (; each < end; each++) {
      const char *name = (char *)values[DT_STRTAB] + symbols[ELF64_R_SYM(each->r_info)].st_name;
      if (!same(name, "pthread_cond_signal") && !same(name, "pthread_cond_broadcast")) continue;
      unsigned long slot = base + each->r_offset;
      for (unsigned long page = 4096; page <= 65536; page *= 4)
        if (sys(SYS_mprotect, (long)(slot & -page), 8, PROT_READ | PROT_WRITE, 0) == 0) break;
      *(void **)slot = (void *)wake_nobody;
    }
  }
  return 0;
}

// From here on every descriptor leads nowhere. They stay open, for libuv aborts if it cannot write.
static int close_descriptors(void) {
  static char list[8192];
  long got, null = sys(SYS_openat, AT_FDCWD, (long)"/dev/null", O_RDWR | O_CLOEXEC, 0);
  long folder = sys(SYS_openat, AT_FDCWD, (long)"/proc/self/fd", O_DIRECTORY | O_CLOEXEC, 0);
  if (null < 0 || folder < 0) return 0;
  while ((got = sys(SYS_getdents64, folder, (long)list, sizeof list, 0)) > 0) {
    // Of an entry: its length at 16, its name at 19.
    for (char *at = list; at < list + got; at += *(unsigned short *)(at + 16)) {
      long fd = 0;
      for (const char *digit = at + 19; *digit >= '0'; digit++) fd = fd * 10 + *digit - '0';
      if (at[19] != '.' && fd != folder && fd != null) sys(SYS_dup3, null, fd, O_CLOEXEC, 0);
    }
  }
  return got == 0;
}

// The copy goes first when memory is short or its parent dies, and can disturb nobody.
static int prepare_child(long parent, long memory_limit) {
  struct { unsigned long soft, hard; } core = {1, 1}, memory = {memory_limit, memory_limit};
  unsigned long as_by_default[4] = {0, 0, 0, 0}, make_or_remove = 0x1ff1;
  long fd = sys(SYS_openat, AT_FDCWD, (long)"/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC, 0);
  sys(SYS_write, fd, (long)"1000", 4, 0);
  sys(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0);
  for (int signal = 1; signal <= LAST_SIGNAL; signal++)
    sys(SYS_rt_sigaction, signal, (long)as_by_default, 0, 8);
  // One byte: a limit of none would still let a core dump into a pipe.
  sys(SYS_prlimit64, 0, RLIMIT_CORE, (long)&core, 0);
  if (memory_limit > 0) sys(SYS_prlimit64, 0, RLIMIT_AS, (long)&memory, 0);
  // The kernel tells 20 less the niceness.
  sys(SYS_setpriority, PRIO_PROCESS, 0, 20 - sys(SYS_getpriority, 0, 0, 0, 0) + NICER_BY, 0);
  // A finalizer of some add-on may run here: files can neither be made nor removed any more.
  sys(SYS_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0);
  fd = sys(SYS_landlock_create_ruleset, (long)&make_or_remove, sizeof make_or_remove, 0, 0);
  sys(SYS_landlock_restrict_self, fd, 0, 0, 0);
  if (sys(SYS_getppid, 0, 0, 0, 0) != parent || !close_descriptors()) return 0;
  dl_iterate_phdr(disarm, 0);
  return 1;
}

static int run_child(napi_env env, napi_value run) {
  napi_value answer;
  int32_t code = NO_RESULT;
  if (napi_call_function(env, run, run, 0, 0, &answer) == napi_ok)
    napi_get_value_int32(env, answer, &code);
  return code;
}

// Where a thread ends before its copy, nobody else would ever ask for the copy's end.
static void abandon(void *pid) {
  sys(SYS_kill, (long)pid, SIGKILL, 0, 0);
  if (sys(SYS_gettid, 0, 0, 0, 0) != sys(SYS_getpid, 0, 0, 0, 0))
    sys(SYS_wait4, (long)pid, 0, __WALL, 0);
}

static napi_value number(napi_env env, long value) {
  napi_value result;
  napi_create_int64(env, value, &result);
  return result;
}

// fork(run, addressSpaceBytes): `run` gives the copy's exit code. Its pid, or a negative error.
static napi_value fork_process(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value args[2];
  int64_t limit = 0;
  unsigned long all = ~0UL, before = 0;
  napi_get_cb_info(env, info, &count, args, 0, 0);
  napi_get_value_int64(env, args[1], &limit);
  if (__atomic_test_and_set(&is_busy, __ATOMIC_ACQUIRE)) return number(env, -EBUSY);
  long parent = sys(SYS_getpid, 0, 0, 0, 0), pid = find_ranges();
  if (pid == 0) {
    // No handler of the program's runs in the copy.
    sys(SYS_rt_sigprocmask, SIG_BLOCK, (long)&all, (long)&before, 8);
    advise(MADV_DOFORK);
    // Without a signal at its end: the program never hears of this child.
    pid = sys(SYS_clone, 0, 0, 0, 0);
    if (pid == 0)
      for (int ready = prepare_child(parent, limit);;)
        sys(SYS_exit_group, ready ? run_child(env, args[0]) : NO_PREPARATION, 0, 0, 0);
    advise(MADV_DONTFORK);
    sys(SYS_rt_sigprocmask, SIG_SETMASK, (long)&before, 0, 8);
    if (pid > 0) napi_add_env_cleanup_hook(env, abandon, (void *)pid);
  }
  __atomic_clear(&is_busy, __ATOMIC_RELEASE);
  return number(env, pid);
}

// reap(pid): how the copy ended, as wait() says it; -1 while it runs, else -ECHILD.
static napi_value reap(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value arg;
  int64_t pid = 0;
  int status = 0;
  napi_get_cb_info(env, info, &count, &arg, 0, 0);
  napi_get_value_int64(env, arg, &pid);
  long got = sys(SYS_wait4, pid, (long)&status, WNOHANG | __WALL, 0);
  if (got == 0) return number(env, -1);
  napi_remove_env_cleanup_hook(env, abandon, (void *)pid);
  return number(env, got == pid ? status : got);
}

extern void *_ZN2v87Isolate10GetCurrentEv(void) __attribute__((weak));
extern void *_ZN2v87Isolate15GetHeapProfilerEv(void *) __attribute__((weak));
extern void _ZN2v812HeapProfiler24StartTrackingHeapObjectsEb(void *, _Bool) __attribute__((weak));

// numberObjects(): V8 numbers all objects, as for a snapshot; 0 where this V8 cannot be asked.
static napi_value number_objects(napi_env env, napi_callback_info info) {
  if (!_ZN2v812HeapProfiler24StartTrackingHeapObjectsEb) return number(env, 0);
  void *profiler = _ZN2v87Isolate15GetHeapProfilerEv(_ZN2v87Isolate10GetCurrentEv());
  _ZN2v812HeapProfiler24StartTrackingHeapObjectsEb(profiler, 0);
  return number(env, 1);
}

NAPI_MODULE_EXPORT napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  const char *names[] = {"fork", "reap", "numberObjects"};
  napi_callback calls[] = {fork_process, reap, number_objects};
  for (int at = 0; at < 3; at++) {
    napi_value function;
    napi_create_function(env, names[at], NAPI_AUTO_LENGTH, calls[at], 0, &function);
    napi_set_named_property(env, exports, names[at], function);
  }
  return exports;
}
