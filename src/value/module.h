/* Modules: named tables of bindings. A binding is resolved once and then used by pointer. */
#ifndef CLU_MODULE_H
#define CLU_MODULE_H
#include "value/value.h"

typedef struct Binding {
  Object head;
  Symbol *name;
  Module *owner;
  Value value;            /* undefined until assigned */
  struct Binding *target; /* an imported name: the binding it stands for; never chains */
  bool own;               /* the module assigns it somewhere: names that used modules export do not matter any more */
  bool ambiguous;         /* several used modules export it, which was told */
  bool constant, exported, imported /* by name: may be extended by method definitions */;
} Binding;

struct Module {
  Object head;
  Symbol *name;
  Module *parent;
  Binding **table; /* hash by name */
  uint32_t n, cap;
  Array *usings; /* Vector{Any} of modules whose exports are visible */
  Symbol *file;
  Value docs;
  uint32_t closures; /* numbers in the names of its anonymous functions and their types */
};

Module *module_new(Symbol *name, Module *parent); /* uses Base unless it is Core or Base; not yet bound in parent */
/* The binding that name means in m: its own, an imported one, or an exported one of the modules it uses. NULL if there
 * is none. */
Binding *module_lookup(Module *m, Symbol *name);
/* The same when code that uses the name runs: from then on an exported name is m's own for good. */
Binding *module_resolve(Module *m, Symbol *name);
/* m's own binding for assigning, made if need be. Throws if the name is imported from elsewhere. */
Binding *module_own(Module *m, Symbol *name);
/* For code that mentions a name: m's entry, made if need be; what it stands for may be told later. */
Binding *module_reference(Module *m, Symbol *name);
Binding *binding_followed(Binding *b);                   /* what a mention stands for by now */
Binding *module_entry(Module *m, Symbol *name);          /* m's own table's entry, or NULL */
Value module_get(Module *m, Symbol *name);               /* V_UNDEF if not defined */
void module_set(Module *m, Symbol *name, Value v);       /* as an assignment does; throws for constants */
void module_set_const(Module *m, Symbol *name, Value v); /* redefinition with an equal value is no error */
void module_export(Module *m, Symbol *name);
void module_use(Module *m, Module *used); /* using used */
void module_import(Module *m, Module *from, Symbol *name, Symbol *as, bool extend);
/* The generic function called name in m, made (and bound as a constant) if need be. */
Value module_function(Module *m, Symbol *name);
void binding_set(Binding *b, Value v);
extern uint32_t module_constants; /* changes when a constant changes its value */
Value binding_get(Binding *b);    /* throws UndefVarError */
#endif
