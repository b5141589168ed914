/* The processes of a cluster and what they ask of each other.
 *
 * Process 1 is the master; workers are 2, 3, ...: numbers are never used again. A worker has one link, to its master,
 * which hands on what is for others. Promise: what is sent to a process arrives in order or its end is told (gone);
 * whoever waits for a process that ends gets ProcessExitedException. */
#ifndef CLU_CLUSTER_H
#define CLU_CLUSTER_H
#include "lang/task.h"
#include "value/value.h"
#include "wire/frame.h"
#include "wire/wire.h"

/* ---- the master (master.c) ---- */
void cluster_start(void); /* in main: forks the fork server; no task may run yet */
void cluster_ready(void); /* in the master when tasks run: signals and hooks */
void cluster_stop(void);  /* the workers' last output is shown, then they end */

/* ---- members (member.c) ---- */
int cluster_id(void); /* myid() */
enum member { MEMBER_NONE, MEMBER_ALIVE, MEMBER_GONE };
enum member cluster_member(int64_t id);
/* Throws unless id is a process that can be called. */
void cluster_require(int64_t id);
Module *cluster_module(void); /* Distributed */
Value cluster_exited(int id); /* a ProcessExitedException */
/* Sends to frame->to, which is not this process. False: it is gone. */
bool cluster_send(const WireFrame *frame, const void *body, const int *fds);
/* The same for a frame without descriptors that may wait for others to go with them (link_send_soon). */
bool cluster_send_soon(const WireFrame *frame, const void *body);
/* The same for one that is meant to go with the next frame (link_send_with_next). */
bool cluster_send_with_next(const WireFrame *frame, const void *body, const int *fds);
/* SOON: others will follow at once, and it may go with them; WITH_NEXT: nobody waits for it. */
enum haste { SEND_NOW, SEND_SOON, SEND_WITH_NEXT };
/* Sends what was encoded, and lets happen what follows from that. The frame is given its size and descriptors. */
bool cluster_send_encoded(WireFrame *frame, Encoder *e, enum haste haste);
/* Nothing can be sent to process id any more: what it has sent before is taken, and its end with it. */
void cluster_take_rest(int id);
void cluster_pace(int id); /* waits while very much is queued for process id; in tasks only */

/* ---- the calls that others ask for (serve.c) ---- */
void call_frame(const WireFrame *frame, const uint8_t *body, int *fds); /* a frame for this process */
void call_init(void);
_Noreturn void call_serve_root(void); /* what a worker's root task does */
void call_prepare(void);              /* serves calls as they often come, for nobody: their paths are known then */
/* Takes the interrupt meant for the running task, if there is one. */
bool call_interrupted(void);
/* Starts a call of this process to itself in a task; flags as in a frame. */
void call_self(uint64_t id, uint8_t flags, Value f, const Value *args, int nargs, Value kw);
/* [function, arguments..., keywords] */
void encode_call(Encoder *e, Value f, const Value *args, int nargs, Value kw);

/* ---- answers that go out (answer.c) ---- */
/* Answers the call id of process to. */
void answer_reply(int to, uint64_t id, Value v, bool failed, enum haste haste);
void answer_kept(int to, uint64_t id, enum haste haste);
/* There is no memory to tell it what went wrong: it throws an error that says so. */
void answer_lost(int to, uint64_t id);
/* The body of an answer with flag ERROR: what can be told of ex where it cannot be read, and ex; instead of an ex that
 * cannot be sent, its text. */
void answer_encode_error(Encoder *e, Value ex);
/* What an error is told as: a RemoteException of this process with the backtrace. */
Value answer_exception(Value exception);
/* What is thrown where an answer of process `from` cannot be read; told: what came along with an error, else nothing.
 */
Value answer_unreadable(int from, Value told, Value why);

/* ---- answers that are to come (pending.c) ---- */
typedef struct Pending Pending;
uint64_t pending_number(void); /* a fresh number for a call or a reference of this process */
Pending *pending_new(int to);  /* to a frame that will be sent with its number */
uint64_t pending_id(const Pending *p);
void pending_send(Pending *p, WireFrame *frame, Encoder *e, enum haste haste);
Value pending_wait(Pending *p); /* throws what came as an error; the answer is used up */
/* That of a call whose result is a Future of this process: it stays until the Future is released. NULL: none. */
Pending *pending_find(uint64_t id);
bool pending_ready(const Pending *p);
/* Nobody will wait: `then` is called with arg when the answer has come, or its process has ended (answered: false), and
 * the exception that it is, if so. It runs where frames are taken: it must not wait. */
typedef void (*PendingThen)(void *arg, bool answered, Value exception);
void pending_then(Pending *p, PendingThen then, void *arg);
size_t pending_awaited(void);     /* how many are to come */
void pending_settled(Pending *p); /* waits for the answer, which stays for the Future; throws what came as an error */
/* Waits for the answer. False: the result was kept where it is and must be fetched. Throws what came as an error. */
bool pending_take(Pending *p, Value *result);
void pending_forget(uint64_t id);
/* Nobody will wait because of this exception: the answer, when it comes, is dropped. If that is an interrupt, the call
 * is interrupted, too, unless it has been told since it was sent. */
void pending_abandon(Pending *p, Value exception);
void pending_answer(const WireFrame *frame, const uint8_t *body, int *fds); /* a RESULT has come */
void pending_gone(int id, Value exception);                                 /* fails what waits for process id */
void pending_interrupt_all(void); /* tells every process that works for this one */

/* ---- references (reference.c) ---- */
void reference_settle(int whence, uint64_t ref, Value v, bool failed);
void reference_of_call(int whence, uint64_t ref); /* process whence holds what a call, which runs here, will give */
void reference_hold(int whence, uint64_t ref, int holder, int count);        /* count may be negative */
void reference_frame(const WireFrame *frame, const uint8_t *body, int *fds); /* FETCH, PUT, HOLD, RELEASE */
/* Releases the references in a body that nobody will read, or that could not be read to its end (taken: those before).
 */
void reference_drop(const uint8_t *body, size_t size, const WireTaken *taken);
void reference_gone(int id);
void reference_flush(void); /* sends the releases that collections caused */
Value reference_object(Type *type, int64_t where, int64_t whence, int64_t id, Value value); /* counted from now on */
Value reference_future(int64_t where, int64_t whence, int64_t id, Value value);             /* a Future, so */
void reference_init(void);

/* ---- expressions that come again (memo.c) ---- */
typedef struct Memo Memo;
struct Code;
Memo *memos_new(void);
/* What is known of a call by its bytes, which are heap memory; NULL: too long to be known. */
Memo *memo_find(Memo *memos, const uint8_t *body, size_t size);
struct Code *memo_code(const Memo *m);                               /* its compiled form, or NULL */
void memo_learn(Memo *m, const uint8_t *body, Value *v, uint32_t n); /* after the call of the decoded v succeeded */

/* ---- what goes to many (broadcast.c) ---- */
typedef struct Broadcast {
  int fd;
  char *base;
  size_t size;
  bool kept;
} Broadcast;
Broadcast broadcast_new(const void *body, size_t size); /* fd -1: it cannot be had */
void broadcast_end(Broadcast *b, bool read_by_all);     /* its memory is used again only if all have read it */
const uint8_t *broadcast_map(int fd, size_t size);      /* in the receiver; throws */
void broadcast_unmap(const uint8_t *base, size_t size);

void globals_init(void);
void globals_gone(int id);
#endif
