/* Calling C: how values and C's arguments become each other, prepared once for each signature (libffi).
 * Promise: an Interface lives in the collected heap and is not moved; a type that C cannot be given is an
 * ErrorException that names it. The collector moves nothing, so an address taken of an argument holds for the call. */
#ifndef CLU_FOREIGN_H
#define CLU_FOREIGN_H
#include <ffi.h>

#include "value/value.h"

enum pass {
  PASS_VOID,    /* only as a result */
  PASS_BITS,    /* numbers, Ptr, Cstring: the payload is what C takes */
  PASS_STRUCT,  /* a struct of plain bits, by value */
  PASS_POINTER, /* Ref{T} as an argument: the address of a T */
};

typedef struct Passing {
  Type *type; /* for PASS_POINTER: T of Ref{T} */
  uint8_t pass, store;
} Passing;

typedef struct Interface {
  ffi_cif cif;
  Value signature; /* SimpleVector: the result's type, the arguments' types */
  uint32_t n;
  Passing ret;
  Passing *args;
  ffi_type **ffi;
} Interface;

/* fixed: how many arguments stand before the variable ones; -1: the function takes no variable number. */
Interface *foreign_interface(Value signature, int64_t fixed);
/* Room for a result of any type that fits a register, and the smallest room that libffi writes. */
#define RESULT_ROOM 64

/* What a callback threw while the C function that was called by the running task is at work; it is thrown again when
 * that has returned, since C's frames cannot be left by a jump. */
typedef struct ForeignFrame {
  struct ForeignFrame *outer;
  Value exception;
} ForeignFrame;

/* The address of a function or variable: a Symbol or String, or a tuple of it and a library's name. Throws. */
void *foreign_symbol(Value target);
#endif
