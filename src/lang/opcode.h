/* The instructions of the virtual machine. This list is the documentation: the enum, the names for the disassembler
 * and the dispatch table are made from it.
 *
 * An instruction is 8 bytes: op, x (8 bits), a, b, c (16 bits each); k is b and c together as one signed 32-bit number.
 * r[n] are the frame's registers, K[n] the code's constants. r[0] is the function called, r[1].. its positional
 * parameters (a vararg is one tuple), then its keyword parameters, then variables and temporaries.
 * "generic f" means: if the operands are not of the types that the fast path knows, call the language's function f. */
#ifndef CLU_OPCODE_H
#define CLU_OPCODE_H
#include <stdbool.h>
#include <stdint.h>

/* clang-format off */
#define OPCODES(X)                                                                                                   \
  /* moving */                                                                                                       \
  X(MOVE, "r[a] = r[b]")                                                                                             \
  X(CONST, "r[a] = K[k]")                                                                                            \
  X(INT, "r[a] = Int64 k")                                                                                           \
  X(NOTHING, "r[a] = nothing")                                                                                       \
  X(UNDEF, "r[a] = #undef (a variable of a loop body or let is fresh each time)")                                    \
  X(CHECKDEF, "throw UndefVarError(K[k]) if r[a] is #undef")                                                         \
  X(ISDEF, "r[a] = whether r[b] is not #undef")                                                                      \
  X(GLOBAL, "r[a] = value of the Binding K[k], or UndefVarError (after looking again through using)")                \
  X(CONSTANT, "the same of a constant that has a value: what the machine makes of a GLOBAL once it knows")             \
  X(SETGLOBAL, "value of the Binding K[k] = r[a]")                                                                   \
  X(ISGLOBAL, "r[a] = whether the Binding K[k] has a value")                                                         \
  X(CAPTURED, "r[a] = captured field k of r[0]")                                                                     \
  X(SPARAM, "r[a] = value of the method's k-th where-variable (frame's env)")                                        \
  X(NEWBOX, "r[a] = Box holding r[b] (which may be #undef)")                                                         \
  X(GETBOX, "r[a] = content of the Box r[b]; UndefVarError(K[c]) if #undef")                                         \
  X(SETBOX, "content of the Box r[a] = r[b]")                                                                        \
  X(ISBOXDEF, "r[a] = whether the Box r[b] holds a value")                                                           \
  /* control */                                                                                                      \
  X(JUMP, "pc += k (counted from the next instruction); if k < 0 check for interrupts")                              \
  X(JUMPIF, "if r[a] pc += k; TypeError if r[a] is no Bool")                                                         \
  X(LOOP, "JUMP backwards, counted in x: after some rounds it becomes NATIVE, or JUMP if that cannot be")            \
  X(LOOPIF, "the same of JUMPIF")                                                                                    \
  X(NATIVE, "JUMP backwards, into the loop's machine code: the code's native x (native.h)")                          \
  X(NATIVEIF, "the same of JUMPIF")                                                                                  \
  X(JUMPIFNOT, "if !r[a] pc += k; TypeError if r[a] is no Bool")                                                     \
  X(JUMPDEF, "if r[a] is not #undef pc += k (keyword defaults)")                                                     \
  X(JUMPNOTHING, "if r[a] === nothing pc += k")                                                                      \
  X(RETURN, "return r[a]; inside TRY blocks leaves them all")                                                        \
  X(FORPREP, "start iterating r[a]: r[a+1] becomes the iteration state (private to FORNEXT); b: UNPACK follows")     \
  X(FORNEXT, "next element of the iteration r[a], r[a+1] into r[a+2]; at the end pc += k")                           \
  X(UNPACK, "the first b items of r[a] into r[a+1]...; undefined: FORNEXT left them there")                          \
  X(TRY, "run on; a throw until the matching LEAVE puts the exception into r[a] and continues at pc + k")            \
  X(LEAVE, "leave the k innermost TRY blocks normally")                                                              \
  X(POPEXC, "the catch block that began with exception r[a] is over: it is no longer the current exception")         \
  X(RETHROW, "throw r[a] again with its first backtrace (end of finally)")                                           \
  /* calls */                                                                                                        \
  X(CALL, "r[a] = r[a](r[a+1], ..., r[a+b]); c is the call cache")                                                   \
  X(CALLKW, "r[a] = r[a](r[a+1], ..., r[a+b]; r[a+b+1]...) the last is a NamedTuple; c is the call cache")           \
  X(CALLSPLAT, "r[a] = r[a](r[a+1]..., ..., r[a+b]...) each is iterated; x=1: r[a+b+1] is a NamedTuple of keywords") \
  X(DOTTED, "r[a] = the c-th dotted expression of r[b]..., if it is known how; else leave out the next instruction")     \
  X(TUPLE, "r[a] = (r[b], ..., r[b+c-1])")                                                                           \
  X(NEW, "r[a] = new instance of the type r[b] with fields r[b+1] ... r[b+c]; converts to the field types")          \
  X(NEWSPLAT, "r[a] = new instance of the type r[b] with the elements of the tuple r[c] as fields")                  \
  X(CLOSURE, "r[a] = instance of the closure type K[k], whose fields capture r[a+1], r[a+2], ...")        \
  X(METHOD, "define a method: r[a] is the function or type (extended in place), r[a+1] an svec of the parameters' "  \
            "types, r[a+2] an svec of TypeVars, K[k] the Code; r[a] = the function. x=1: r[a] is a type whose instances are "  \
            "called ((::T)(x), closures)")                                 \
  /* types */                                                                                                        \
  X(TYPEASSERT, "TypeError unless r[a] isa r[b]")                                                                    \
  X(CONVERT, "r[a] = convert(r[b], r[a])::r[b] unless it already is (typed variables and fields)")                   \
  /* fields and elements */                                                                                          \
  X(GETFIELD, "r[a] = r[b].name, name K[c]: generic getproperty")                                                    \
  X(SETFIELD, "r[a].name = r[b], name K[c]: generic setproperty!")                                                   \
  X(GETINDEX, "r[a] = r[b][r[c]]: generic getindex")                                                                 \
  X(GETINDEX2, "r[a] = r[b][r[c], r[c+1]]: generic getindex")                                                        \
  X(SETINDEX, "r[a][r[c]] = r[b]: generic setindex!")                                                                \
  X(SETINDEX2, "r[a][r[c], r[c+1]] = r[b]: generic setindex!")                                                       \
  /* operators: r[a] = r[b] op r[c], generic + and so on; used where the name means Base's function */               \
  X(ADD, "+") X(SUB, "-") X(MUL, "*") X(DIV, "/") X(IDIV, "÷ (div)") X(REM, "% (rem)") X(MOD, "mod")                \
  X(BITAND, "&") X(BITOR, "|") X(XOR, "⊻ (xor)") X(SHL, "<<") X(SHR, ">>")                                          \
  X(EQ, "==") X(NE, "!=") X(LT, "<") X(LE, "<=") X(GT, ">") X(GE, ">=") X(EGAL, "===")                               \
  X(NOT, "r[a] = !r[b]") X(NEG, "r[a] = -r[b]")                                                                      \
  /* the same with a small constant: r[a] = r[b] op Int64 c (c read as signed 16 bits) */                            \
  X(ADDI, "+") X(SUBI, "-") X(MULI, "*") X(IDIVI, "÷") X(REMI, "%") X(BITANDI, "&") X(EQI, "==") X(NEI, "!=")       \
  X(LTI, "<") X(LEI, "<=") X(GTI, ">") X(GEI, ">=")                                                                  \
  X(POWI, "r[a] = r[b]^c, c is 2 or 3: products of numbers, generic literal_pow")
/* clang-format on */

enum opcode {
#define X(id, doc) OP_##id,
  OPCODES(X)
#undef X
      OP_COUNT
};

typedef struct Ins {
  uint8_t op, x;
  uint16_t a;
  union {
    struct {
      uint16_t b, c;
    };
    int32_t k;
  };
} Ins;
_Static_assert(sizeof(Ins) == 8, "an instruction is 8 bytes");

/* JUMP and JUMPIF in each of their forms. */
static inline bool op_is_jump(uint8_t op) { return op == OP_JUMP || op == OP_LOOP || op == OP_NATIVE; }
static inline bool op_is_jumpif(uint8_t op) { return op == OP_JUMPIF || op == OP_LOOPIF || op == OP_NATIVEIF; }
#endif
