/* What is known about a loop before its machine code is written: before each of its instructions, which registers will
 * still be read, and what each of these holds.
 *
 * Promise: whatever way the machine takes from the loop's head with registers of the kinds given there, it finds what
 * flow_at says in front of each instruction, as long as it leaves the loop where flow_does says that it must. */
#ifndef CLU_NATIVE_FLOW_H
#define CLU_NATIVE_FLOW_H
#include "lang/code.h"
#include "lang/native_inline.h"
#include "lang/native_kind.h"
#include "lang/vm.h"

/* How an instruction is done. */
enum native_way {
  NATIVE_NOT, /* not at all: the machine code is left in front of it */
  NATIVE_ITSELF /* by machine code */,
  NATIVE_BODY,  /* by what stands behind it in the place of a call */
  NATIVE_CALLED /* by the C code of the interpreter, on the frame's registers; a result is of the type that was learned
                 */
};

/* Functions that are a few machine instructions, for arguments of these types. */
enum native_function {
  NF_NONE,
  NF_COLON,
  NF_COLON_STEP,
  NF_SQRT,   /* Float64 */
  NF_ABS,    /* Float64 or Int64 */
  NF_MIN,    /* Int64, Int64 */
  NF_MAX,    /* Int64, Int64 */
  NF_FLOAT,  /* Int64 */
  NF_SAME,   /* what does nothing to its argument: Float64(x) of a Float64 */
  NF_ODD,    /* Int64 */
  NF_EVEN,   /* Int64 */
  NF_NAN,    /* Float64 */
  NF_LENGTH, /* of an Array */
  NF_SIZE,   /* of an Array, a known dimension */
  NF_PUSH,   /* to a Vector, of a value that it holds as it is: by C if there is no room */
  NF_TYPE,   /* a type with parameters, all known */
  NF_NEW     /* a type of parts, of arguments that are of the fields' types */
};

#define FLOW_REGS 64
#define FLOW_PARTS 64
#define FLOW_ALL (FLOW_REGS + FLOW_PARTS)

/* The registers that hold the parts of others, as if they were of the frame: they have the numbers and the places
 * behind those that the loop reads or writes. */
typedef struct Parts {
  uint32_t first;            /* the number of the first one */
  uint32_t n, room;          /* how many there are, and may be before all is begun anew */
  uint8_t owner[FLOW_PARTS]; /* the place of the register whose part it is */
  uint8_t at[FLOW_REGS];     /* by place: the first of its parts */
  uint8_t count[FLOW_REGS];  /* how many it has; 0: none yet */
  uint8_t needed[FLOW_REGS]; /* how many it must have when all is begun anew */
  bool again;                /* there were too few */
} Parts;

typedef struct Flow {
  const Code *of;   /* the loop's code */
  const Code *code; /* the same with calls replaced, whose instructions are meant by numbers */
  const Inlined *inlined;
  const Value *r;    /* the frame's registers, at the head of the loop */
  Type **learned;    /* by instruction of the loop's code: the type of what calls gave; NULL: not known */
  uint32_t from, to; /* the loop's instructions: from the target of its jump to behind that */
  uint32_t nregs;    /* registers that it reads or writes */
  uint16_t regs[FLOW_REGS];
  int16_t *index; /* by register: its place in regs, or -1 */
  uint64_t *live; /* by instruction of all the code: those of regs that may be read from there on */
  Kind *kinds;    /* nall for each instruction of the loop */
  uint32_t nall;  /* nregs and the room for parts */
  Parts *parts;
  Operators *operators; /* to which those are added whose methods might be put in their place */
  bool *reached;
  bool tries; /* the code has TRY blocks */
} Flow;

/* False: the loop is not for machine code. What a Flow points to is of the heap. */
bool flow_begin(Flow *w, const Code *of, const Inlined *inlined, const Value *r, uint32_t from, Type **learned,
                Operators *operators);

static inline bool flow_is_inner(const Flow *w, uint32_t pc) { return w->inlined->call[pc] != UINT32_MAX; }
static inline bool flow_is_replaced(const Flow *w, uint32_t pc) { return w->inlined->behind[pc] != 0; }
/* Where it goes on behind an instruction that is done, but not by its body. */
static inline uint32_t flow_behind(const Flow *w, uint32_t pc) {
  return flow_is_replaced(w, pc) ? w->inlined->behind[pc] : pc + 1;
}

static inline const Kind *flow_at(const Flow *w, uint32_t pc) { return w->kinds + (size_t)(pc - w->from) * w->nall; }
/* What register r, which the loop reads or writes, holds in a state. */
static inline Kind flow_kind(const Flow *w, const Kind *state, uint32_t r) { return state[w->index[r]]; }
static inline bool flow_live(const Flow *w, uint32_t pc, uint32_t r) { return w->live[pc] >> w->index[r] & 1; }
/* The register of part i of r. */
static inline uint32_t flow_part(const Flow *w, uint32_t r, uint32_t i) {
  return w->parts->first + w->parts->at[w->index[r]] + i;
}
/* The place of the register that is live when the one with this place is. */
static inline uint32_t flow_owner(const Flow *w, uint32_t place) {
  return place < w->nregs ? place : w->parts->owner[place - w->nregs];
}
static inline uint32_t flow_places(const Flow *w) { return w->nregs + w->parts->n; }

/* The method that a call site called last, if it would for these kinds, too. */
const Method *flow_method(const Flow *w, uint32_t pc, const Kind *state);
/* native_does.c: how the instruction is done in a state; changes the state to that behind it (behind a jump: on both
 * ways). */
enum native_way flow_does(const Flow *w, uint32_t pc, Kind *state);
/* native_parts.c: by instruction of the loop, the parts (from w->parts->first on) that may be read from there on; and
 * those that may be read behind one. */
uint64_t *flow_parts(const Flow *w);
uint64_t flow_parts_behind(const Flow *w, const uint64_t *parts, uint32_t pc, enum native_way way, const Kind *after);
/* Whether it would be done by C if the type of its result were known. */
bool flow_learns(const Flow *w, uint32_t pc);
bool flow_knows(const Method *m); /* whether flow_function may give it another name than NF_NONE */
enum native_function flow_function(const Flow *w, uint32_t pc, const Kind *state);

/* The registers that an instruction reads, as spans; and the one that it surely writes, or -1. */
typedef struct Operands {
  struct {
    uint32_t at, n;
  } uses[3];
  int32_t def;
} Operands;
Operands flow_operands(const Code *code, uint32_t pc);

/* The field that GETFIELD, SETFIELD or GETINDEX of a tuple mean, if machine code can reach it; NULL: it cannot. */
const Field *flow_field(const Flow *w, const Ins in, const Kind *state);
/* r holds k; of one of parts nothing more is known. False: there is no room for them, all must be begun anew. */
bool flow_set(const Flow *w, Kind *state, uint32_t r, Kind k);
/* What FORNEXT gives if the loop goes on (iteration_items). */
int flow_fornext_items(const Flow *w, uint32_t pc, const Kind *state, Kind *items);

/* The type of parts that TUPLE, NEW or a constructor makes of its operands as they are; NULL: it does something else.
 */
Type *flow_made(const Flow *w, uint32_t pc, const Kind *state);
/* The items that FORNEXT takes its element apart into, which UNPACK behind it finds there; 0: it does not. */
uint32_t flow_items(const Code *code, uint32_t pc);
/* The register that an instruction done by C leaves what it gives in, or -1. */
int32_t flow_result(const Code *code, uint32_t pc);
#endif
