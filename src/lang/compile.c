/* The compiler's entries: top-level statements and functions rebuilt from their source. */
#include "lang/compile.h"

#include "lang/tree.h"
#include "lang/vm.h"
#include "value/error.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/symbol.h"

static Func *toplevel_func(Lower *l) {
  Func *f = gc_alloc(sizeof *f);
  f->name = symbol("top-level scope");
  f->file = l->file;
  f->module = l->module;
  f->line = l->line;
  f->toplevel = true;
  f->rettype = f->source = V_UNDEF;
  return f;
}

static void lower_begin(Lower *l, Module *m, Symbol *file, int32_t line) {
  symbol_anonymous_begin();
  *l = (Lower){.module = m, .file = file, .line = line, .new_type = V_UNDEF};
  l->func = toplevel_func(l);
  l->scope = gc_alloc(sizeof *l->scope);
  l->scope->func = l->func;
  l->scope->toplevel = true;
}

/* The closures' methods first, then the statement. */
static Node *with_hoisted(Lower *l, Node *body) {
  Node *block = node_new(l, N_BLOCK, 0);
  for (uint32_t i = 0; i < l->hoisted.n; i++) {
    Closure *c = l->hoisted.items[i];
    closure_finish(c);
    for (uint32_t j = 0; j < c->methods.n; j++) block_add(block, c->methods.items[j]);
  }
  if (body) block_add(block, body);
  return block;
}

Code *compile_toplevel(Value e, Module *m, bool soft, Symbol *file, int32_t line) {
  Lower l;
  const Lower *outer = lower_current(NULL);
  lower_begin(&l, m, file, line);
  l.soft = soft;
  e = macro_expand(e, m, true);
  expr_check(e);
  lower_current(&l);
  Node *body = lower(&l, e);
  lower_current(outer);
  l.func->body = with_hoisted(&l, node_scope(&l, &l.scope->vars, body));
  l.func->file = l.file;
  return emit_func(l.func);
}

Code *compile_function(Value source, Module *m, Symbol *const *captured, uint32_t ncaptured, uint32_t nstatic,
                       Symbol *file, int32_t line) {
  Lower l;
  const Lower *outer = lower_current(NULL);
  lower_begin(&l, m, file, line);
  expr_check(source);
  Func *f = lower_source(&l, source, captured, ncaptured, nstatic);
  Node *definitions = with_hoisted(&l, NULL);
  Code *code = emit_func(f);
  lower_current(outer);
  if (definitions->n) {
    l.func->body = definitions;
    vm_run_toplevel(emit_func(l.func));
  }
  return code;
}
