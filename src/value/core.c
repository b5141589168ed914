#include "value/value.h"

#include "value/gc.h"
#include "value/module.h"
#include "value/symbol.h"
#include "value/type.h"

static void symbols_init(void) {
#define X(id, text) CORE->sym_##id = symbol(text);
  CORE_SYMBOLS(X)
#undef X
}

static void functions_init(void) {
  static const char *const names[] = {
#define X(id, name) name,
      CORE_FUNCTIONS(X)
#undef X
  };
  for (int i = 0; i < FI_COUNT; i++) CORE->functions[i] = module_function(CORE->base, symbol(names[i]));
  /* Operators that are other names of a function. */
  module_set_const(CORE->base, symbol("÷"), FN(idiv));
  module_set_const(CORE->base, symbol("%"), FN(rem));
  module_set_const(CORE->base, symbol("⊻"), FN(xor));
  /* The function `:` is the instance of the type Colon. */
  CORE->tn_colon = FN(colon).type->name;
  CORE->tn_colon->name = symbol("Colon");
  module_set_const(CORE->base, symbol("Colon"), v_object(FN(colon).type));
  module_export(CORE->base, symbol("Colon"));
}

/* A constant of Core: exported from there, visible in every module; Base may add methods to it. */
static void core_constant(Symbol *name, Value v) {
  static const char *const inner[] = {"Box",     "TypeName",     "MethodTable", "CodeInfo",
                                      "Binding", "SimpleVector", "Buffer",      "TypeofBottom"};
  module_set_const(CORE->core, name, v);
  bool hidden = false;
  for (size_t i = 0; i < sizeof inner / sizeof *inner; i++) hidden |= !strcmp(name->text, inner[i]);
  if (!hidden) module_export(CORE->core, name);
  module_import(CORE->base, CORE->core, name, name, true);
}

static void types_bind(void) {
  for (int i = 0; i < TI_COUNT; i++) {
    Symbol *name = CORE->types[i].name->name;
    core_constant(name, v_object(&CORE->types[i]));
  }
  static const char *const aliases[] = {"Int", "UInt"};
  for (int i = 0; i < 2; i++) core_constant(symbol(aliases[i]), v_object(i ? T_UINT64 : T_INT64));
  TypeName *const parametric[] = {CORE->tn_array,         CORE->tn_tuple,      CORE->tn_namedtuple, CORE->tn_type,
                                  CORE->tn_abstractarray, CORE->tn_densearray, CORE->tn_ref,        CORE->tn_ptr};
  for (size_t i = 0; i < sizeof parametric / sizeof *parametric; i++) {
    parametric[i]->module = CORE->core;
    core_constant(parametric[i]->name, v_object(parametric[i]->wrapper));
  }
  module_set_const(CORE->core, symbol("Int"), v_object(T_INT64));
  module_set_const(CORE->core, symbol("UInt"), v_object(T_UINT64));
  module_export(CORE->core, symbol("Int"));
  module_export(CORE->core, symbol("UInt"));
}

void core_init(void) {
  symbols_init();
  type_init();
  CORE->core = module_new(SYM(Core), NULL);
  CORE->core->parent = CORE->core;
  CORE->base = module_new(SYM(Base), NULL);
  CORE->base->parent = CORE->base;
  module_use(CORE->base, CORE->core);
  CORE->main = module_new(SYM(Main), NULL);
  CORE->main->parent = CORE->main;
  for (int i = 0; i < TI_COUNT; i++) CORE->types[i].name->module = CORE->core;
  types_bind();
  functions_init();
  Module *const roots[] = {CORE->core, CORE->base, CORE->main};
  for (int i = 0; i < 3; i++)
    for (int j = 0; j < 3; j++) module_set_const(roots[i], roots[j]->name, v_object(roots[j]));
  for (int i = 0; i < 3; i++) module_export(CORE->core, roots[i]->name);
}
