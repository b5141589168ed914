/* The fork server: a small clean process made at program start, which forks this host's workers on request.
 * Promise: workers start from memory that no user code has touched and share its pages; every worker ends when its
 * master ends, however it ends; the end of a worker is reported with its cause (waitpid's status). There is no name in
 * the file system and no port: the sockets are pairs made before the fork. */
#ifndef CLU_FORKSERVER_H
#define CLU_FORKSERVER_H
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* What runs in a new worker; it never returns. fd is the socket to the master. */
typedef void (*WorkerMain)(int fd, int id);

typedef struct WorkerEnd {
  int id;
  pid_t pid;
  int status; /* as of waitpid */
} WorkerEnd;

/* Forks the server. Call it once, first of all in main, when the heap is mapped. 0 or -errno. Before the first worker
 * the server calls prepare (or nothing, if NULL), for what all workers would do first: they share the pages written. */
int forkserver_start(WorkerMain worker, void (*prepare)(void));
/* Makes worker id. setup: "DIR\0NAME=VALUE\0..." (setup_size bytes, may be 0). Gives the master's end of its socket and
 * the reading end of its output. 0 or -errno; -EAGAIN: the server has many to make, and may wait for its reports to be
 * taken. */
int forkserver_spawn(int id, const char *setup, size_t setup_size, int *socket, int *output);
/* The socket on which reports arrive, to be watched; -1: no server. */
int forkserver_fd(void);
/* The next report; false if there is none now. A started worker is reported with status -1. */
bool forkserver_report(WorkerEnd *end);
/* Whether a report will never come again: somebody ended the server, and with it the workers. */
bool forkserver_gone(void);
/* The cause of an end in words: "exited with status 3", "killed by signal 9 (Killed)". */
void forkserver_cause(int status, char *text, size_t size);
/* In a worker: its master's standard error (its own goes to its output). */
int forkserver_stderr(void);
/* Ends the server and all workers now, and leaves nothing of them in the table of processes. */
void forkserver_stop(void);
#endif
