/* A value: a type and a payload, 16 bytes, passed by value.
 *
 * Immediate types (numbers up to 64 bits, Bool, Char, nothing, missing) keep their bits in the payload; every other
 * value points to an object of the collected heap, whose first word is again its type. Values need no release: the
 * collector (gc.h) finds them wherever they are, on the C stack too. A Value whose type is NULL is "undefined"
 * (#undef): an unassigned variable, field or element; it never reaches user code. */
#ifndef CLU_VALUE_H
#define CLU_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define UNUSED __attribute__((unused))
#define NORETURN __attribute__((noreturn))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))
#define LIKELY(x) __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)

typedef struct Type Type; /* a DataType: the type of some value, or an abstract type (type.h) */

/* What all heap objects begin with. */
typedef struct Object {
  Type *type;
} Object;

typedef struct Value {
  Type *type;
  union {
    int64_t i;  /* Int8..Int64, sign-extended */
    uint64_t u; /* UInt8..UInt64, Bool, Char (code point), zero-extended; Float16 (its bits) */
    double f;   /* Float64 */
    struct {
      float f32; /* Float32; the other half is zero, so that equal values have equal payloads */
      uint32_t f32_pad;
    };
    Object *o; /* everything else */
    void *p;
  };
} Value;

/* How one value of a type is held in an array element or a field. ST_VALUE holds a whole Value; the others hold raw
 * bits. ST_STRUCT holds the raw fields of an immutable struct or tuple whose fields are all raw. ST_BIT is for the
 * elements of BitArrays only (bits.h). */
enum store {
  ST_VALUE,
  ST_I8,
  ST_I16,
  ST_I32,
  ST_I64,
  ST_I128,
  ST_U8,
  ST_U16,
  ST_U32,
  ST_U64,
  ST_U128,
  ST_F16,
  ST_F32,
  ST_F64,
  ST_BOOL,
  ST_CHAR,
  ST_STRUCT,
  ST_BIT,
  ST_COUNT
};

typedef struct TypeName TypeName;
typedef struct Symbol Symbol;
typedef struct String String;
typedef struct Array Array;
typedef struct Expr Expr;
typedef struct Module Module;
typedef struct Method Method;
typedef struct MethodTable MethodTable;

/* One field of a concrete struct or tuple type: its declared type (any type object), where it lies, how it is held. */
typedef struct Field {
  Object *type;
  uint32_t offset; /* from the start of the object's data, that is after the Object header */
  uint8_t store;
} Field;

enum type_flag {
  TF_ABSTRACT = 1,
  TF_MUTABLE = 2,
  TF_CONCRETE = 4,   /* can be the type of a value */
  TF_PRIMITIVE = 8,  /* declared with bits, no fields */
  TF_IMMEDIATE = 16, /* the payload is the value: no heap object */
  TF_BITS = 32,      /* isbitstype: immutable, contains no references; raw in arrays */
  TF_TUPLE = 64,
  TF_FREE = 128,      /* mentions free type variables */
  TF_SINGLETON = 256, /* one instance, in ->instance */
  TF_NAMEDTUPLE = 512,
  TF_TYPEOFTYPE = 1024, /* an instance of Type{X}: only used in signatures */
  TF_MORTAL =
      2048 /* an anonymous function's type, or one that mentions such a type: it goes when nothing refers to it */
};

/* A DataType. Interned: two equal types are the same pointer. Tuple types of any length are DataTypes named Tuple;
 * their last parameter may be a Vararg. */
struct Type {
  Object head;
  TypeName *name;
  Type *super; /* NULL only while being defined; Any's super is Any */
  uint32_t nparams;
  uint32_t nfields;
  Value *params; /* type objects, or bits values such as the 2 of Array{Int64,2} */
  Field *fields; /* NULL until the layout is known (abstract types never have one) */
  uint32_t size; /* of the data in bytes, without the Object header */
  uint16_t align;
  uint16_t flags;
  uint8_t store; /* how a value of exactly this type is held in an array or field */
  uint8_t plain; /* vm.c: bit 0, x.f is the field (getproperty is not overloaded); bit 1, the same for setproperty! */
  bool leaf;     /* all fields are raw: the object holds no pointers but its type, which lives for ever */
  uint8_t pad;
  uint32_t hash;
  uint32_t plain_epoch; /* of the core, when plain was found out */
  Object *instance;
};

/* What the instances of one declaration share: Array for Array{Int64,1} and Array{Any,2}. */
struct TypeName {
  Object head;
  Symbol *name;
  Module *module;
  Object *wrapper; /* the declared type: a Type, or a UnionAll round it */
  Symbol **names;  /* field names; NULL for tuples */
  Object **types;  /* declared field types, in terms of the wrapper's type variables */
  uint32_t nfields;
  uint32_t ninit;            /* fields that new must be given (0..nfields) */
  uint32_t bits;             /* of a primitive type */
  uint16_t flags;            /* TF_ABSTRACT, TF_MUTABLE, TF_PRIMITIVE */
  bool closure;              /* the type of an anonymous or inner function */
  uint16_t nstatic;          /* of a closure: so many first fields are static parameters of the functions around it */
  Type *latest;              /* of a closure: the type of the instance made last */
  MethodTable *methods;      /* of calling an instance: f(x), or of calling the type itself: T(x) (constructors) */
  MethodTable *constructors; /* of calling the type */
  uint64_t identity; /* of an anonymous function, by which other processes know it; 0: none yet (wire/function.c) */
  Type **instances;  /* hash table of interned instantiations (type.c) */
  uint32_t ninstances, cap;
  struct Partial *partials; /* what was made with the first parameter only, such as Array{Int} (type.c) */
};

typedef struct UnionType {
  Object head;
  Object *a, *b;
} UnionType; /* Union{a,b}; b may be a UnionType */
typedef struct TypeVar {
  Object head;
  Symbol *name;
  Object *lower, *upper;
} TypeVar;
typedef struct UnionAll {
  Object head;
  TypeVar *var;
  Object *body;
} UnionAll; /* body where var */
typedef struct Vararg {
  Object head;
  Object *elem;
  Value count;
} Vararg; /* Vararg{elem,count}; count.type NULL: any */

/* Interned; compared by pointer. */
struct Symbol {
  Object head;
  uint32_t hash;
  uint32_t len;
  char text[]; /* UTF-8, and a zero after it */
};

/* Immutable; any bytes, UTF-8 by convention. */
struct String {
  Object head;
  size_t len;
  char text[]; /* and a zero after it */
};

/* Array{T,N}. Elements lie column by column at data, element i at data + i*elsize. Vectors may have room before
 * (popfirst!) and behind (push!). Those of a BitArray lie in bits instead (bits.h), from the first bit on; all bits
 * behind them up to cap are 0. Its data is NULL, so that nobody takes them for bytes. */
struct Array {
  Object head;
  char *data;
  size_t len; /* of all dimensions */
  size_t cap; /* elements that fit from data on */
  union {
    size_t before;  /* free elements before data */
    uint64_t *bits; /* ST_BIT */
  };
  Object *owner;  /* what keeps data alive: NULL (data is its own heap block), a Buffer, or another Array */
  Object *eltype; /* T */
  uint32_t elsize;
  uint8_t store; /* enum store */
  uint8_t flags; /* enum array_flag */
  uint16_t ndims;
  size_t dims[];
};
enum array_flag {
  AF_SHARED = 1, /* data is shared with another array: may not grow */
  AF_SEEN = 2    /* data is seen by another array, which does not follow when it moves: it is left to the collector */
};

struct Expr {
  Object head;
  Symbol *name; /* Julia's .head */
  Array *args;  /* Vector{Any} */
};
typedef struct QuoteNode {
  Object head;
  Value value;
} QuoteNode;
typedef struct LineNode {
  Object head;
  int64_t line;
  Symbol *file;
} LineNode; /* LineNumberNode; file may be NULL */
typedef struct GlobalRef {
  Object head;
  Module *module;
  Symbol *name;
} GlobalRef;
typedef struct Box {
  Object head;
  Value value;
} Box; /* a captured variable that is assigned after capture */
typedef struct Wide {
  Object head;
  union {
    __int128 i;
    unsigned __int128 u;
  };
} Wide; /* Int128, UInt128 */

#define V_UNDEF ((Value){NULL, {0}})
static inline bool is_undef(Value v) { return v.type == NULL; }

static inline Value v_object(const void *object) {
  return (Value){((const Object *)object)->type, {.p = (void *)(uintptr_t)object}};
}

#include "value/core.h" /* the well-known types, functions and symbols: T_INT64, FN(show), SYM(call) */

static inline Value v_int(int64_t i) { return (Value){T_INT64, {.i = i}}; }
static inline Value v_uint(uint64_t u) { return (Value){T_UINT64, {.u = u}}; }
static inline Value v_f64(double f) { return (Value){T_FLOAT64, {.f = f}}; }
static inline Value v_f32(float f) {
  Value v = {T_FLOAT32, {0}};
  v.f32 = f;
  return v;
}
static inline Value v_bool(bool b) { return (Value){T_BOOL, {.u = b}}; }
static inline Value v_char(uint32_t c) { return (Value){T_CHAR, {.u = c}}; }
static inline Value v_nothing(void) { return (Value){T_NOTHING, {0}}; }
static inline Value v_missing(void) { return (Value){T_MISSING, {0}}; }
/* A bits value of an integer-like immediate type; the caller gives bits already extended as told above. */
static inline Value v_bits(Type *type, uint64_t bits) { return (Value){type, {.u = bits}}; }

static inline bool is_int(Value v) { return v.type == T_INT64; }
static inline bool is_f64(Value v) { return v.type == T_FLOAT64; }
static inline bool is_bool(Value v) { return v.type == T_BOOL; }
static inline bool is_nothing(Value v) { return v.type == T_NOTHING; }
static inline bool is_symbol(Value v) { return v.type == T_SYMBOL; }
static inline bool is_string(Value v) { return v.type == T_STRING; }
static inline bool is_expr(Value v) { return v.type == T_EXPR; }
static inline bool is_datatype(Value v) { return v.type == T_DATATYPE; }
static inline bool is_type(Value v) { /* any type object: DataType, Union, UnionAll, Union{} */
  return v.type == T_DATATYPE || v.type == T_UNIONALL || v.type == T_UNION || v.type == T_BOTTOMTYPE;
}
static inline bool is_tuple(Value v) { return v.type && (v.type->flags & TF_TUPLE); }
static inline bool is_array(Value v) { return v.type && v.type->name == CORE->tn_array; }
static inline bool is_immediate(Value v) { return v.type->flags & TF_IMMEDIATE; }
static inline bool is_true(Value v) { return v.type == T_BOOL && v.u; }

static inline Symbol *as_symbol(Value v) { return (Symbol *)v.p; }
static inline String *as_string(Value v) { return (String *)v.p; }
static inline Array *as_array(Value v) { return (Array *)v.p; }
static inline Type *as_type(Value v) { return (Type *)v.p; }

/* The data of a struct or tuple object: its fields, after the header. */
static inline void *object_data(const Object *o) { return (char *)(uintptr_t)o + sizeof(Object); }

#endif
