/* Values to bytes and back: CBOR with typed arrays (RFC 8746), the one format of messages and of files.
 *
 * Promise: every value that means the same in another process can be encoded, with shared references and cycles kept;
 * what cannot (an open file, a task that runs) is an error that names it. An address becomes NULL: it means nothing
 * elsewhere. The decoder takes any bytes: it checks every length before it allocates, limits the depth, and throws an
 * ErrorException that tells the offset. */
#ifndef CLU_WIRE_H
#define CLU_WIRE_H
#include "wire/cbor.h"

#define WIRE_FDS 16                          /* descriptors that one message may carry */
#define WIRE_MEMORY_MIN 262144               /* arrays of so many bytes travel as descriptors within a host */
#define WIRE_PASSING_MIN 65536               /* and of so many where one process alone receives them */
#define WIRE_PASSING_MAX ((size_t)512 << 10) /* larger ones are worth being kept mapped by the receiver */
#define WIRE_DEPTH 4000                      /* nesting of values */

/* Bytes of a large array that belong before byte `at` of what was encoded. */
typedef struct Apart {
  size_t at, n;
  const char *bytes;
} Apart;

/* What follows once the message goes out: done by wire_goes. */
typedef struct WireEffect {
  void (*happen)(int to, Value v, uint64_t n);
  Value v;
  uint64_t n;
} WireEffect;

typedef struct Encoder {
  Text out;
  int to; /* the process that will decode; 0: a file */
  int depth;
  Object **objects; /* hash table of what was written with tag 28; its number is in numbers */
  uint32_t *numbers;
  uint32_t nshared, cap;
  int fds[WIRE_FDS]; /* of the loans: whoever queues them duplicates them */
  int nfds;
  Object *loans[WIRE_FDS]; /* Buffers that hold the descriptors until wire_sent, or a collection */
  bool personal;           /* what was written depends on the receiver: it cannot go to another one */
  int sharing;             /* inside a SharedArray: its memory itself travels, not a copy */
  bool memory;             /* large arrays may travel as descriptors */
  bool passing;            /* there is one receiver: it reads copies, if not large, and lets their memory go at once */
  const Object *plain;     /* what is written without asking whether its type has a way of its own */
  bool set_apart;          /* bytes of large arrays are listed in apart instead of copied */
  Apart *apart;
  uint32_t napart, apart_cap;
  WireEffect *effects;
  uint32_t neffects, effects_cap;
} Encoder;

/* Where remote references lay that were read: they are held from then on, whatever becomes of the rest. */
typedef struct WireTaken {
  const uint8_t **at;
  uint32_t n, cap;
} WireTaken;

typedef struct Decoder {
  CborReader r;
  int from; /* the process that encoded; 0: a file */
  int depth;
  Value *shared;
  uint32_t nshared, cap;
  uint32_t pending; /* number of the shareable value whose content is read next; UINT32_MAX: none */
  int *fds;         /* taken over by what uses them: set to -1 then */
  int nfds;
  WireTaken *taken; /* or NULL: nobody will ask */
} Decoder;

void wire_encode(Encoder *e, Value v);
/* What was encoded goes out now, and so what was to follow from that happens; if it never goes, nothing does. */
void wire_goes(Encoder *e);
void wire_when_sent(Encoder *e, void (*happen)(int to, Value v, uint64_t n), Value v, uint64_t n);
/* What was encoded has been sent: closes its descriptors now, not at a collection. */
void wire_sent(Encoder *e);
Value wire_decode(Decoder *d); /* may be undefined */
Value wire_decode_defined(Decoder *d);
Value wire_decode_only(Decoder *d); /* the one value that all the bytes are */
void wire_decode_end(Decoder *d);   /* throws if there are more bytes */
/* One value as bytes, and one value from bytes, all of them used. */
Value wire_decode_bytes(const void *bytes, size_t n);
/* One value of n bytes that a source gives; room is memory for as many, touched only where they are not put at once
 * where they belong. */
Value wire_decode_source(CborSource *source, void *room, size_t n);

/* Finds the remote references in bytes that were, or could, not be read, or not to their end: all whose values did not
 * come along, but for those that were taken. */
typedef void WireReferenceFound(int64_t where, int64_t whence, int64_t id);
void wire_skim(const uint8_t *bytes, size_t n, const WireTaken *taken, WireReferenceFound *found);

/* Parts used across the files of this room. */
void wire_take(WireTaken *t, const uint8_t *at); /* t may be NULL */
void wire_encode_type(Encoder *e, Object *o);
bool wire_encode_function(Encoder *e, Value v); /* false: not a function */
bool wire_encode_function_type(Encoder *e, Type *t);
void wire_encode_module(Encoder *e, const Module *m);
uint32_t wire_share(Encoder *e, Object *o, bool *known);
uint64_t wire_expect(Decoder *d, enum cbor_major major, const char *what); /* reads a head; its argument */
uint32_t wire_expect_array(Decoder *d, uint32_t least, uint32_t most, const char *what);
Symbol *wire_decode_symbol(Decoder *d);
Object *wire_decode_type(Decoder *d);
Module *wire_decode_module(Decoder *d);
Value wire_decode_function(Decoder *d, uint64_t tag);
Value wire_decode_global(Decoder *d, Module *m, Symbol *name);
Module *wire_module(const char *path, size_t n); /* NULL if there is none */

/* Remote references: the room cluster counts them. Called before a message with a reference goes to a process, and with
 * every one that was read. */
extern void (*wire_reference_sent)(int to, Value reference, uint64_t unused);
extern Value (*wire_reference_received)(Type *type, int64_t where, int64_t whence, int64_t id, Value value);
/* Whether a global that a closure mentions must go along to that process: it was not sent before or has changed. */
extern bool (*wire_global_due)(Encoder *e, Symbol *name, Value v);
#endif
