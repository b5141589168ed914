/* A link: the socket to one process of this host, carrying frames (wire/frame.h) and descriptors.
 * Promise: link_send never waits and never loses: what the socket does not take is queued and goes out when it can, in
 * order. Each frame read is handed over once, its body on the collected heap. When the peer is gone, on_end runs once.
 */
#ifndef CLU_LINK_H
#define CLU_LINK_H
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include "wire/frame.h"

typedef struct Link Link;
/* The handler owns the descriptors (and closes those it does not use); body is heap memory. */
typedef void (*LinkFrame)(Link *link, const WireFrame *frame, const uint8_t *body, int *fds);
typedef void (*LinkEnd)(Link *link);

/* NULL: out of memory; fd is left open. */
Link *link_new(int fd, int peer, LinkFrame on_frame, LinkEnd on_end);
/* Sends a frame; fds are duplicated if they must be queued. size is the frame's. False: the peer is gone. */
bool link_send(Link *link, const WireFrame *frame, const void *body, const int *fds);
/* Sends a frame that may wait for others, to go with them in one system call: at once if none was sent lately, when the
 * process waits, when enough are together, or after a fifth of a millisecond (by an alarm, SIGALRM, that sends what
 * waits while the process computes). Order is kept with what link_send sends. */
bool link_send_soon(Link *link, const WireFrame *frame, const void *body);
/* Sends a frame that is meant to go with the next one: never at once, an answer not by the alarm either. */
bool link_send_with_next(Link *link, const WireFrame *frame, const void *body, const int *fds);
void link_flush(void);               /* sends what waits in all links */
void link_close(Link *link);         /* without on_end */
bool link_starved(const Link *link); /* it ended because this process had no memory or descriptors left */
bool link_damaged(const Link *link); /* it ended because of what came: no frame, or a refused one */
void link_refuse(Link *link);        /* in on_frame: such a frame never comes from there; the link ends */
int link_peer(const Link *link);
size_t link_queued(const Link *link); /* bytes not yet taken by the socket, or taken since the last poll */
void link_receive(Link *link);        /* reads all that is there now */
/* A signal, SIGUSR2, for the peer, which is process pid and may be too busy to look at its link: now, and until all
 * that was sent so far has gone whenever a part of it has. Nothing if pid is 0: it is not known yet. */
void link_nudge(Link *link, pid_t pid);
#endif
