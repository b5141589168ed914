/* The members of the cluster as this process knows them: a table by number.
 * Promise: a member keeps its number for ever, and its place in the table until the next member_make. */
#ifndef CLU_MEMBER_H
#define CLU_MEMBER_H
#include <sys/types.h>

#include "cluster/cluster.h"
#include "host/link.h"

typedef struct Member {
  Link *link; /* in the master; NULL: not (any more) */
  int output; /* reading end of what it prints; -1: none */
  pid_t pid;
  enum { ABSENT, STARTING, ALIVE, GONE } state;
  bool removed;  /* rmprocs asked for its end */
  bool reported; /* its cause is known */
  bool killed;   /* which was SIGKILL */
  char cause[96];
  char *line; /* what it printed since the last line end */
  size_t line_len, line_cap;
} Member;

Member *member_at(int64_t id);  /* NULL: no such place */
Member *member_make(int id);    /* its place, made if need be */
int member_limit(void);         /* no number is so high */
void member_be(int id);         /* this process is number id */
void member_master(Link *link); /* in a worker: the link to its master */
void member_look(void);         /* in a worker: takes all that has come from its master */
Array *member_list(void);       /* the numbers of those alive, ascending */
void member_changed(void);      /* the workers must be told */
/* Tells all workers who exists, if that has changed. */
void member_announce(void);
void member_arrived(const WireFrame *f, const uint8_t *body); /* in a worker: has been told */

/* ---- what workers print (output.c) ---- */
/* Prints what the worker has written up to now. At its end also a line that was not finished. */
void output_drain(int id, bool end);
/* Looks at it whenever there is some. 0 or -errno. */
int output_watch(int id);

/* ---- master and worker alike (life.c) ---- */
void life_begin(void);
void life_call(const char *name); /* a function of the prelude, if it is there */
void life_gone(int id);           /* tells whoever waits for process id or refers to it */

/* ---- a worker (worker.c) ---- */
void worker_prepare(void); /* in the fork server, before the first worker: what is the same in all of them */
void worker_main(int fd, int id);
#endif
