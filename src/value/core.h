/* The core: everything the language knows in one struct at one fixed address.
 *
 * The collected heap (gc.h) lies at HEAP_BASE in every process of a build, and the core is its first object. So the
 * address of Int64's type is a constant, a heap that was filled once (types, prelude, methods) can be written to an
 * image and mapped again as it is, and forked workers share its pages. For the same reason no static C variable may
 * hold a pointer into the heap: such state belongs in here. */
#ifndef CLU_CORE_H
#define CLU_CORE_H

#ifndef CLU_VALUE_H
#error "include value/value.h"
#endif

#if defined(CLU_ASAN)
#define HEAP_BASE 0x200000000000u
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HEAP_BASE 0x200000000000u
#endif
#endif
#ifndef HEAP_BASE
#define HEAP_BASE 0x040000000000u
#endif

/* Non-parametric types that C code names: X(ENUM, "Name", SUPER, flags, bits or 0).
 * Types with fields made by C have their fields in core.c. Types are in Core/Base and visible everywhere. */
/* clang-format off */
#define CORE_TYPES(X)                                                    \
  X(ANY, "Any", ANY, TF_ABSTRACT, 0)                                     \
  X(DATATYPE, "DataType", TYPE, TF_MUTABLE, 0)                           \
  X(TYPE, "Type", ANY, TF_ABSTRACT, 0)                                   \
  X(UNION, "Union", TYPE, 0, 0)                                          \
  X(UNIONALL, "UnionAll", TYPE, 0, 0)                                    \
  X(BOTTOMTYPE, "TypeofBottom", TYPE, 0, 0)                              \
  X(TYPEVAR, "TypeVar", ANY, TF_MUTABLE, 0)                              \
  X(VARARG, "Vararg", ANY, 0, 0)                                         \
  X(TYPENAME, "TypeName", ANY, TF_MUTABLE, 0)                            \
  X(NUMBER, "Number", ANY, TF_ABSTRACT, 0)                               \
  X(REAL, "Real", NUMBER, TF_ABSTRACT, 0)                                \
  X(INTEGER, "Integer", REAL, TF_ABSTRACT, 0)                            \
  X(SIGNED, "Signed", INTEGER, TF_ABSTRACT, 0)                           \
  X(UNSIGNED, "Unsigned", INTEGER, TF_ABSTRACT, 0)                       \
  X(ABSTRACTFLOAT, "AbstractFloat", REAL, TF_ABSTRACT, 0)                \
  X(BOOL, "Bool", INTEGER, TF_PRIMITIVE, 8)                              \
  X(INT8, "Int8", SIGNED, TF_PRIMITIVE, 8)                               \
  X(INT16, "Int16", SIGNED, TF_PRIMITIVE, 16)                            \
  X(INT32, "Int32", SIGNED, TF_PRIMITIVE, 32)                            \
  X(INT64, "Int64", SIGNED, TF_PRIMITIVE, 64)                            \
  X(INT128, "Int128", SIGNED, TF_PRIMITIVE, 128)                         \
  X(UINT8, "UInt8", UNSIGNED, TF_PRIMITIVE, 8)                           \
  X(UINT16, "UInt16", UNSIGNED, TF_PRIMITIVE, 16)                        \
  X(UINT32, "UInt32", UNSIGNED, TF_PRIMITIVE, 32)                        \
  X(UINT64, "UInt64", UNSIGNED, TF_PRIMITIVE, 64)                        \
  X(UINT128, "UInt128", UNSIGNED, TF_PRIMITIVE, 128)                     \
  X(FLOAT16, "Float16", ABSTRACTFLOAT, TF_PRIMITIVE, 16)                 \
  X(FLOAT32, "Float32", ABSTRACTFLOAT, TF_PRIMITIVE, 32)                 \
  X(FLOAT64, "Float64", ABSTRACTFLOAT, TF_PRIMITIVE, 64)                 \
  X(ABSTRACTCHAR, "AbstractChar", ANY, TF_ABSTRACT, 0)                   \
  X(CHAR, "Char", ABSTRACTCHAR, TF_PRIMITIVE, 32)                        \
  X(NOTHING, "Nothing", ANY, TF_SINGLETON, 0)                            \
  X(MISSING, "Missing", ANY, TF_SINGLETON, 0)                            \
  X(SYMBOL, "Symbol", ANY, 0, 0)                                         \
  X(ABSTRACTSTRING, "AbstractString", ANY, TF_ABSTRACT, 0)               \
  X(STRING, "String", ABSTRACTSTRING, 0, 0)                              \
  X(FUNCTION, "Function", ANY, TF_ABSTRACT, 0)                           \
  X(MODULE, "Module", ANY, TF_MUTABLE, 0)                                \
  X(EXPR, "Expr", ANY, TF_MUTABLE, 0)                                    \
  X(QUOTENODE, "QuoteNode", ANY, 0, 0)                                   \
  X(LINENODE, "LineNumberNode", ANY, 0, 0)                               \
  X(GLOBALREF, "GlobalRef", ANY, 0, 0)                                   \
  X(BOX, "Box", ANY, TF_MUTABLE, 0)                                      \
  X(METHOD, "Method", ANY, TF_MUTABLE, 0)                                \
  X(METHODTABLE, "MethodTable", ANY, TF_MUTABLE, 0)                      \
  X(CODE, "CodeInfo", ANY, TF_MUTABLE, 0)                                \
  X(BINDING, "Binding", ANY, TF_MUTABLE, 0)                              \
  X(BUFFER, "Buffer", ANY, TF_MUTABLE, 0)                                \
  X(TASK, "Task", ANY, TF_MUTABLE, 0)                                    \
  X(SVEC, "SimpleVector", ANY, 0, 0)                                     \
  X(IO, "IO", ANY, TF_ABSTRACT, 0)                                       \
  X(EXCEPTION, "Exception", ANY, TF_ABSTRACT, 0)                         \
  X(ERROREXCEPTION, "ErrorException", EXCEPTION, 0, 0)                   \
  X(ARGUMENTERROR, "ArgumentError", EXCEPTION, 0, 0)                     \
  X(BOUNDSERROR, "BoundsError", EXCEPTION, 0, 0)                         \
  X(DIMENSIONMISMATCH, "DimensionMismatch", EXCEPTION, 0, 0)             \
  X(DIVIDEERROR, "DivideError", EXCEPTION, TF_SINGLETON, 0)              \
  X(DOMAINERROR, "DomainError", EXCEPTION, 0, 0)                         \
  X(EOFERROR, "EOFError", EXCEPTION, TF_SINGLETON, 0)                    \
  X(INEXACTERROR, "InexactError", EXCEPTION, 0, 0)                       \
  X(INTERRUPTEXCEPTION, "InterruptException", EXCEPTION, TF_SINGLETON, 0)\
  X(KEYERROR, "KeyError", EXCEPTION, 0, 0)                               \
  X(LOADERROR, "LoadError", EXCEPTION, 0, 0)                             \
  X(METHODERROR, "MethodError", EXCEPTION, 0, 0)                         \
  X(OUTOFMEMORYERROR, "OutOfMemoryError", EXCEPTION, TF_SINGLETON, 0)    \
  X(OVERFLOWERROR, "OverflowError", EXCEPTION, 0, 0)                     \
  X(STACKOVERFLOWERROR, "StackOverflowError", EXCEPTION, TF_SINGLETON, 0)\
  X(STRINGINDEXERROR, "StringIndexError", EXCEPTION, 0, 0)               \
  X(TYPEERROR, "TypeError", EXCEPTION, 0, 0)                             \
  X(UNDEFREFERROR, "UndefRefError", EXCEPTION, TF_SINGLETON, 0)          \
  X(UNDEFVARERROR, "UndefVarError", EXCEPTION, 0, 0)                     \
  X(UNDEFKEYWORDERROR, "UndefKeywordError", EXCEPTION, 0, 0)             \
  X(PARSEERROR, "ParseError", EXCEPTION, 0, 0)                           \
  X(SYSTEMERROR, "SystemError", EXCEPTION, 0, 0)
/* clang-format on */

/* Parametric types that C code names: X(field, "Name"). Array, Tuple, NamedTuple, Type, AbstractArray, DenseArray
 * and Ptr are made in core.c; the rest is declared in the prelude, and type_declare fills the slot when a type of that
 * name is declared in Base (or a module below it). NULL before that. */
/* clang-format off */
#define CORE_TYPENAMES(X)                                                                                             \
  X(array, "Array") X(tuple, "Tuple") X(namedtuple, "NamedTuple") X(type, "Type") X(abstractarray, "AbstractArray")   \
  X(densearray, "DenseArray") X(ptr, "Ptr") X(pair, "Pair") X(unitrange, "UnitRange") X(steprange, "StepRange")       \
  X(steprangelen, "StepRangeLen") X(oneto, "OneTo") X(slice, "Slice") X(complex, "Complex") X(dict, "Dict") X(iddict, "IdDict")         \
  X(keyset, "KeySet") X(valueiterator, "ValueIterator") X(set, "Set") X(ref, "Ref") X(refvalue, "RefValue") X(colon, "Colon") X(subarray, "SubArray")                       \
  X(substring, "SubString") X(regex, "Regex") X(bitarray, "BitArray") X(filter, "Filter") X(enumerate, "Enumerate")   \
  X(zip, "Zip") X(product, "ProductIterator") X(flatten, "Flatten") X(generator, "Generator")                         \
  X(broadcasted, "Broadcasted") X(cartesianindex, "CartesianIndex") X(cartesianindices, "CartesianIndices") X(genericiobuffer, "GenericIOBuffer")             \
  X(iostream, "IOStream") X(iocontext, "IOContext") X(bigint, "BigInt") X(adjoint, "Adjoint")                         \
  X(transpose, "Transpose") X(future, "Future") X(remotechannel, "RemoteChannel") X(sharedarray, "SharedArray")       \
  X(packed, "_Packed") X(written, "_Written") X(syncitems, "_SyncItems") X(cstring, "Cstring")
/* clang-format on */

/* Generic functions that C code calls or the compiler names: FN(getindex). Made in Base before the builtins. */
/* clang-format off */
#define CORE_FUNCTIONS(X)                                                                                             \
  X(show, "show") X(print, "print") X(showerror, "showerror") X(getindex, "getindex") X(setindex, "setindex!")        \
  X(getproperty, "getproperty") X(setproperty, "setproperty!") X(iterate, "iterate") X(length, "length")              \
  X(size, "size") X(convert, "convert") X(cconvert, "cconvert") X(unsafe_convert, "unsafe_convert")                   \
  X(promote_type, "promote_type") X(hash, "hash") X(isequal, "isequal") X(isless, "isless") X(eq, "==") X(ne, "!=")   \
  X(lt, "<") X(le, "<=") X(gt, ">") X(ge, ">=") X(egal, "===") X(negal, "!==") X(add, "+") X(sub, "-") X(mul, "*")    \
  X(div, "/") X(idiv, "div") X(rem, "rem") X(pow, "^") X(bitand, "&") X(bitor, "|") X(xor, "xor") X(shl, "<<")        \
  X(shr, ">>") X(not, "!") X(colon, ":") X(vect, "vect") X(hcat, "hcat") X(vcat, "vcat") X(hvcat, "hvcat")            \
  X(typed_hcat, "typed_hcat") X(typed_vcat, "typed_vcat") X(typed_hvcat, "typed_hvcat") X(tuple, "tuple")             \
  X(string, "string") X(collect, "collect") X(materialize, "materialize") X(materialize_to, "materialize!")           \
  X(broadcasted, "broadcasted") X(dotview, "dotview") X(lastindex, "lastindex") X(firstindex, "firstindex")           \
  X(adjoint, "adjoint") X(max, "max") X(min, "min") X(identity, "identity") X(literal_pow, "literal_pow")             \
  X(in, "in") X(eltype, "eltype") X(zero, "zero") X(promote_typejoin, "promote_typejoin") X(throw_, "throw")          \
  X(subtype, "<:") X(supertype_, ">:") X(mod, "mod") X(to_index, "to_index") X(write, "write") X(flush, "flush")
/* clang-format on */

/* Symbols that C code compares with: SYM(call). X(identifier, "text"); those equal to their identifier first. */
/* clang-format off */
#define CORE_SYMBOLS(X)                                                                                               \
  X(call, "call") X(block, "block") X(tuple, "tuple") X(vect, "vect") X(hcat, "hcat") X(vcat, "vcat") X(row, "row")   \
  X(ref, "ref") X(dot, ".") X(quote, "quote") X(quotenode, "inert") X(assign, "=") X(kw, "kw")                        \
  X(parameters, "parameters") X(splat, "...") X(arrow, "->") X(function, "function") X(macro, "macro")                \
  X(macrocall, "macrocall") X(if_, "if") X(elseif, "elseif") X(while_, "while") X(for_, "for") X(let, "let")          \
  X(begin, "begin") X(end, "end") X(do_, "do") X(try_, "try") X(return_, "return") X(break_, "break")                 \
  X(continue_, "continue") X(local, "local") X(global, "global") X(const_, "const") X(struct_, "struct")              \
  X(abstract, "abstract") X(primitive, "primitive") X(module, "module") X(using_, "using") X(import_, "import")       \
  X(export_, "export") X(where, "where") X(curly, "curly") X(braces, "braces") X(coloncolon, "::") X(subtype, "<:")   \
  X(supertype, ">:") X(andand, "&&") X(oror, "||") X(string, "string") X(comparison, "comparison")                    \
  X(generator, "generator") X(filter, "filter") X(flatten, "flatten") X(comprehension, "comprehension")               \
  X(typed_comprehension, "typed_comprehension") X(typed_vcat, "typed_vcat") X(typed_hcat, "typed_hcat")               \
  X(dollar, "$") X(escape, "escape") X(hygienic, "hygienic-scope") X(toplevel, "toplevel") X(error, "error")          \
  X(incomplete, "incomplete") X(copyast, "copyast") X(meta, "meta") X(inbounds, "inbounds") X(new, "new")             \
  X(colon, ":") X(adjoint, "'") X(true_, "true") X(false_, "false") X(ccall, "ccall") X(plus, "+") X(minus, "-")      \
  X(times, "*") X(pair, "=>") X(Main, "Main") X(Base, "Base") X(Core, "Core") X(doc, "@doc") X(cmd, "@cmd")           \
  X(symboliclabel, "symboliclabel") X(symbolicgoto, "symbolicgoto") X(thismodule, "thismodule") X(ans, "ans")         \
  X(as, "as") X(dotassign, ".=") X(head, "head") X(args, "args") X(line, "line") X(none, "none")
/* clang-format on */

enum core_type {
#define X(id, name, super, flags, bits) TI_##id,
  CORE_TYPES(X)
#undef X
      TI_COUNT
};
enum core_function {
#define X(id, name) FI_##id,
  CORE_FUNCTIONS(X)
#undef X
      FI_COUNT
};

/* Tables that keep nothing alive (value/weak.h). */
enum weak_table { WEAK_SYMBOLS, WEAK_TYPES, WEAK_FUNCTIONS, WEAK_TABLES };
typedef struct WeakTable {
  struct WeakItem *items;
  uint32_t n, cap;
} WeakTable;

typedef struct Core {
  Type types[TI_COUNT];
#define X(id, name) TypeName *tn_##id;
  CORE_TYPENAMES(X)
#undef X
#define X(id, name) Symbol *sym_##id;
  CORE_SYMBOLS(X)
#undef X
  Value functions[FI_COUNT];
  Object *bottom;    /* Union{} */
  Type *empty_tuple; /* Tuple{} */
  Type *any_vector;  /* Array{Any,1}, and so on: the types that C makes often */
  Type *vector_int64, *vector_float64, *vector_uint8, *vector_string, *vector_bool, *matrix_float64, *vector_symbol;
  Object *type_array; /* the UnionAll Array */
  Value empty;        /* () */
  Module *core, *base, *main;
  bool settled;     /* the language is made: symbols and functions made from now on may go */
  Symbol **symbols; /* hash table of the language's own symbols (symbol.c) */
  uint32_t nsymbols, symbols_cap;
  Type **tuples; /* hash table of tuple types (type.c) */
  uint32_t ntuples, tuples_cap;
  WeakTable weak[WEAK_TABLES];
  struct RecentCall *recent_calls; /* the choices made last (dispatch.c); NULL after a collection */
  MethodTable *passing_calls; /* the methods of calls with types that may go (dispatch.c); emptied by a collection */
  uint32_t epoch; /* changes when a method is added or a binding that code relies on changes: caches are void */
  uint32_t gensym;
  uint32_t anonymous_made, anonymous_before, anonymous_used, anonymous_last; /* symbol_anonymous */
  uint32_t anonymous_numbers[64];
  uint32_t tables_epoch; /* changes when a method of an abstract type or of Type is added: voids all method caches */
  Array *loaded;         /* further heap state of the rooms above: see their files */
  Value slots[64];       /* one per owner: enum core_slot */
} Core;

/* Heap state of the higher rooms, one slot each, named here so that they cannot collide. */
enum core_slot {
  CS_STDOUT,
  CS_STDERR,
  CS_STDIN,
  CS_TASK_QUEUE,
  CS_ROOT_TASK,
  CS_REMOTE_REFS,
  CS_LOADED_MODULES,
  CS_CALLS,
  CS_PENDINGS,
  CS_TIMERS,
  CS_REGEX_CACHE,
  CS_INCLUDE_PATH,
  CS_TASK,
  CS_TASK_LAST,
  CS_SUBSTRING,
  CS_IOBUFFER,
  CS_NAMEDTUPLES,
  CS_SUBTYPES,
  CS_MAPPED,
  CS_NAMED,
  CS_UNITRANGE,
  CS_RANDOM,  /* the process's own generator (base/twister.h) */
  CS_ZIGGURAT /* tables (base/ziggurat.c) */
};

#define CORE ((Core *)HEAP_BASE)
#define FN(id) (CORE->functions[FI_##id])
#define SYM(id) (CORE->sym_##id)
#define SLOT(id) (CORE->slots[CS_##id])

#define CORE_T(id) (&CORE->types[TI_##id])
#define T_ANY CORE_T(ANY)
#define T_DATATYPE CORE_T(DATATYPE)
#define T_TYPE CORE_T(TYPE)
#define T_UNION CORE_T(UNION)
#define T_UNIONALL CORE_T(UNIONALL)
#define T_BOTTOMTYPE CORE_T(BOTTOMTYPE)
#define T_TYPEVAR CORE_T(TYPEVAR)
#define T_VARARG CORE_T(VARARG)
#define T_TYPENAME CORE_T(TYPENAME)
#define T_NUMBER CORE_T(NUMBER)
#define T_REAL CORE_T(REAL)
#define T_INTEGER CORE_T(INTEGER)
#define T_BOOL CORE_T(BOOL)
#define T_INT8 CORE_T(INT8)
#define T_INT16 CORE_T(INT16)
#define T_INT32 CORE_T(INT32)
#define T_INT64 CORE_T(INT64)
#define T_INT128 CORE_T(INT128)
#define T_UINT8 CORE_T(UINT8)
#define T_UINT16 CORE_T(UINT16)
#define T_UINT32 CORE_T(UINT32)
#define T_UINT64 CORE_T(UINT64)
#define T_UINT128 CORE_T(UINT128)
#define T_FLOAT16 CORE_T(FLOAT16)
#define T_FLOAT32 CORE_T(FLOAT32)
#define T_FLOAT64 CORE_T(FLOAT64)
#define T_CHAR CORE_T(CHAR)
#define T_NOTHING CORE_T(NOTHING)
#define T_MISSING CORE_T(MISSING)
#define T_SYMBOL CORE_T(SYMBOL)
#define T_ABSTRACTSTRING CORE_T(ABSTRACTSTRING)
#define T_STRING CORE_T(STRING)
#define T_FUNCTION CORE_T(FUNCTION)
#define T_MODULE CORE_T(MODULE)
#define T_EXPR CORE_T(EXPR)
#define T_QUOTENODE CORE_T(QUOTENODE)
#define T_LINENODE CORE_T(LINENODE)
#define T_GLOBALREF CORE_T(GLOBALREF)
#define T_BOX CORE_T(BOX)
#define T_METHOD CORE_T(METHOD)
#define T_METHODTABLE CORE_T(METHODTABLE)
#define T_CODE CORE_T(CODE)
#define T_BINDING CORE_T(BINDING)
#define T_BUFFER CORE_T(BUFFER)
#define T_TASK CORE_T(TASK)
#define T_SVEC CORE_T(SVEC)
#define T_ERROREXCEPTION CORE_T(ERROREXCEPTION)
#define T_ARGUMENTERROR CORE_T(ARGUMENTERROR)
#define T_BOUNDSERROR CORE_T(BOUNDSERROR)
#define T_DIMENSIONMISMATCH CORE_T(DIMENSIONMISMATCH)
#define T_DIVIDEERROR CORE_T(DIVIDEERROR)
#define T_DOMAINERROR CORE_T(DOMAINERROR)
#define T_EOFERROR CORE_T(EOFERROR)
#define T_INEXACTERROR CORE_T(INEXACTERROR)
#define T_INTERRUPTEXCEPTION CORE_T(INTERRUPTEXCEPTION)
#define T_KEYERROR CORE_T(KEYERROR)
#define T_LOADERROR CORE_T(LOADERROR)
#define T_METHODERROR CORE_T(METHODERROR)
#define T_OUTOFMEMORYERROR CORE_T(OUTOFMEMORYERROR)
#define T_OVERFLOWERROR CORE_T(OVERFLOWERROR)
#define T_STACKOVERFLOWERROR CORE_T(STACKOVERFLOWERROR)
#define T_STRINGINDEXERROR CORE_T(STRINGINDEXERROR)
#define T_TYPEERROR CORE_T(TYPEERROR)
#define T_UNDEFREFERROR CORE_T(UNDEFREFERROR)
#define T_UNDEFVARERROR CORE_T(UNDEFVARERROR)
#define T_UNDEFKEYWORDERROR CORE_T(UNDEFKEYWORDERROR)
#define T_PARSEERROR CORE_T(PARSEERROR)
#define T_SYSTEMERROR CORE_T(SYSTEMERROR)

/* Makes the core in an empty heap: types, symbols, functions, the modules Core, Base and Main (without builtins). */
void core_init(void);

#endif
