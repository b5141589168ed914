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
  NF_SIZE    /* of an Array, a known dimension */
};

#define FLOW_REGS 64

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
  Kind *kinds;    /* nregs for each instruction of the loop */
  bool *reached;
  bool tries; /* the code has TRY blocks */
} Flow;

/* False: the loop is not for machine code. What a Flow points to is of the heap. */
bool flow_begin(Flow *w, const Code *of, const Inlined *inlined, const Value *r, uint32_t from, Type **learned);

static inline bool flow_is_inner(const Flow *w, uint32_t pc) { return w->inlined->call[pc] != UINT32_MAX; }
static inline bool flow_is_replaced(const Flow *w, uint32_t pc) {
  return w->code->ins[pc].op == OP_CALL && w->code->ins[pc].x;
}
/* Where it goes on behind an instruction that C did. */
static inline uint32_t flow_behind(const Flow *w, uint32_t pc) {
  return flow_is_replaced(w, pc) ? w->inlined->behind[pc] : pc + 1;
}

static inline const Kind *flow_at(const Flow *w, uint32_t pc) { return w->kinds + (size_t)(pc - w->from) * w->nregs; }
/* What register r, which the loop reads or writes, holds in a state. */
static inline Kind flow_kind(const Flow *w, const Kind *state, uint32_t r) { return state[w->index[r]]; }
static inline bool flow_live(const Flow *w, uint32_t pc, uint32_t r) { return w->live[pc] >> w->index[r] & 1; }

/* How the instruction is done in a state; changes the state to that behind it (behind a jump: on both ways). */
enum native_way flow_does(const Flow *w, uint32_t pc, Kind *state);
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
/* The items that FORNEXT takes its element apart into, which UNPACK behind it finds there; 0: it does not. */
uint32_t flow_items(const Code *code, uint32_t pc);
/* The register that an instruction done by C leaves what it gives in, or -1. */
int32_t flow_result(const Code *code, uint32_t pc);
#endif
