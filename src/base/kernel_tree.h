/* Trees of kernels: what a dotted expression, or a line of arithmetic in a function of the user, computes block by
 * block. f(x) = x > 0 ? x^2 + 1 : x becomes a tree when all it does is arithmetic, choices and reading arrays, without
 * effects. Promise: the elements are those that calls would give; where a kernel cannot answer (an error, a division by
 * zero) the function of the user itself is called for the elements of that block. */
#ifndef CLU_KERNEL_TREE_H
#define CLU_KERNEL_TREE_H
#include "base/iterate.h"
#include "base/kernel.h"
#include "base/kernel_steps.h"

#define MAX_DIMS 16
#define MAX_ARGS 16

enum term_kind {
  TERM_SCALAR,
  TERM_ARRAY,
  TERM_RANGE,  /* first, first + step, ... */
  TERM_GATHER, /* array[args[0]] */
  TERM_FIELD,  /* a field of args[0], an array of structs */
  TERM_LOOKUP, /* args[0] in the set or dictionary value (kernel_lookup.h) */
  TERM_TUPLE,  /* args, taken apart by the function */
  TERM_CALL
};

typedef struct Term Term;
struct Term {
  uint8_t kind;
  bool tuple; /* an array made from a tuple */
  bool has_kernel;
  bool inner;    /* part of a function's tree: what it cannot compute the whole function is called for */
  uint8_t store; /* of its results; ST_VALUE: any values */
  Kernel kernel; /* of TERM_CALL */
  Value value;   /* the scalar, or the function */
  const Array *array;
  IntRange range;
  uint32_t ndims;
  size_t *dims, *distance; /* of arrays and ranges: ndims lengths, and steps in memory */
  size_t first;            /* the position of the first element */
  size_t *stride;          /* per dimension of the walk; 0 where it is repeated */
  size_t offset;           /* of the present run */
  int n;
  Term **args;
  Term *operands[3];  /* args as the kernel takes them: converted */
  Term **origin_args; /* the tree is what value's code computes of these; NULL: it is a call itself */
  int origin_n;
  Value origin;
  uint64_t constant[2]; /* the scalar as raw bits, for kernels */
  void *out;            /* results: room of them */
  Value *values;        /* results of ST_VALUE: values_room of them */
  size_t room, values_room;
  uint32_t field;      /* of TERM_FIELD: where it lies in the struct; of TERM_LOOKUP: what is asked */
  bool joined, walked; /* terms may be shared: each is visited once */
  uint32_t uses;       /* by kernels of other terms, or more */
  uint64_t stamp;      /* of the block for which last is valid */
  Block last;
  /* Of trees that are kept (program.h, dotted.c): */
  uint32_t leaf;           /* from 1: it is this operand; 0: of none */
  const Value *from;       /* where the scalar was read: a global, a captured variable */
  bool pinned;             /* the tree is right for this value of the scalar only */
  bool small;              /* or for integers that every float type holds */
  bool opaque;             /* the function's tree rests on more than reads tells */
  Term *plain;             /* the scalar before it was converted */
  Term *reads, *next_read; /* of a function's tree: the scalars with from */
  uint16_t slot;           /* from 1: where a program has it */
};

/* The name under which Base has the function f; NULL if it is not Base's. */
const char *base_function_name(Value f);
Term *term_new(uint8_t kind, Value value, int nargs);
Term *term_leaf(uint8_t kind, uint32_t ndims);
Term *term_scalar(Value v);
Term *term_array(const Array *a, bool tuple);
/* An array, a view or a transposed matrix as memory with steps, not copied; NULL for all else. */
Term *term_memory(Value v);
Term *term_layout(const Layout *l);
/* Where element at of the present run lies in the term's array; len from there on lie within it. */
size_t term_position(const Term *n, size_t at, size_t len);
Term *term_range(IntRange r);
/* Whether n is an array of structs that are plain memory: their fields may be read. */
bool term_is_records(const Term *n);
/* A call of f; it has a kernel if f is known and the arguments are numbers. */
Term *term_call(Value f, Term *const *args, int n);
/* x^p of a literal p; NULL if there is no kernel for it. */
Term *term_power(Term *x, int64_t p);
/* The tree of what f's code computes from args; NULL if it does anything but arithmetic. */
Term *term_of_function(Value f, Term *const *args, int n);
/* x with its numbers as the store; NULL if that store does not hold them. */
Term *term_convert(Term *x, uint8_t store);
/* If all that the function of two arguments does is to say whether something of the first is less (greater: more) than
 * the same of the second: that something of the first. root is the tree of it, or NULL is returned. */
Term *term_compared(const Term *root, bool *greater);
/* A new block: what shared terms computed is computed again. */
void term_next_block(void);
/* Elements at .. at+len-1 of the present run, for a term with a store; calls write them to into, if it is given: the
 * block's data is then into. Other terms may leave them where they are. */
Block term_eval(Term *n, size_t at, size_t len, void *into);
/* The operand of n that nothing else needs and that can be one loop with n, and what comes second; -1: none. */
int term_inner_step(const Term *n, uint8_t *second);
/* The last one or two steps of the root, of Float64, if steps_sum can do them; false if they cannot be had. */
bool term_last_steps(Term *n, size_t at, size_t len, Steps *s);
/* Whether these read nothing but memory, so that len may be any. */
bool term_steps_of_memory(const Term *n);
/* Whether into may be memory that the term reads, each element where it will lie. */
bool term_in_place(const Term *n);
/* len copies of a constant block's number. */
void block_spread(Block b, size_t len, void *into);
/* The same as Values, for any term; a pointer to one for scalars. */
Value *term_eval_values(Term *n, size_t at, size_t len);
/* The element type of what the term gives. */
Object *term_type(const Term *n);
#endif
