/* Emission: nodes to instructions. Every node's value goes to a register that the caller chooses, or stays where it is.
 * A function is emitted twice: the first time finds out which variables may be read before they are assigned. */
#include "lang/tree.h"
#include "value/array.h"
#include "value/error.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/struct.h"
#include "value/symbol.h"

uint32_t emit_abc(Emit *e, int op, int a, int b, int c) {
  if (e->nins == e->cap) {
    e->cap = e->cap ? e->cap * 2 : 32;
    Ins *grown = gc_alloc_leaf(e->cap * sizeof *grown);
    if (e->nins) memcpy(grown, e->ins, e->nins * sizeof *grown);
    e->ins = grown;
  }
  CodeLine *last = e->lines.n ? e->lines.items[e->lines.n - 1] : NULL;
  if (!last || last->line != e->line) {
    CodeLine *entry = gc_alloc_leaf(sizeof *entry);
    *entry = (CodeLine){e->nins, e->line};
    list_push(&e->lines, entry);
  }
  Ins i = {.op = (uint8_t)op, .a = (uint16_t)a};
  i.b = (uint16_t)b;
  i.c = (uint16_t)c;
  e->ins[e->nins] = i;
  return e->nins++;
}

uint32_t emit_ak(Emit *e, int op, int a, int32_t k) {
  uint32_t at = emit_abc(e, op, a, 0, 0);
  e->ins[at].k = k;
  return at;
}

int32_t emit_constant(Emit *e, Value v) {
  uint32_t from = e->nconsts > 256 ? e->nconsts - 256 : 0;
  for (uint32_t i = from; i < e->nconsts; i++)
    if (e->consts[i].type == v.type && e->consts[i].u == v.u) return (int32_t)i;
  if (e->nconsts == e->consts_cap) {
    e->consts_cap = e->consts_cap ? e->consts_cap * 2 : 16;
    Value *grown = gc_alloc(e->consts_cap * sizeof *grown);
    if (e->nconsts) memcpy(grown, e->consts, e->nconsts * sizeof *grown);
    e->consts = grown;
  }
  e->consts[e->nconsts] = v;
  return (int32_t)e->nconsts++;
}

static int constant16(Emit *e, Value v) {
  int32_t k = emit_constant(e, v);
  if (k > UINT16_MAX) syntax_error("function too large");
  return k;
}

void emit_load(Emit *e, int dest, Value v) {
  if (is_int(v) && v.i >= INT32_MIN && v.i <= INT32_MAX)
    emit_ak(e, OP_INT, dest, (int32_t)v.i);
  else if (is_nothing(v))
    emit_abc(e, OP_NOTHING, dest, 0, 0);
  else
    emit_ak(e, OP_CONST, dest, emit_constant(e, v));
}

Label label_new(void) { return (Label){-1, {0}}; }

uint32_t emit_jump(Emit *e, int op, int a, Label *to) {
  uint32_t at = emit_ak(e, op, a, 0);
  if (to->at >= 0)
    e->ins[at].k = to->at - (int32_t)at - 1;
  else
    list_push(&to->jumps, (void *)(uintptr_t)at);
  return at;
}

void label_place(Emit *e, Label *l) {
  l->at = (int32_t)e->nins;
  for (uint32_t i = 0; i < l->jumps.n; i++) {
    uint32_t at = (uint32_t)(uintptr_t)l->jumps.items[i];
    e->ins[at].k = l->at - (int32_t)at - 1;
  }
  if (l->jumps.n) e->dead = false;
}

int reg_push(Emit *e) {
  int r = e->top++;
  if (e->top > e->max) e->max = e->top;
  if (r > 60000) syntax_error("function too large");
  return r;
}

/* --- which variables surely have a value here --- */

void state_define(Emit *e, Var *v) {
  if (v->defined || v->func != e->func) return;
  v->defined = true;
  list_push(&e->log, v);
}

uint32_t state_mark(const Emit *e) { return e->log.n; }

void state_undo(Emit *e, uint32_t mark) {
  while (e->log.n > mark) ((Var *)e->log.items[--e->log.n])->defined = false;
}

/* --- variables --- */

static bool is_boxed(const Var *v) { return v->captured && v->boxed && v->kind == VAR_LOCAL; }

/* The register that holds the variable or its box. */
static int raw_register(Emit *e, Var *v) {
  if (v == e->func->self && v->func != e->func) return 0;
  if (v->func == e->func) {
    if (v->kind == VAR_SPARAM) {
      int t = reg_push(e);
      emit_ak(e, OP_SPARAM, t, (int32_t)v->index);
      return t;
    }
    return v->reg;
  }
  for (uint32_t i = 0; i < e->func->captures.n; i++)
    if (e->func->captures.items[i] == v) return e->func->capture_regs[i];
  syntax_error("variable %s is not captured", v->name->text);
}

int emit_var(Emit *e, Var *v, int dest) {
  if (v->func == e->func && v->kind == VAR_SPARAM) {
    int t = dest >= 0 ? dest : reg_push(e);
    emit_ak(e, OP_SPARAM, t, (int32_t)v->index);
    return t;
  }
  bool self = v == e->func->self && v->func != e->func;
  int r = raw_register(e, v);
  if (!self && is_boxed(v)) {
    int t = dest >= 0 ? dest : reg_push(e);
    emit_abc(e, OP_GETBOX, t, r, constant16(e, v_symbol(v->name)));
    return t;
  }
  bool check = !self && (v->func == e->func ? !v->defined : v->maybe_undef);
  if (check) {
    emit_ak(e, OP_CHECKDEF, r, emit_constant(e, v_symbol(v->name)));
    v->needs_undef = true;
    state_define(e, v);
  }
  if (dest < 0) return r;
  if (dest != r) emit_abc(e, OP_MOVE, dest, r, 0);
  return dest;
}

void emit_set_from(Emit *e, Var *v, int reg) {
  int r = raw_register(e, v);
  if (is_boxed(v))
    emit_abc(e, OP_SETBOX, r, reg, 0);
  else if (r != reg)
    emit_abc(e, OP_MOVE, r, reg, 0);
  state_define(e, v);
}

/* Whether emitting n straight into a variable's register cannot disturb the variable's old value while it is needed. */
static bool writes_last(const Node *n) {
  switch (n->kind) {
  case N_CONST:
  case N_VAR:
  case N_GLOBAL:
  case N_CALL:
  case N_DOTTED:
  case N_OP:
  case N_TUPLE:
  case N_GETFIELD:
  case N_INDEX:
  case N_CLOSURE:
  case N_NEW:
  case N_ISDEF: return true;
  case N_IF: return n->n == 3 && writes_last(n->kids[1]) && writes_last(n->kids[2]);
  case N_BLOCK: return n->n && writes_last(n->kids[n->n - 1]);
  case N_SCOPE: return writes_last(n->kids[0]);
  default: return false;
  }
}

static void emit_set(Emit *e, Node *n) {
  Var *v = n->var;
  int top = e->top;
  if (v->func == e->func && v->kind == VAR_LOCAL && !is_boxed(v) && writes_last(n->kids[0])) {
    if (v->reg == e->top - 1) reg_push(e); /* else a call would use the variable as its base */
    emit_to(e, n->kids[0], v->reg);
    state_define(e, v);
  } else
    emit_set_from(e, v, emit_any(e, n->kids[0]));
  e->top = top;
}

void emit_scope_enter(Emit *e, Node *n) {
  for (uint32_t i = 0; i < n->vars->n; i++) {
    Var *v = n->vars->items[i];
    if (v->kind != VAR_LOCAL || v->param) continue;
    v->reg = reg_push(e);
    v->defined = false;
    if (is_boxed(v)) {
      emit_abc(e, OP_UNDEF, v->reg, 0, 0);
      emit_abc(e, OP_NEWBOX, v->reg, v->reg, 0);
    } else if (v->needs_undef)
      emit_abc(e, OP_UNDEF, v->reg, 0, 0);
  }
}

/* --- expressions --- */

int emit_any(Emit *e, Node *n) {
  if (n->kind == N_VAR) return emit_var(e, n->var, -1);
  if (n->kind == N_SET && n->var->func == e->func && !is_boxed(n->var) && n->var->kind == VAR_LOCAL) {
    emit_set(e, n);
    return n->var->reg;
  }
  int t = reg_push(e);
  emit_to(e, n, t);
  return t;
}

/* An operand that must keep its value while later is evaluated. */
static int emit_operand(Emit *e, Node *n, const Node *later) {
  if (!later || !later->assigns || (n->kind != N_VAR && n->kind != N_SET)) return emit_any(e, n);
  int t = reg_push(e);
  emit_to(e, n, t);
  return t;
}

/* Where a sequence of registers for an operation starts: at dest if that is the newest temporary. */
static int base_register(Emit *e, int dest) { return dest == e->top - 1 ? dest : reg_push(e); }

static bool has_splat(const Node *n) {
  for (uint32_t i = 1; i < n->n; i++)
    if (n->kids[i]->kind == N_SPLAT) return true;
  return false;
}

static int emit_splat_args(Emit *e, Node *n) {
  int count = 0;
  for (uint32_t i = 1; i < n->n; i++) {
    int r = reg_push(e);
    count++;
    if (n->kids[i]->kind == N_SPLAT) {
      emit_to(e, n->kids[i]->kids[0], r);
      continue;
    }
    int first = e->top, m = 0; /* plain arguments together make one tuple */
    for (; i < n->n && n->kids[i]->kind != N_SPLAT; i++, m++) emit_to(e, n->kids[i], reg_push(e));
    i--;
    emit_abc(e, OP_TUPLE, r, first, m);
    e->top = r + 1;
  }
  return count;
}

static void emit_call(Emit *e, Node *n, int dest) {
  int top = e->top, base = base_register(e, dest), nargs;
  bool splat = has_splat(n);
  emit_to(e, n->kids[0], base);
  if (splat)
    nargs = emit_splat_args(e, n);
  else {
    nargs = (int)n->n - 1;
    for (uint32_t i = 1; i < n->n; i++) emit_to(e, n->kids[i], reg_push(e));
  }
  if (n->kw) emit_to(e, n->kw, reg_push(e));
  e->line = n->line;
  if (splat) {
    uint32_t at = emit_abc(e, OP_CALLSPLAT, base, nargs, 0);
    e->ins[at].x = n->kw != NULL;
  } else {
    if (e->ncaches >= UINT16_MAX) syntax_error("function too large");
    emit_abc(e, n->kw ? OP_CALLKW : OP_CALL, base, nargs, (int)e->ncaches++);
  }
  if (base != dest) emit_abc(e, OP_MOVE, dest, base, 0);
  e->top = top;
}

static void emit_dotted(Emit *e, Node *n, int dest) {
  int top = e->top, first = e->top;
  for (uint32_t i = 1; i < n->n; i++) {
    int r = reg_push(e);
    emit_to(e, n->kids[i], r);
    Var *v = n->vars->items[i - 1];
    v->func = e->func;
    v->reg = r;
    v->defined = true;
  }
  e->line = n->line;
  if (e->dotted.n >= UINT16_MAX) syntax_error("function too large");
  Label end = label_new();
  emit_abc(e, OP_DOTTED, dest, first, (int)e->dotted.n);
  list_push(&e->dotted, n->dotted);
  emit_jump(e, OP_JUMP, 0, &end);
  emit_to(e, n->kids[0], dest);
  label_place(e, &end);
  e->top = top;
}

static int with_constant(int op) {
  switch (op) {
  case OP_ADD: return OP_ADDI;
  case OP_SUB: return OP_SUBI;
  case OP_MUL: return OP_MULI;
  case OP_IDIV: return OP_IDIVI;
  case OP_REM: return OP_REMI;
  case OP_BITAND: return OP_BITANDI;
  case OP_EQ: return OP_EQI;
  case OP_NE: return OP_NEI;
  case OP_LT: return OP_LTI;
  case OP_LE: return OP_LEI;
  case OP_GT: return OP_GTI;
  case OP_GE: return OP_GEI;
  default: return -1;
  }
}

static void emit_op(Emit *e, Node *n, int dest) {
  int top = e->top;
  if (n->n == 1) {
    int a = emit_any(e, n->kids[0]);
    e->line = n->line;
    emit_abc(e, n->op, dest, a, 0);
  } else {
    Node *right = n->kids[1];
    int constant = with_constant(n->op);
    int a = emit_operand(e, n->kids[0], right);
    if (n->op == OP_POWI) {
      e->line = n->line;
      emit_abc(e, OP_POWI, dest, a, (int)right->v.i);
    } else if (constant >= 0 && right->kind == N_CONST && is_int(right->v) && right->v.i >= INT16_MIN &&
               right->v.i <= INT16_MAX) {
      e->line = n->line;
      emit_abc(e, constant, dest, a, (uint16_t)(int16_t)right->v.i);
    } else {
      int b = emit_any(e, right);
      e->line = n->line;
      emit_abc(e, n->op, dest, a, b);
    }
  }
  e->top = top;
}

static void emit_tuple(Emit *e, Node *n, int dest) {
  int top = e->top;
  bool constant = true;
  for (uint32_t i = 0; i < n->n; i++) constant = constant && n->kids[i]->kind == N_CONST;
  if (constant) {
    Value *v = gc_alloc((n->n + 1) * sizeof *v);
    for (uint32_t i = 0; i < n->n; i++) v[i] = n->kids[i]->v;
    emit_load(e, dest, tuple_new(v, (int)n->n));
    return;
  }
  int first = e->top;
  for (uint32_t i = 0; i < n->n; i++) emit_to(e, n->kids[i], reg_push(e));
  e->line = n->line;
  emit_abc(e, OP_TUPLE, dest, first, (int)n->n);
  e->top = top;
}

static void emit_index(Emit *e, Node *n, int dest) {
  int top = e->top;
  int a = emit_operand(e, n->kids[0], n);
  int i;
  if (n->n == 2)
    i = emit_any(e, n->kids[1]);
  else {
    i = reg_push(e);
    emit_to(e, n->kids[1], i);
    emit_to(e, n->kids[2], reg_push(e));
  }
  e->line = n->line;
  emit_abc(e, n->n == 2 ? OP_GETINDEX : OP_GETINDEX2, dest, a, i);
  e->top = top;
}

/* a[i] = v; returns the register of v. The caller restores top. */
static int emit_setindex(Emit *e, Node *n) {
  int a = emit_operand(e, n->kids[0], n);
  int v = emit_operand(e, n->kids[1], n);
  int i;
  if (n->n == 3)
    i = emit_any(e, n->kids[2]);
  else {
    i = reg_push(e);
    emit_to(e, n->kids[2], i);
    emit_to(e, n->kids[3], reg_push(e));
  }
  e->line = n->line;
  emit_abc(e, n->n == 3 ? OP_SETINDEX : OP_SETINDEX2, a, v, i);
  return v;
}

static int emit_setfield(Emit *e, Node *n) {
  int a = emit_operand(e, n->kids[0], n->kids[1]);
  int v = emit_any(e, n->kids[1]);
  e->line = n->line;
  emit_abc(e, OP_SETFIELD, a, v, constant16(e, v_symbol(n->name)));
  return v;
}

static int emit_setglobal(Emit *e, Node *n) {
  int v = emit_any(e, n->kids[0]);
  e->line = n->line;
  emit_ak(e, OP_SETGLOBAL, v, emit_constant(e, v_object(module_own(n->module, n->name))));
  return v;
}

static void emit_new(Emit *e, Node *n, int dest) {
  int top = e->top;
  int first = reg_push(e);
  emit_to(e, n->kids[0], first);
  for (uint32_t i = 1; i < n->n; i++) emit_to(e, n->kids[i], reg_push(e));
  e->line = n->line;
  if (n->flag)
    emit_abc(e, OP_NEWSPLAT, dest, first, first + 1);
  else
    emit_abc(e, OP_NEW, dest, first, (int)n->n - 1);
  e->top = top;
}

void emit_closure(Emit *e, Node *n, int dest) {
  int top = e->top;
  Closure *c = n->closure;
  for (uint32_t i = 0; i < c->captures.n; i++) {
    Var *v = c->captures.items[i];
    if (v->func == e->func && v->kind == VAR_LOCAL && !is_boxed(v) && !v->defined)
      v->maybe_undef = v->needs_undef = true;
    if (c->methods.n > 1 && !v->param) v->maybe_undef = true;
  }
  if (!e->dry)
    for (uint32_t i = 0; i < c->funcs.n; i++) emit_func(c->funcs.items[i]);
  if (!c->captures.n) {
    emit_load(e, dest, v_object(c->type->instance));
    return;
  }
  int base = base_register(e, dest);
  for (uint32_t i = 0; i < c->captures.n; i++) {
    int r = reg_push(e), t = e->top;
    int from = raw_register(e, c->captures.items[i]);
    emit_abc(e, OP_MOVE, r, from, 0);
    e->top = t;
  }
  e->line = n->line;
  emit_ak(e, OP_CLOSURE, base, emit_constant(e, v_object(c->type)));
  if (base != dest) emit_abc(e, OP_MOVE, dest, base, 0);
  e->top = top;
}

void emit_method(Emit *e, Node *n, int dest) {
  int top = e->top;
  Code *code = e->dry && n->func->closure ? NULL : emit_func(n->func);
  int base = reg_push(e);
  emit_to(e, n->kids[0], base);
  emit_to(e, n->kids[1], reg_push(e));
  emit_to(e, n->kids[2], reg_push(e));
  e->line = n->line;
  uint32_t at = emit_ak(e, OP_METHOD, base, code ? emit_constant(e, v_object(code)) : 0);
  e->ins[at].x = n->flag;
  if (dest >= 0 && dest != base) emit_abc(e, OP_MOVE, dest, base, 0);
  e->top = top;
}

static void emit_isdef(Emit *e, Node *n, int dest) {
  Var *v = n->var;
  if (!v) {
    emit_ak(e, OP_ISGLOBAL, dest, emit_constant(e, v_object(module_reference(n->module, n->name))));
    return;
  }
  int top = e->top, r = raw_register(e, v);
  if (is_boxed(v))
    emit_abc(e, OP_ISBOXDEF, dest, r, 0);
  else {
    v->needs_undef = true;
    emit_abc(e, OP_ISDEF, dest, r, 0);
  }
  e->top = top;
}

static void emit_logic(Emit *e, Node *n, int dest) {
  bool is_or = n->kind == N_OR;
  Label shortcut = label_new(), end = label_new();
  emit_cond(e, n->kids[0], is_or, &shortcut);
  uint32_t mark = state_mark(e);
  emit_to(e, n->kids[1], dest);
  emit_jump(e, OP_JUMP, 0, &end);
  state_undo(e, mark);
  label_place(e, &shortcut);
  emit_load(e, dest, v_bool(is_or));
  e->dead = false;
  label_place(e, &end);
}

static void emit_types(Emit *e, Node *n, int dest) {
  int top = e->top;
  emit_to(e, n->kids[0], dest);
  int value = dest;
  if (n->kids[1]->assigns || dest != e->top - 1) { /* the value waits in a temporary of its own */
    value = reg_push(e);
    emit_abc(e, OP_MOVE, value, dest, 0);
  }
  int t = emit_any(e, n->kids[1]);
  e->line = n->line;
  emit_abc(e, n->kind == N_ASSERT ? OP_TYPEASSERT : OP_CONVERT, value, t, 0);
  if (value != dest) emit_abc(e, OP_MOVE, dest, value, 0);
  e->top = top;
}

static void emit_block(Emit *e, Node *n, int dest) {
  for (uint32_t i = 0; i + 1 < n->n; i++) emit_effect(e, n->kids[i]);
  if (n->n)
    emit_node_in(e, n->kids[n->n - 1], dest);
  else
    emit_node_in(e, &(Node){.kind = N_CONST, .v = v_nothing()}, dest);
}

static void emit_in_scope(Emit *e, Node *n, int dest) {
  int top = e->top;
  emit_scope_enter(e, n);
  emit_node_in(e, n->kids[0], dest);
  e->top = top;
}

static Label *find_label(Emit *e, Symbol *name) {
  for (uint32_t i = 0; i + 1 < e->labels.n; i += 2)
    if (e->labels.items[i] == name) return e->labels.items[i + 1];
  Label *l = gc_alloc(sizeof *l);
  *l = label_new();
  list_push(&e->labels, name);
  list_push(&e->labels, l);
  return l;
}

/* Nodes that are statements: their value is nothing. Returns false for others. */
static bool emit_statement(Emit *e, Node *n) {
  switch (n->kind) {
  case N_FOR:
  case N_WHILE: emit_loop(e, n); return true;
  case N_BREAK:
  case N_CONTINUE: emit_break(e, n); return true;
  case N_RETURN: emit_tail(e, n->kids[0]); return true;
  case N_GOTO:
    emit_jump(e, OP_JUMP, 0, find_label(e, n->name));
    e->dead = true;
    return true;
  case N_LABEL:
    if (find_label(e, n->name)->at >= 0) scope_error("label \"%s\" defined multiple times", n->name->text);
    state_undo(e, 0);
    e->dead = false;
    label_place(e, find_label(e, n->name));
    return true;
  default: return false;
  }
}

void emit_to(Emit *e, Node *n, int dest) {
  stack_check();
  e->line = n->line;
  int top = e->top;
  switch (n->kind) {
  case N_CONST: emit_load(e, dest, n->v); break;
  case N_VAR: emit_var(e, n->var, dest); break;
  case N_GLOBAL: emit_ak(e, OP_GLOBAL, dest, emit_constant(e, v_object(module_reference(n->module, n->name)))); break;
  case N_SET:
    emit_set(e, n);
    emit_var(e, n->var, dest);
    break;
  case N_SETGLOBAL: emit_abc(e, OP_MOVE, dest, emit_setglobal(e, n), 0); break;
  case N_BLOCK: emit_block(e, n, dest); break;
  case N_SCOPE: emit_in_scope(e, n, dest); break;
  case N_IF: emit_if(e, n, dest); break;
  case N_AND:
  case N_OR: emit_logic(e, n, dest); break;
  case N_TRY: emit_try(e, n, dest); break;
  case N_CALL: emit_call(e, n, dest); break;
  case N_DOTTED: emit_dotted(e, n, dest); break;
  case N_SPLAT: syntax_error("\"...\" expression outside call");
  case N_OP: emit_op(e, n, dest); break;
  case N_TUPLE: emit_tuple(e, n, dest); break;
  case N_GETFIELD: {
    int a = emit_any(e, n->kids[0]);
    e->line = n->line;
    emit_abc(e, OP_GETFIELD, dest, a, constant16(e, v_symbol(n->name)));
    break;
  }
  case N_SETFIELD: emit_abc(e, OP_MOVE, dest, emit_setfield(e, n), 0); break;
  case N_INDEX: emit_index(e, n, dest); break;
  case N_SETINDEX: emit_abc(e, OP_MOVE, dest, emit_setindex(e, n), 0); break;
  case N_ASSERT:
  case N_CONVERT: emit_types(e, n, dest); break;
  case N_NEW: emit_new(e, n, dest); break;
  case N_CLOSURE: emit_closure(e, n, dest); break;
  case N_METHOD: emit_method(e, n, dest); break;
  case N_ISDEF: emit_isdef(e, n, dest); break;
  default: emit_statement(e, n); emit_abc(e, OP_NOTHING, dest, 0, 0);
  }
  e->top = top;
}

void emit_effect(Emit *e, Node *n) {
  int top = e->top;
  e->line = n->line;
  switch (n->kind) {
  case N_CONST: break;
  case N_VAR: emit_var(e, n->var, -1); break;
  case N_SET: emit_set(e, n); break;
  case N_SETGLOBAL: emit_setglobal(e, n); break;
  case N_SETFIELD: emit_setfield(e, n); break;
  case N_SETINDEX: emit_setindex(e, n); break;
  case N_BLOCK:
  case N_TUPLE:
    for (uint32_t i = 0; i < n->n; i++) emit_effect(e, n->kids[i]);
    break;
  case N_SCOPE: emit_in_scope(e, n, -1); break;
  case N_IF: emit_if(e, n, -1); break;
  case N_TRY: emit_try(e, n, -1); break;
  case N_METHOD: emit_method(e, n, -1); break;
  case N_AND:
  case N_OR: {
    Label end = label_new();
    emit_cond(e, n->kids[0], n->kind == N_OR, &end);
    uint32_t mark = state_mark(e);
    emit_effect(e, n->kids[1]);
    state_undo(e, mark);
    e->dead = false;
    label_place(e, &end);
    break;
  }
  default:
    if (!emit_statement(e, n)) emit_to(e, n, reg_push(e));
  }
  e->top = top;
}

void emit_tail(Emit *e, Node *n) {
  int top = e->top;
  e->line = n->line;
  switch (n->kind) {
  case N_IF: emit_if(e, n, -2); break;
  case N_BLOCK: emit_block(e, n, -2); break;
  case N_SCOPE: emit_in_scope(e, n, -2); break;
  case N_RETURN: emit_tail(e, n->kids[0]); break;
  case N_BREAK:
  case N_CONTINUE: emit_break(e, n); break;
  default: emit_return(e, emit_any(e, n));
  }
  e->top = top;
}

void emit_node_in(Emit *e, Node *n, int dest) {
  if (dest >= 0)
    emit_to(e, n, dest);
  else if (dest == -1)
    emit_effect(e, n);
  else
    emit_tail(e, n);
}
