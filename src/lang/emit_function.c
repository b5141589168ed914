/* Emission of whole functions: Func to Code; and the text of code. */
#include "lang/compile.h"
#include "lang/tree.h"
#include "lang/method.h"
#include "value/builtin.h"
#include "value/array.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/string.h"
#include "value/symbol.h"

static bool is_boxed(const Var *v) { return v->captured && v->boxed && v->kind == VAR_LOCAL; }

static uint32_t capture_index(const Func *f, const Var *v) {
  const Closure *c = f->closure;
  for (uint32_t i = 0; c && i < c->captures.n; i++)
    if (c->captures.items[i] == v) return i;
  syntax_error("variable %s is not captured", v->name->text);
}

/* Boxes parameters that need it, fetches captured variables into registers. */
static void prologue(Emit *e, Func *f) {
  for (uint32_t i = 0; i < f->params.n; i++) {
    Var *v = f->params.items[i];
    v->defined = true;
    if (is_boxed(v)) emit_abc(e, OP_NEWBOX, v->reg, v->reg, 0);
  }
  f->capture_regs = gc_alloc_leaf((f->captures.n + 1) * sizeof(int));
  for (uint32_t i = 0; i < f->captures.n; i++) {
    f->capture_regs[i] = reg_push(e);
    if (f->captures.items[i] == f->self)
      emit_abc(e, OP_MOVE, f->capture_regs[i], 0, 0);
    else
      emit_ak(e, OP_CAPTURED, f->capture_regs[i], (int32_t)capture_index(f, f->captures.items[i]));
  }
}

static Emit emit_pass(Func *f, bool dry) {
  Emit e = {.func = f, .dry = dry, .line = f->line};
  e.top = e.max = (int)f->params.n + 1;
  prologue(&e, f);
  emit_tail(&e, f->body);
  if (!e.dead || !e.nins || e.ins[e.nins - 1].op != OP_RETURN) { /* where unreachable code or a jump ends */
    int r = reg_push(&e);
    emit_abc(&e, OP_NOTHING, r, 0, 0);
    emit_abc(&e, OP_RETURN, r, 0, 0);
  }
  for (uint32_t i = 0; i + 1 < e.labels.n; i += 2)
    if (((Label *)e.labels.items[i + 1])->at < 0)
      scope_error("label \"%s\" referenced but not defined", ((Symbol *)e.labels.items[i])->text);
  state_undo(&e, 0);
  return e;
}

/* The source, which also names the captured variables that are boxes. */
static Value source_with_boxes(Func *f) {
  if (is_undef(f->source) || !f->closure || expr_len(as_expr(f->source)) < 3) return f->source;
  Expr *source = as_expr(f->source), *env = as_expr(expr_arg(source, 2));
  Expr *with = expr_new(env->name, (const Value *)(const void *)env->args->data, expr_len(env));
  for (uint32_t i = 0; i < f->closure->captures.n; i++) {
    Var *v = f->closure->captures.items[i];
    if (is_boxed(v)) expr_add(with, v_symbol(v->name));
  }
  return v_object(expr3(source->name, expr_arg(source, 0), expr_arg(source, 1), v_object(with)));
}

/* Jumps that lead to a jump go to its target at once. */
static void thread_jumps(Emit *e) {
  for (uint32_t i = 0; i < e->nins; i++) {
    int op = e->ins[i].op;
    if (op != OP_JUMP && op != OP_JUMPIF && op != OP_JUMPIFNOT) continue;
    int32_t at = (int32_t)i + 1 + e->ins[i].k;
    for (int hops = 0; hops < 8 && at < (int32_t)e->nins && e->ins[at].op == OP_JUMP; hops++) at += 1 + e->ins[at].k;
    if (op == OP_JUMP || at > (int32_t)i) e->ins[i].k = at - (int32_t)i - 1;
  }
}

static void count_loops(Emit *e) {
  for (uint32_t i = 0; i < e->nins; i++) {
    Ins *in = &e->ins[i];
    if (in->op == OP_JUMP && in->k < 0) in->op = OP_LOOP;
    if (in->op == OP_JUMPIF && in->k < 0) in->op = OP_LOOPIF;
  }
}

Code *emit_func(Func *f) {
  if (f->code) return f->code;
  emit_pass(f, true);
  Emit e = emit_pass(f, false);
  thread_jumps(&e);
  count_loops(&e);
  for (uint32_t i = 0; i < f->taken.n; i++) emit_constant(&e, v_object(f->taken.items[i]));
  Code *c = gc_object(T_CODE, sizeof *c);
  f->code = c;
  c->name = f->name;
  c->file = f->file ? f->file : SYM(none);
  c->line = f->line;
  c->module = f->module;
  c->ins = e.ins;
  c->nins = e.nins;
  c->consts = e.consts;
  c->nconsts = e.nconsts;
  c->caches = gc_alloc((e.ncaches + 1) * sizeof *c->caches);
  c->ncaches = e.ncaches;
  c->dotted = (struct Dotted **)e.dotted.items;
  c->lines = gc_alloc_leaf((e.lines.n + 1) * sizeof *c->lines);
  for (uint32_t i = 0; i < e.lines.n; i++) c->lines[i] = *(CodeLine *)e.lines.items[i];
  c->nlines = e.lines.n;
  c->nregs = (uint32_t)e.max + 1;
  c->npos = (uint16_t)f->npos;
  c->nkw = (uint16_t)f->nkw;
  c->vararg = f->vararg;
  c->kwslurp = f->kwslurp;
  c->simple = !c->vararg && !c->nkw && !c->kwslurp;
  if (f->kwslurp) c->kwrest = ((Var *)f->params.items[f->params.n - 1])->name;
  c->toplevel = f->toplevel;
  c->kwnames = gc_alloc((f->nkw + 1) * sizeof *c->kwnames);
  c->kwneeded = gc_alloc_leaf((f->nkw + 1) * sizeof *c->kwneeded);
  for (uint32_t i = 0; i < f->nkw; i++) {
    const Var *v = f->params.items[f->npos + i];
    c->kwnames[i] = v->name;
    c->kwneeded[i] = v->needed;
  }
  if (f->closure) {
    c->ncaptured = f->closure->captures.n;
    c->captured = gc_alloc((c->ncaptured + 1) * sizeof *c->captured);
    for (uint32_t i = 0; i < c->ncaptured; i++) c->captured[i] = ((Var *)f->closure->captures.items[i])->name;
  }
  c->source = source_with_boxes(f);
  return c;
}

static const char *const op_names[] = {
#define X(id, doc) #id,
    OPCODES(X)
#undef X
};

void code_disassemble(Text *t, const Code *code) {
  uint32_t l = 0;
  text_format(t, "%s: %u registers, %u positional, %u keywords\n", code->name ? code->name->text : "?", code->nregs,
              code->npos, code->nkw);
  for (uint32_t i = 0; i < code->nins; i++) {
    Ins s = code->ins[i];
    if (l < code->nlines && code->lines[l].pc == i) text_format(t, "line %d\n", (int)code->lines[l++].line);
    text_format(t, "%4u %-10s", i, op_names[s.op]);
    switch (s.op) {
    case OP_CONST:
    case OP_INT:
    case OP_CHECKDEF:
    case OP_GLOBAL:
    case OP_SETGLOBAL:
    case OP_ISGLOBAL:
    case OP_CAPTURED:
    case OP_SPARAM:
    case OP_CLOSURE:
    case OP_METHOD:
    case OP_LEAVE: text_format(t, " %u k=%d", s.a, (int)s.k); break;
    case OP_JUMP:
    case OP_JUMPIF:
    case OP_JUMPIFNOT:
    case OP_JUMPDEF:
    case OP_JUMPNOTHING:
    case OP_FORNEXT:
    case OP_TRY: text_format(t, " %u -> %d", s.a, (int)i + 1 + (int)s.k); break;
    default: text_format(t, " %u %u %u", s.a, s.b, s.c);
    }
    if (s.op == OP_CONST && code->consts[s.k].type == T_SYMBOL)
      text_format(t, "  :%s", as_symbol(code->consts[s.k])->text);
    text_puts(t, "\n");
  }
}

BUILTIN(disassemble, "_disassemble(f)", "The instructions of the methods of `f`, as text.") {
  Text t = {0};
  MethodTable *table = method_table(args[0]);
  for (uint32_t i = 0; i < table->n; i++)
    if (table->methods[i]->code) code_disassemble(&t, table->methods[i]->code);
  return text_string(&t);
}
