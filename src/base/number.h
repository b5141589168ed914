/* For built-ins of machine numbers: the signatures that name their types. The numbers themselves are value/number.h's.
 */
#ifndef CLU_NUMBER_SIGNATURES_H
#define CLU_NUMBER_SIGNATURES_H

#include "value/builtin.h"
#include "value/number.h"

/* Signatures: every machine number, machine integer, machine float. */
#define SIG_INTS "Union{Bool,Int8,Int16,Int32,Int64,Int128,UInt8,UInt16,UInt32,UInt64,UInt128}"
#define SIG_FLOATS "Union{Float16,Float32,Float64}"
#define SIG_NUMBERS                                                                                                    \
  "Union{Bool,Int8,Int16,Int32,Int64,Int128,UInt8,UInt16,UInt32,UInt64,UInt128,Float16,Float32,Float64}"
#define SIG1(f) f "(x::" SIG_NUMBERS ")"
#define SIG2(f) f "(x::" SIG_NUMBERS ", y::" SIG_NUMBERS ")"
#define SIGI1(f) f "(x::" SIG_INTS ")"
#define SIGI2(f) f "(x::" SIG_INTS ", y::" SIG_INTS ")"

/* T of an argument ::Type{T}: the type object itself. */
static inline Type *type_arg(Value v) { return (Type *)v.p; }

#endif
