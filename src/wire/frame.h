/* Frames: what travels between processes. A fixed header, readable without the body; then size bytes of body.
 * The list of kinds is the protocol: what each is and what it promises. */
#ifndef CLU_FRAME_H
#define CLU_FRAME_H
#include <stdint.h>

#define MESSAGES(X)                                                                                                    \
  X(CALL,                                                                                                              \
    "run a function: body [function, (arguments...), keywords or null]. Exactly one RESULT with the same id "          \
    "answers, unless flag NO_REPLY. Flag KEEP: the result stays at the receiver as reference (from, id), held by "     \
    "the sender once; a small one comes with the RESULT, too. Flag MAPPED: the body is the size of the true "          \
    "body, which lies in the last descriptor. Flag UNHURRIED: nobody waits for the answer, which may go with the "     \
    "next one; an interrupt is not for it. Calls of one sender begin in the order in which they were sent")            \
  X(RESULT,                                                                                                            \
    "the answer to the CALL or FETCH named id: body is the value, or with flag ERROR [its text, exception], or with "  \
    "flag KEPT nothing: the value must be fetched. What the call printed before it ended has been written "            \
    "before the RESULT is sent, and flag PRINTED says that there was something")                                       \
  X(FETCH, "ask for the value of the reference (whence, ref): one RESULT answers as soon as there is one. Flag WAIT: " \
           "without the value. Flag PEEK: at once, true or false")                                                     \
  X(PUT, "body is the value of the reference (whence, ref), which has none yet; a RESULT answers")                     \
  X(HOLD, "process id holds the reference (whence, ref) once more; sent before the reference itself")                  \
  X(RELEASE, "body: (whence, ref) pairs, each held once less by the sender; what nobody holds is forgotten")           \
  X(MEMBERS, "from the master: body [pids] of all processes; comes before any call that follows a change")             \
  X(GONE, "from the master: process id has ended; body: the cause as text. What waits for it fails")                   \
  X(INTERRUPT,                                                                                                         \
    "throw InterruptException in the calls of the sender that run or wait to run: in call id, or in all if it "        \
    "is 0; an idle process ignores it")                                                                                \
  X(EXIT, "end: open output is flushed, atexit functions run")                                                         \
  X(READY, "a new worker has started and can be called")

enum message_kind {
#define X(id, promise) MSG_##id,
  MESSAGES(X)
#undef X
      MSG_COUNT
};
enum message_flag {
  MF_NO_REPLY = 1,
  MF_KEEP = 2,
  MF_ERROR = 4,
  MF_WAIT = 8,
  MF_UNHURRIED = 8, /* of a CALL */
  MF_PEEK = 16,
  MF_KEPT = 32,
  MF_MAPPED = 64,
  MF_PRINTED = 128
};

typedef struct WireFrame {
  uint64_t size; /* of the body */
  uint8_t kind, flags;
  uint8_t nfds; /* descriptors that come along */
  uint8_t core; /* the sender's, written by its link (host/spin.h) */
  int32_t to, from;
  int32_t whence; /* with ref: the name of a reference, made by process whence */
  uint64_t id;    /* of the call, chosen by the caller */
  uint64_t ref;
} WireFrame;
_Static_assert(sizeof(WireFrame) == 40, "a header is 40 bytes");

#define FRAME_MAX ((uint64_t)1 << 36) /* no body is larger: no heap would hold it */
#endif
