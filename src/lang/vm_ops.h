/* The virtual machine's slow paths, out of the loop of vm.c: what an instruction does when its operands are not of the
 * types that the loop handles itself. Each may throw and may call back into the language. */
#ifndef CLU_VM_OPS_H
#define CLU_VM_OPS_H
#include "lang/vm.h"
#include "value/module.h"

/* The operator of which op, from ADDI on, is the form with a constant. */
static inline enum opcode op_general(uint8_t op) {
  static const uint8_t of[] = {OP_ADD, OP_SUB, OP_MUL, OP_IDIV, OP_REM, OP_BITAND,
                               OP_EQ,  OP_NE,  OP_LT,  OP_LE,   OP_GT,  OP_GE};
  return op < OP_ADDI ? (enum opcode)op : (enum opcode)of[op - OP_ADDI];
}

/* vm_arith.c: op is one of ADD ... EGAL (not the forms with a constant). */
Value op_binary(enum opcode op, Value a, Value b);
Value op_function(enum opcode op); /* that it calls for types of the language's own */
Value op_not(Value a);
Value op_literal_pow(Value x, int64_t p);
Value op_negate(Value a);
/* Exact comparisons of an Int64 with a Float64: -1, 0, 1, or 2 if unordered. */
int compare_int_float(int64_t i, double f);

/* vm_index.c */
Value op_getindex(Value a, Value i);
Value op_getindex2(Value a, Value i, Value j);
void op_setindex(Value a, Value v, Value i);
void op_setindex2(Value a, Value v, Value i, Value j);

/* vm_field.c */
void op_learn_plain(Type *t); /* Type.plain, for this epoch */
Value op_getfield(Value v, Symbol *name);
void op_setfield(Value v, Symbol *name, Value value);
/* r[0] is the type, r[1]... n field values. */
Value op_new(Value *r, int n);
Value op_newsplat(Value type, Value tuple);
Value op_convert(Value type, Value v);
void op_typeassert(Value v, Value type);
void op_method(Value *r, Code *code, bool instance);
Value op_global(Value *constant);
void op_setglobal(Value binding, Value v);

/* vm_iterate.c: an iteration is three values: the iterable, the state, the element. The state of a kind the machine
 * knows has one of these tags in place of a type. */
enum iteration {
  IT_RANGE = 1, /* integers: it[0].type is the step, it[0].u how many are left, it[1].i the next */
  IT_ARRAY,     /* it[1].i the next index, from 0 */
  IT_TUPLE,
  IT_SVEC,
  IT_VIEW,   /* a SubArray over memory (strided.h): it[1].u elements are done */
  IT_FLOATS, /* a range of Float64: it[1].u elements are done */
  IT_STRING, /* it[1].i the next byte */
  IT_PAIRS,  /* a dictionary, it[1].u the next position; keys and values apart; or only one of them */
  IT_APART,
  IT_KEYS,
  IT_VALUES,
  IT_NESTED, /* it[1].p what vm_nested.c knows */
  IT_FRESH   /* generic iterate, not begun; a state with a real type: under way */
};
/* vm_nested.c: iterators made of iterators; false for others. */
bool op_prepare_nested(Value *it);
bool op_nested_next(Value *it);
void op_forprep(Value *it);
/* The same for a loop that wants the first n items of each element: an iteration that knows them leaves them in
 * it[3]... and it[2] undefined. */
void op_forprep_apart(Value *it, int n);
void op_nested_apart(Value *it, int n);
/* The first n items of x, a tuple or pair by itself, in something indexed as a tuple. */
Value op_destructure(Value x, int n);
void op_unpack(Value *v, int n); /* the first n items of v[0] into v[1]... */
bool op_fornext(Value *it);
/* The elements of n containers behind each other, after a first value. */
Value *op_gather(Value first, const Value *containers, int n, int *count);

/* vm_call.c */
Method *op_find(CallCache *cache, Value *args, uint32_t n, Value **env);
/* The same; kw only words the MethodError. */
Method *op_find_kw(CallCache *cache, Value *args, uint32_t n, Value **env, Value kw);
/* Fills the registers of a function that collects arguments or takes keywords. */
void op_parameters(const Method *m, Value *r, Value *args, int nargs, const Value *kw);
/* fn[0] is the callee, n arguments follow, then the keywords. */
Value op_call_keywords(Value *fn, int n, CallCache *cache);
Value op_call_splat(Value *fn, int n, bool keywords);
Value op_closure(Type *t, const Value *captured);
Value op_box(Value v);
/* The key of a value in a CallCache: type objects count by themselves. The type objects' types are the core's first. */
static inline void *op_key(Value v) { return UNLIKELY(v.type < T_TYPEVAR) ? (char *)v.p + 1 : (void *)v.type; }

/* vm.c */
Value vm_run(const Method *m, Value *args, int nargs, const Value *kw, Value *env, Frame *resume);

/* backtrace.c: exceptions being handled, innermost first, in Task.exceptions. */
Value caught_now(void);                          /* those being handled where a TRY begins */
void caught_push(Value exception, Value before); /* before: what caught_now said there */
void caught_pop(Value exception);                /* and all that were pushed since that TRY began */
/* Throws again an exception being handled, with the backtrace that it had. */
NORETURN void caught_rethrow(Value exception);
#endif
