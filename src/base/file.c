/* Files and folders: what they are, making, moving, removing them; the environment; running commands. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <uv.h>

#include "base/io.h"
#include "base/text.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/module.h"
#include "value/struct.h"
#include "value/symbol.h"

extern char **environ;

Value io_error_text(int code) { return v_format("%s (%s)", uv_strerror(code), uv_err_name(code)); }

void throw_ioerror(const char *what, int err) {
  Value fields[2] = {v_format("%s: %s", what, as_string(io_error_text(-err))->text), v_int(-err)};
  throw_value(call(module_get(CORE->base, symbol("IOError")), fields, 2));
}

static const char *path_of(Value v) {
  const char *s;
  size_t n;
  text_view(v, &s, &n);
  if (memchr(s, 0, n)) throw_argument("embedded NULs are not allowed in C strings: a path");
  return as_string(v_string_n(s, n))->text;
}

static void check(int rc, const char *what) {
  if (rc < 0) throw_ioerror(what, errno);
}

static double seconds(struct timespec t) { return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec; }

/* (device, inode, mode, nlink, uid, gid, rdev, size, blksize, blocks, mtime, ctime), or nothing. */
BUILTIN(file_stat, "_stat(path::AbstractString, follow::Bool)\n_stat(fd::Int64, follow::Bool)", "") {
  struct stat st;
  int rc = args[0].type == T_INT64 ? fstat((int)args[0].i, &st)
           : args[1].u             ? stat(path_of(args[0]), &st)
                                   : lstat(path_of(args[0]), &st);
  if (rc < 0) return v_nothing();
  Value fields[12] = {v_uint(st.st_dev),           v_uint(st.st_ino),          v_uint(st.st_mode),
                      v_int((int64_t)st.st_nlink), v_uint(st.st_uid),          v_uint(st.st_gid),
                      v_uint(st.st_rdev),          v_int(st.st_size),          v_int(st.st_blksize),
                      v_int(st.st_blocks),         v_f64(seconds(st.st_mtim)), v_f64(seconds(st.st_ctim))};
  return tuple_new(fields, 12);
}

BUILTIN(file_mkdir, "_mkdir(path::AbstractString, mode::Int64)", "") {
  check(mkdir(path_of(args[0]), (mode_t)args[1].i), "mkdir");
  return args[0];
}
BUILTIN(file_unlink, "_unlink(path::AbstractString)", "") {
  check(unlink(path_of(args[0])), "unlink");
  return v_nothing();
}
BUILTIN(file_rmdir, "_rmdir(path::AbstractString)", "") {
  const char *path = path_of(args[0]);
  if (rmdir(path) < 0) {
    Value fields[3] = {v_string("rmdir"), v_int(errno), args[0]};
    throw_value(call(v_object(T_SYSTEMERROR), fields, 3));
  }
  return v_nothing();
}
BUILTIN(file_rename, "_rename(from::AbstractString, to::AbstractString)", "") {
  return v_bool(rename(path_of(args[0]), path_of(args[1])) == 0);
}
BUILTIN(file_symlink, "symlink(target::AbstractString, link::AbstractString)",
        "Makes `link` a symbolic link to `target`.") {
  check(symlink(path_of(args[0]), path_of(args[1])), "symlink");
  return v_nothing();
}
BUILTIN(file_readlink, "readlink(path::AbstractString)", "What a symbolic link points to.") {
  char target[PATH_MAX];
  ssize_t n = readlink(path_of(args[0]), target, sizeof target);
  if (n < 0) throw_ioerror("readlink", errno);
  return v_string_n(target, (size_t)n);
}
BUILTIN(file_realpath, "realpath(path::AbstractString)", "The absolute path without symbolic links.") {
  char target[PATH_MAX];
  if (!realpath(path_of(args[0]), target)) throw_ioerror("realpath", errno);
  return v_string(target);
}
BUILTIN(file_chown, "_chown(path::AbstractString, owner::Int64, group::Int64)", "") {
  check(chown(path_of(args[0]), (uid_t)args[1].i, (gid_t)args[2].i), "chown");
  return args[0];
}
BUILTIN(file_chmod, "_chmod(path::AbstractString, mode::Int64)", "") {
  check(chmod(path_of(args[0]), (mode_t)args[1].i), "chmod");
  return args[0];
}
BUILTIN(file_pwd, "pwd()", "The current folder.") {
  char path[PATH_MAX];
  if (!getcwd(path, sizeof path)) throw_ioerror("getcwd", errno);
  return v_string(path);
}
BUILTIN(file_cd, "_cd(path::AbstractString)", "") {
  const char *path = path_of(args[0]);
  if (chdir(path) < 0) throw_ioerror(as_string(v_format("chdir %s", path))->text, errno);
  return v_nothing();
}
BUILTIN(file_touch, "_touch(path::AbstractString)", "") {
  int fd = open(path_of(args[0]), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
  if (fd < 0) throw_ioerror("open", errno);
  futimens(fd, NULL);
  close(fd);
  return args[0];
}

BUILTIN(file_copy, "_copyfile(from::AbstractString, to::AbstractString)", "") {
  int in = open(path_of(args[0]), O_RDONLY | O_CLOEXEC);
  if (in < 0) throw_ioerror("open", errno);
  struct stat st;
  fstat(in, &st);
  int out = open(path_of(args[1]), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, st.st_mode & 0777), err = errno;
  char *buf = gc_alloc_leaf(1 << 16);
  ssize_t n = -1;
  if (out >= 0) {
    while ((n = read(in, buf, 1 << 16)) > 0)
      for (ssize_t done = 0, w; done < n; done += w)
        if ((w = write(out, buf + done, (size_t)(n - done))) < 0) goto end;
  end:
    err = errno;
    close(out);
  }
  close(in);
  if (out < 0) throw_ioerror("open", err);
  if (n) throw_ioerror("copy", err);
  return v_nothing();
}

static int by_name(const void *a, const void *b) {
  return strcmp(as_string(*(const Value *)a)->text, as_string(*(const Value *)b)->text);
}

BUILTIN(file_readdir, "_readdir(path::AbstractString, sort::Bool)", "") {
  const char *path = path_of(args[0]);
  DIR *dir = opendir(path);
  if (!dir) throw_system(as_string(v_format("unable to read directory %s", path))->text, errno);
  Array *names = array_vector(&T_STRING->head, 0);
  Handler h;
  if (CATCH(h)) {
    closedir(dir);
    rethrow_value(h.exception);
  }
  for (struct dirent *e; (e = readdir(dir));)
    if (strcmp(e->d_name, ".") && strcmp(e->d_name, "..")) array_push(names, v_string(e->d_name));
  catch_end(&h);
  closedir(dir);
  if (args[1].u && names->len) qsort(names->data, names->len, sizeof(Value), by_name);
  return v_object(names);
}

/* A new file (or folder) with a name of its own: (path, descriptor). */
BUILTIN(file_mktemp, "_mktemp(parent::AbstractString)", "") {
  char *name = gc_alloc_leaf(PATH_MAX);
  snprintf(name, PATH_MAX, "%s/jl_XXXXXX", path_of(args[0]));
  int fd = mkostemp(name, O_CLOEXEC);
  if (fd < 0) throw_system("mktemp", errno);
  Value pair[2] = {v_string(name), v_int(fd)};
  return tuple_new(pair, 2);
}
BUILTIN(file_mkdtemp, "_mkdtemp(parent::AbstractString, prefix::AbstractString)", "") {
  char *name = gc_alloc_leaf(PATH_MAX);
  snprintf(name, PATH_MAX, "%s/%sXXXXXX", path_of(args[0]), path_of(args[1]));
  if (!mkdtemp(name)) throw_ioerror("mkdtemp", errno);
  return v_string(name);
}

/* The environment */

BUILTIN(env_get, "_getenv(name::AbstractString)", "") {
  const char *v = getenv(path_of(args[0]));
  return v ? v_string(v) : v_nothing();
}
BUILTIN(env_set, "_setenv(name::AbstractString, value::AbstractString)", "") {
  if (setenv(path_of(args[0]), path_of(args[1]), 1) < 0) throw_system("setenv", errno);
  return v_nothing();
}
BUILTIN(env_unset, "_unsetenv(name::AbstractString)", "") {
  if (unsetenv(path_of(args[0])) < 0) throw_system("unsetenv", errno);
  return v_nothing();
}
BUILTIN(env_all, "_environ()", "") {
  Array *a = array_vector(&T_STRING->head, 0);
  for (char **e = environ; *e; e++) array_push(a, v_string(*e));
  return v_object(a);
}

/* Commands */

static char **strings_of(Array *a) {
  char **list = gc_alloc((a->len + 1) * sizeof *list);
  for (size_t i = 0; i < a->len; i++) list[i] = (char *)(uintptr_t)path_of(array_get(a, i));
  return list;
}

/* Starts words[1] with the descriptors as its stdin, stdout, stderr (-1: /dev/null); env is a vector or nothing.
 * Returns the process id, or minus the error number. */
BUILTIN(process_spawn, "_spawn(words::Vector{String}, in::Int64, out::Int64, err::Int64, env, dir::String)", "") {
  io_flush_std();
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  int64_t fds[3] = {args[1].i, args[2].i, args[3].i};
  for (int i = 0; i < 3; i++) {
    if (fds[i] < 0)
      posix_spawn_file_actions_addopen(&actions, i, "/dev/null", i ? O_WRONLY : O_RDONLY, 0);
    else if (fds[i] != i)
      posix_spawn_file_actions_adddup2(&actions, (int)fds[i], i);
  }
  if (as_string(args[5])->len) posix_spawn_file_actions_addchdir_np(&actions, as_string(args[5])->text);
  char **argv = strings_of(as_array(args[0])), **env = is_array(args[4]) ? strings_of(as_array(args[4])) : environ;
  posix_spawnattr_t attributes; /* what this process ignores is nothing to the command */
  sigset_t usual;
  sigfillset(&usual);
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setsigdefault(&attributes, &usual);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  pid_t pid;
  io_command_started();
  int rc = argv[0] ? posix_spawnp(&pid, argv[0], &actions, &attributes, argv, env) : EINVAL;
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return v_int(rc ? -rc : pid);
}

/* Waits for a process: (exit status, signal); with block=false nothing while it runs. */
BUILTIN(process_wait, "_waitpid(pid::Int64, block::Bool)", "") {
  int status;
  pid_t pid;
  io_flush_std();
  do pid = waitpid((pid_t)args[0].i, &status, args[1].u ? 0 : WNOHANG);
  while (pid < 0 && errno == EINTR);
  if (pid == 0) return v_nothing();
  if (pid < 0) status = 0;
  Value pair[2] = {v_int(WIFEXITED(status) ? WEXITSTATUS(status) : 0),
                   v_int(WIFSIGNALED(status) ? WTERMSIG(status) : 0)};
  return tuple_new(pair, 2);
}

BUILTIN(process_kill, "_kill(pid::Int64, signal::Int64)", "") {
  return v_bool(args[0].i > 0 && kill((pid_t)args[0].i, (int)args[1].i) == 0);
}

BUILTIN(process_pipe, "_pipe()", "") {
  int fds[2];
  if (pipe2(fds, O_CLOEXEC) < 0) throw_system("pipe", errno);
  Value pair[2] = {v_int(fds[0]), v_int(fds[1])};
  return tuple_new(pair, 2);
}
BUILTIN(process_close_fd, "_closefd(fd::Int64)", "") {
  close((int)args[0].i);
  return v_nothing();
}
BUILTIN(process_strerror, "_strerror(err::Int64)", "") {
  return v_format("%s (%s)", uv_strerror((int)-args[0].i), uv_err_name((int)-args[0].i));
}

/* Ends the process; what should be done before that is run_atexit's business. */
BUILTIN(process_exit, "_exit(status::Int64)", "") {
  io_flush_std();
  exit((int)args[0].i);
}

BUILTIN(process_libc_strerror, "_libc_strerror(err::Int64)", "") { return v_string(strerror((int)args[0].i)); }
BUILTIN(process_getpid, "_getpid()", "") { return v_int(getpid()); }
