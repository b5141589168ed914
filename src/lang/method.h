/* Methods and their choice by argument types.
 * Promise: the most specific applicable method, as Julia picks it; ambiguity and absence are MethodErrors. Looking up
 * the same types again is one hash probe; a call site remembers its last target (code.h). */
#ifndef CLU_METHOD_H
#define CLU_METHOD_H
#include "lang/code.h"
#include "value/builtin.h"
#include "value/method.h"

/* The method for a call; args[-1] is the callee. *env gets the where-variables' values (NULL if none). Throws
 * MethodError. If the callee is a type, its constructors are searched, then those of Type (conversion). */
Method *method_find(Value *args, int nargs, Value **env);
/* The same; the keywords only stand in the MethodError. */
Method *method_find_kw(Value *args, int nargs, Value **env, Value kw);
/* The same, NULL instead of a throw. */
Method *method_try(Value *args, int nargs, Value **env);
/* For a call with keywords: only methods that take some are considered; NULL if there is none. */
Method *method_try_kw(Value *args, int nargs, Value **env);
/* All applicable methods for arguments of these types (a tuple type that begins with the callee's), the most specific
 * first; fills at most max. */
uint32_t method_applicable(Type *args, Method **found, uint32_t max);
/* The tuple type of a call: callee and arguments, a type as Type{T}. */
Type *method_call_type(const Value *args, int nargs);
/* The where-variables' values if m fits these argument types (false: it does not). */
bool method_fits(const Method *m, Type *args, Value **env);
/* Of n applicable methods the one more specific than all others; NULL if they are ambiguous. */
Method *method_best(Method *const *found, uint32_t n);
/* Makes a method of a signature (vars, nreq, vararg and the like are taken from it). */
Method *method_new(Symbol *name, Module *module, Object *signature);
/* Adds a method to the function or type f. signature's first parameter is the callee's type. Replaces one with an equal
 * signature. Voids all caches. */
Method *method_add(MethodTable *table, Method *m);
/* Told of each method that is replaced; NULL: nobody is. */
extern void (*method_on_overwrite)(const Method *old, const Method *m);
/* The table for calls of f: of its type, or of the type itself if f is a type. */
MethodTable *method_table(Value f);
/* Values of CallCache.types for an argument. */
static inline void *method_key(Value v) { /* odd for a type as argument, which must differ from an instance of it */
  return v.type == T_DATATYPE || v.type == T_UNIONALL || v.type == T_UNION || v.type == T_BOTTOMTYPE ? (char *)v.p + 1
                                                                                                     : (void *)v.type;
}
/* Whether it is a constructor that converts its arguments to the fields' types, which a concrete struct has of itself.
 */
bool method_constructs(const Method *m);
/* Registers all builtins (at boot). */
void method_register_builtins(void);
#endif
