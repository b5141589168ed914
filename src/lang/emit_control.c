/* Emission of control flow: conditions, branches, loops, try, and the jumps that leave them. */
#include "lang/tree.h"
#include "value/error.h"
#include "value/gc.h"
#include "value/symbol.h"

static bool is_comparison(const Node *n) { return n->kind == N_OP && n->op >= OP_EQ && n->op <= OP_EGAL; }

void emit_cond(Emit *e, Node *n, bool when, Label *to) {
  int top = e->top;
  stack_check();
  if (n->kind == N_CONST && is_bool(n->v)) {
    if ((n->v.u != 0) == when) emit_jump(e, OP_JUMP, 0, to);
  } else if (n->kind == N_OP && n->op == OP_NOT && is_comparison(n->kids[0])) {
    emit_cond(e, n->kids[0], !when, to);
  } else if (n->kind == N_AND || n->kind == N_OR) {
    bool stops = n->kind == N_OR; /* the value of the left side that decides */
    if (when == stops) {
      emit_cond(e, n->kids[0], when, to);
      emit_cond(e, n->kids[1], when, to);
    } else {
      Label skip = label_new();
      emit_cond(e, n->kids[0], stops, &skip);
      uint32_t mark = state_mark(e);
      emit_cond(e, n->kids[1], when, to);
      state_undo(e, mark);
      label_place(e, &skip);
    }
  } else if (n->kind == N_BLOCK && n->n) {
    for (uint32_t i = 0; i + 1 < n->n; i++) emit_effect(e, n->kids[i]);
    emit_cond(e, n->kids[n->n - 1], when, to);
  } else if (n->kind == N_SCOPE) {
    emit_scope_enter(e, n);
    emit_cond(e, n->kids[0], when, to);
  } else {
    int r = emit_any(e, n);
    e->line = n->line;
    emit_jump(e, when ? OP_JUMPIF : OP_JUMPIFNOT, r, to);
  }
  e->top = top;
}

/* After two alternatives: what both defined stays defined. first: those that the first one defined. */
static void state_merge(Emit *e, uint32_t mark, const List *first, bool first_dead, bool second_dead) {
  List second = {0};
  for (uint32_t i = mark; i < e->log.n; i++) list_push(&second, e->log.items[i]);
  state_undo(e, mark);
  if (first_dead && second_dead) return;
  const List *all = first_dead ? &second : first, *other = first_dead || second_dead ? NULL : &second;
  e->stamp++;
  if (other)
    for (uint32_t i = 0; i < other->n; i++) ((Var *)other->items[i])->stamp = e->stamp;
  for (uint32_t i = 0; i < all->n; i++) {
    Var *v = all->items[i];
    if (!other || v->stamp == e->stamp) state_define(e, v);
  }
}

static List state_since(const Emit *e, uint32_t mark) {
  List l = {0};
  for (uint32_t i = mark; i < e->log.n; i++) list_push(&l, e->log.items[i]);
  return l;
}

void emit_if(Emit *e, Node *n, int dest) {
  Label otherwise = label_new(), end = label_new();
  Node *nothing = gc_alloc(sizeof *nothing);
  *nothing = (Node){.kind = N_CONST, .v = v_nothing(), .line = n->line};
  Node *no = n->n > 2 ? n->kids[2] : nothing;
  if (n->kids[0]->kind == N_CONST && is_bool(n->kids[0]->v)) {
    emit_node_in(e, is_true(n->kids[0]->v) ? n->kids[1] : no, dest);
    return;
  }
  if (dest == -1 && n->kids[1]->kind == N_CONST) { /* only the else part does something */
    emit_cond(e, n->kids[0], true, &end);
    uint32_t before = state_mark(e);
    emit_effect(e, no);
    state_undo(e, before);
    e->dead = false;
    label_place(e, &end);
    return;
  }
  emit_cond(e, n->kids[0], false, &otherwise);
  uint32_t mark = state_mark(e);
  e->dead = false;
  emit_node_in(e, n->kids[1], dest);
  bool yes_dead = e->dead;
  List yes = state_since(e, mark);
  state_undo(e, mark);
  bool empty = dest == -1 && no->kind == N_CONST;
  if (!yes_dead && !empty) emit_jump(e, OP_JUMP, 0, &end);
  label_place(e, &otherwise);
  e->dead = false;
  if (!empty) emit_node_in(e, no, dest);
  bool no_dead = e->dead;
  state_merge(e, mark, &yes, yes_dead, no_dead);
  label_place(e, &end);
  e->dead = yes_dead && no_dead;
}

/* --- leaving loops and try blocks --- */

static bool inside_finally(const Context *c) {
  for (; c; c = c->outer)
    if (c->kind == CTX_FINALLY) return true;
  return false;
}

/* Returns r[reg], converted to the declared type; the exceptions that are handled from there outwards are over. */
static void emit_last(Emit *e, int reg, const Context *from) {
  if (e->func->returned) {
    int top = e->top, type = emit_any(e, e->func->returned);
    emit_abc(e, OP_CONVERT, reg, type, 0);
    e->top = top;
  }
  for (; from; from = from->outer)
    if (from->kind == CTX_CATCH) emit_abc(e, OP_POPEXC, from->reg, 0, 0);
  emit_abc(e, OP_RETURN, reg, 0, 0);
}

/* Jumps from inside context to the loop's end or next round (kind N_BREAK, N_CONTINUE) or returns r[reg] (N_RETURN). */
static void emit_exit(Emit *e, int kind, Context *loop, int reg, Context *from) {
  bool last = kind == N_RETURN && !inside_finally(from);
  for (Context *c = from; c; c = c->outer) {
    if (c->kind == CTX_LOOP && c == loop) {
      emit_jump(e, OP_JUMP, 0, kind == N_BREAK ? &c->break_ : &c->continue_);
      return;
    }
    if (c->kind == CTX_TRY && (!last || e->func->returned)) emit_ak(e, OP_LEAVE, 0, 1);
    if (c->kind == CTX_CATCH && !last) emit_abc(e, OP_POPEXC, c->reg, 0, 0);
    if (c->kind == CTX_FINALLY) {
      Exit *x = gc_alloc(sizeof *x);
      *x = (Exit){kind, loop, 0};
      list_push(&c->exits, x);
      if (kind == N_RETURN && reg != c->reg + 1) emit_abc(e, OP_MOVE, c->reg + 1, reg, 0);
      emit_ak(e, OP_LEAVE, 0, 1);
      emit_ak(e, OP_INT, c->reg, (int32_t)c->exits.n);
      emit_jump(e, OP_JUMP, 0, &c->finally);
      return;
    }
  }
  emit_last(e, reg, from);
}

void emit_return(Emit *e, int reg) {
  emit_exit(e, N_RETURN, NULL, reg, e->context);
  e->dead = true;
}

void emit_break(Emit *e, Node *n) {
  Context *loop = e->context;
  while (loop && (loop->kind != CTX_LOOP || (n->kind == N_BREAK && loop->inner))) loop = loop->outer;
  if (!loop) scope_error("break or continue outside loop");
  emit_exit(e, n->kind, loop, 0, e->context);
  e->dead = true;
}

static Context *context_push(Emit *e, int kind) {
  Context *c = gc_alloc(sizeof *c);
  c->outer = e->context;
  c->kind = kind;
  c->break_ = c->continue_ = c->finally = label_new();
  e->context = c;
  return c;
}

static void emit_while(Emit *e, Node *n, Context *c) {
  Label body = label_new();
  bool forever = n->kids[0]->kind == N_CONST && is_true(n->kids[0]->v);
  if (!forever) emit_jump(e, OP_JUMP, 0, &c->continue_);
  label_place(e, &body);
  if (forever) label_place(e, &c->continue_);
  emit_effect(e, n->kids[1]);
  if (!forever) label_place(e, &c->continue_);
  e->line = n->line;
  emit_cond(e, n->kids[0], true, &body);
}

static void emit_for(Emit *e, Node *n, Context *c) {
  int base = reg_push(e);
  emit_to(e, n->kids[0], base);
  reg_push(e);
  int element = reg_push(e);
  uint32_t items = n->vars ? n->vars->n : 0;
  for (uint32_t i = 0; i < items; i++) reg_push(e);
  e->line = n->line;
  emit_abc(e, OP_FORPREP, base, (int)items, 0);
  label_place(e, &c->continue_);
  e->line = n->line;
  emit_jump(e, OP_FORNEXT, base, &c->break_);
  if (items) emit_abc(e, OP_UNPACK, element, (int)items, 0);
  for (uint32_t i = 0; i < items; i++) {
    Var *item = n->vars->items[i];
    item->reg = element + 1 + (int)i;
    state_define(e, item);
  }
  Var *v = n->var;
  v->defined = false;
  if (v->captured && v->boxed) {
    v->reg = reg_push(e);
    emit_abc(e, OP_NEWBOX, v->reg, element, 0);
  } else
    v->reg = element;
  state_define(e, v);
  emit_effect(e, n->kids[1]);
  emit_jump(e, OP_JUMP, 0, &c->continue_);
}

void emit_loop(Emit *e, Node *n) {
  int top = e->top;
  Context *c = context_push(e, CTX_LOOP);
  c->inner = n->flag;
  uint32_t mark = state_mark(e);
  if (n->kind == N_WHILE)
    emit_while(e, n, c);
  else
    emit_for(e, n, c);
  state_undo(e, mark);
  e->dead = false;
  label_place(e, &c->break_);
  e->context = c->outer;
  e->top = top;
}

/* try [0] catch [1] without finally */
static void emit_catch(Emit *e, Node *n, int dest) {
  int top = e->top, exception = reg_push(e);
  Label handler = label_new(), end = label_new();
  uint32_t mark = state_mark(e);
  emit_jump(e, OP_TRY, exception, &handler);
  Context *c = context_push(e, CTX_TRY);
  e->dead = false;
  emit_node_in(e, n->kids[0], n->kids[3] ? -1 : dest);
  e->context = c->outer;
  bool body_dead = e->dead;
  if (!body_dead) {
    emit_ak(e, OP_LEAVE, 0, 1);
    if (n->kids[3]) {
      emit_node_in(e, n->kids[3], dest);
      body_dead = e->dead;
    }
    if (!body_dead) emit_jump(e, OP_JUMP, 0, &end);
  }
  List body = state_since(e, mark);
  state_undo(e, mark);
  label_place(e, &handler);
  e->dead = false;
  c = context_push(e, CTX_CATCH);
  c->reg = exception;
  if (n->var) {
    Var *v = n->var;
    v->defined = false;
    v->reg = reg_push(e);
    emit_abc(e, v->captured && v->boxed ? OP_NEWBOX : OP_MOVE, v->reg, exception, 0);
    state_define(e, v);
  }
  emit_node_in(e, n->kids[1], dest);
  e->context = c->outer;
  bool catch_dead = e->dead;
  if (!catch_dead) emit_abc(e, OP_POPEXC, exception, 0, 0);
  state_merge(e, mark, &body, body_dead, catch_dead);
  label_place(e, &end);
  e->dead = body_dead && catch_dead;
  e->top = top;
}

/* try [0] catch [1] finally [2]: whatever leaves the protected part leaves a tag, runs the finally part, goes on by the
 * tag: 0 falls out, -1 throws again, i takes the i-th exit. */
static void emit_finally(Emit *e, Node *n, int dest) {
  int top = e->top, tag = reg_push(e);
  reg_push(e);
  int exception = reg_push(e);
  Label handler = label_new();
  uint32_t mark = state_mark(e);
  emit_jump(e, OP_TRY, exception, &handler);
  Context *c = context_push(e, CTX_FINALLY);
  c->reg = tag;
  e->dead = false;
  if (n->kids[1])
    emit_catch(e, n, dest);
  else
    emit_node_in(e, n->kids[0], dest);
  e->context = c->outer;
  if (!e->dead) {
    emit_ak(e, OP_LEAVE, 0, 1);
    emit_ak(e, OP_INT, tag, 0);
    emit_jump(e, OP_JUMP, 0, &c->finally);
  }
  bool body_dead = e->dead;
  List body = state_since(e, mark);
  state_undo(e, mark);
  label_place(e, &handler);
  emit_ak(e, OP_INT, tag, -1);
  label_place(e, &c->finally);
  e->dead = false;
  Context *f = context_push(e, CTX_CATCH);
  f->reg = exception;
  emit_effect(e, n->kids[2]);
  e->context = f->outer;
  bool finally_dead = e->dead;
  int test = reg_push(e);
  Label next = label_new();
  emit_abc(e, OP_EQI, test, tag, (uint16_t)(int16_t)-1);
  emit_jump(e, OP_JUMPIFNOT, test, &next);
  emit_abc(e, OP_RETHROW, exception, 0, 0);
  label_place(e, &next);
  for (uint32_t i = 0; i < c->exits.n; i++) {
    Exit *x = c->exits.items[i];
    Label skip = label_new();
    emit_abc(e, OP_EQI, test, tag, (int)i + 1);
    emit_jump(e, OP_JUMPIFNOT, test, &skip);
    emit_exit(e, x->kind, x->loop, tag + 1, e->context);
    label_place(e, &skip);
  }
  if (!finally_dead)
    for (uint32_t i = 0; i < body.n; i++) state_define(e, body.items[i]);
  e->dead = body_dead || finally_dead;
  e->top = top;
}

void emit_try(Emit *e, Node *n, int dest) {
  if (dest == -2) {
    int t = reg_push(e);
    emit_try(e, n, t);
    if (!e->dead) emit_return(e, t);
    return;
  }
  if (n->kids[2])
    emit_finally(e, n, dest);
  else
    emit_catch(e, n, dest);
}
