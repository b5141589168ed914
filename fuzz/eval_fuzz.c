/* Any text that parses, evaluated statement by statement in a new module, and what it gives shown. Numbers of five
 * digits and more are left out: what they ask for is only time and memory. */
#include <stdint.h>
#include <stdio.h>

#include "lang/eval.h"
#include "lang/parser.h"
#include "value/call.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/symbol.h"
#include "world.h"

enum { STEPS = 20000, STATEMENTS = 64 };

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc UNUSED, char ***argv UNUSED) { return !world_start(); }

static bool asks_too_much(const uint8_t *s, size_t n) {
  for (size_t i = 0, digits = 0; i < n; i++) {
    digits = s[i] >= '0' && s[i] <= '9' ? digits + 1 : s[i] == '_' ? digits : 0;
    if (digits > 4) return true;
  }
  return false;
}

static Module *module;

static void run(const void *statement, size_t n UNUSED) {
  Value v = eval_toplevel(*(const Value *)statement, module);
  Value repr = module_get(CORE->base, symbol("repr"));
  call1(repr, v);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (asks_too_much(data, size)) return 0;
  module = module_new(symbol("Fuzz"), CORE->main);
  module_set(CORE->main, symbol("Fuzz"), v_object(module)); /* holds it */
  size_t pos = 0;
  int line = 1;
  for (int i = 0; i < STATEMENTS; i++) {
    Value e = parse_statement((const char *)data, size, &pos, "fuzz", &line);
    if (is_undef(e) || is_expr_of(e, SYM(error)) || is_expr_of(e, SYM(incomplete))) break;
    world_run(run, &e, 1, STEPS);
  }
  return 0;
}
