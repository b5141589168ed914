#include "lang/backtrace.h"

#include <string.h>

#include "lang/task.h"
#include "lang/vm_ops.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/string.h"
#include "value/type.h"

/* Of a deep stack the innermost and the outermost calls are kept; the same call several times in a row counts as one.
 */
#define INNER 60
#define OUTER 20

/* A raw backtrace begins with how many calls are left out between the inner and the outer ones. How a call stands in
 * it: these, then the types of what its parameters hold. */
enum { METHOD, PLACE, REPEATS, CALLEE, PARAMETERS };

static uint32_t parameter_count(const Code *code) { return (uint32_t)code->npos + code->nkw + code->kwslurp; }

/* The type of what a register holds; of a type X, Type{X}. */
static Value held_type(Value v) {
  if (v.type == T_BOX) v = ((Box *)v.p)->value;
  if (!v.type) return v_object(T_ANY);
  return v_object(is_type(v) ? type_type(v.o) : v.type);
}

static bool same_place(const Frame *a, const Frame *b) { return a->method == b->method && a->pc == b->pc; }

/* Fills calls[] and repeats[] with the calls in progress, returns how many there are, and counts what is left out. */
static uint32_t find_calls(const Frame **calls, int64_t *repeats, int64_t *left_out) {
  uint32_t n = 0;
  int64_t seen = 0;
  *left_out = 0;
  for (const Frame *f = vm_frame; f && seen <= 1000000; f = f->caller, seen++) {
    if (n && same_place(f, calls[n - 1])) {
      repeats[n - 1]++;
      continue;
    }
    if (n == INNER + OUTER) {
      *left_out += repeats[INNER];
      memmove(calls + INNER, calls + INNER + 1, (OUTER - 1) * sizeof *calls);
      memmove(repeats + INNER, repeats + INNER + 1, (OUTER - 1) * sizeof *repeats);
      n--;
    }
    calls[n] = f;
    repeats[n++] = 1;
  }
  return n;
}

Value backtrace_capture(void) {
  const Frame *calls[INNER + OUTER];
  int64_t repeats[INNER + OUTER], left_out;
  uint32_t n = find_calls(calls, repeats, &left_out), size = 1, at = 0;
  for (uint32_t i = 0; i < n; i++) size += PARAMETERS + parameter_count(calls[i]->code);
  Value *items = gc_alloc(size * sizeof *items);
  items[at++] = v_int(left_out);
  for (uint32_t i = 0; i < n; i++) {
    const Frame *f = calls[i];
    items[at++] = v_object(f->method);
    items[at++] = v_int(f->pc - f->code->ins - 1);
    items[at++] = v_int(repeats[i]);
    for (uint32_t k = 0; k <= parameter_count(f->code); k++) items[at++] = held_type(f->r[k]);
  }
  return svec_new(items, size);
}

void backtrace_record(Value exception UNUSED) {
  Task *t = task_current();
  if (!t) return;
  t->backtrace = backtrace_capture();
  t->causes = caught_now();
}

static int32_t line_of(const Code *code, int64_t pc) {
  int32_t line = 0;
  for (uint32_t i = 0; i < code->nlines && code->lines[i].pc <= pc; i++) line = code->lines[i].line;
  return line;
}

static bool has_loop(const Code *code) {
  for (uint32_t i = 0; i < code->nins; i++)
    if ((op_is_jump(code->ins[i].op) || op_is_jumpif(code->ins[i].op)) && code->ins[i].k < 0) return true;
  return false;
}

/* Whether the code calls what parameter k holds, with arguments one by one and without keywords. */
static bool is_called(const Code *code, uint32_t k) {
  for (uint32_t i = 0; i < code->nins; i++) {
    if (code->ins[i].op != OP_MOVE || code->ins[i].b != k) continue;
    uint32_t next = i + 1;
    while (next < code->nins && code->ins[next].a != code->ins[i].a) next++;
    if (next < code->nins && code->ins[next].op == OP_CALL) return true;
  }
  return false;
}

/* Code that Julia compiles rather than interprets has its file with a folder before it. */
static Symbol *file_of(const Code *code) {
  Symbol *file = code->file ? code->file : symbol("none");
  if (file->text[0] == '/' || (code->toplevel && !has_loop(code))) return file;
  Text t = {0};
  text_format(&t, "./%s", file->text);
  return symbol(as_string(text_string(&t))->text);
}

Value backtrace_resolve(Value raw) {
  if (is_array(raw)) return raw; /* of a task that ended in another process: told already */
  Array *out = array_any(0);
  if (raw.type != T_SVEC) return v_object(out);
  const Svec *s = raw.p;
  for (uint32_t i = 1; i < s->n;) {
    if (out->len == INNER && s->items[0].i)
      array_push(out, tuple_new((Value[]){v_symbol(symbol("...")), s->items[0]}, 2));
    const Value *call = s->items + i;
    const Method *m = call[METHOD].p;
    const Code *code = m->code;
    uint32_t n = parameter_count(code);
    int64_t called = 0;
    for (uint32_t k = 1; k <= n && k < 64; k++)
      if (is_called(code, k)) called |= (int64_t)1 << k;
    Value name = v_symbol(code->toplevel ? symbol("top-level scope") : code->name ? code->name : symbol("#anonymous"));
    Value entry[] = {name,
                     v_symbol(file_of(code)),
                     v_int(line_of(code, call[PLACE].i)),
                     call[METHOD],
                     call[REPEATS],
                     tuple_new(call + CALLEE, code->npos + 1u),
                     v_int(called),
                     tuple_new(call + PARAMETERS + code->npos, n - code->npos)};
    array_push(out, tuple_new(entry, 8));
    i += PARAMETERS + n;
  }
  return v_object(out);
}

/* ---- exceptions being handled ----
 * An entry is svec(exception, backtrace, address of the frame that caught it, next outer entry, the entries before its
 * TRY). A catch block that is left by other ways than POPEXC leaves its entry; it goes when a TRY around it is left,
 * and is dead when its frame is no longer running. */

static Svec *entry_of(Value v) { return v.type == T_SVEC ? v.p : NULL; }

static bool is_running(int64_t frame) {
  for (Frame *f = vm_frame; f && (intptr_t)f <= frame; f = f->caller)
    if ((intptr_t)f == frame) return true;
  return false;
}

static Svec *caught_top(Task *t) {
  Svec *e;
  while ((e = entry_of(t->exceptions)) && !is_running(e->items[2].i)) t->exceptions = e->items[3];
  return e;
}

Value caught_now(void) {
  Task *t = task_current();
  if (!t || !caught_top(t)) return v_nothing();
  return t->exceptions;
}

void caught_push(Value exception, Value before) {
  Task *t = task_current();
  if (!t) return; /* those of functions that this exception has left stay below it */
  Value outer = is_undef(t->exceptions) ? v_nothing() : t->exceptions;
  Value backtrace = is_undef(t->backtrace) ? v_nothing() : t->backtrace;
  Value items[] = {exception, backtrace, v_int((intptr_t)vm_frame), outer, before};
  t->exceptions = svec_new(items, 5);
}

static bool same(Value a, Value b) { return a.type == b.type && a.u == b.u; }

void caught_pop(Value exception) {
  Task *t = task_current();
  if (!t) return;
  for (Svec *e = entry_of(t->exceptions); e; e = entry_of(e->items[3]))
    if (same(e->items[0], exception) && e->items[2].i == (intptr_t)vm_frame) {
      t->exceptions = e->items[4];
      return;
    }
}

void caught_rethrow(Value exception) {
  Task *t = task_current();
  for (Svec *e = t ? entry_of(t->exceptions) : NULL; e; e = entry_of(e->items[3]))
    if (same(e->items[0], exception) && e->items[2].i == (intptr_t)vm_frame) {
      t->backtrace = e->items[1];
      t->exceptions = t->causes = e->items[3];
      break;
    }
  rethrow_value(exception);
}

Value vm_backtrace(void) { return backtrace_resolve(backtrace_capture()); }

Value vm_catch_backtrace(void) {
  Task *t = task_current();
  if (!t) return v_object(array_any(0));
  const Svec *e = caught_top(t);
  return backtrace_resolve(e ? e->items[1] : t->backtrace);
}

BUILTIN(throw_, "throw(e)", "Throw an object as an exception.") { throw_value(args[0]); }

BUILTIN(rethrow, "rethrow()\nrethrow(e)",
        "Rethrow the current exception from within a catch block, with its backtrace; or `e` in its place.") {
  Task *t = task_current();
  Svec *e = caught_top(t);
  if (!e) throw_error("rethrow() not allowed outside a catch block");
  t->backtrace = e->items[1];
  t->exceptions = t->causes = e->items[3];
  rethrow_value(nargs ? args[0] : e->items[0]);
}

BUILTIN(backtrace, "backtrace()", "The calls in progress, innermost first, for `stacktrace`.") {
  return vm_backtrace();
}

BUILTIN(catch_backtrace, "catch_backtrace()", "The backtrace of the exception being handled.") {
  return vm_catch_backtrace();
}

/* Entries from e outwards as tuples (exception, backtrace), outermost first. */
static Value stack_of(const Svec *e) {
  Array *out = array_any(0);
  for (; e; e = entry_of(e->items[3]))
    array_push(out, tuple_new((Value[]){e->items[0], backtrace_resolve(e->items[1])}, 2));
  for (size_t i = 0, j = out->len; i + 1 < j; i++) {
    Value x = array_get(out, i);
    array_set(out, i, array_get(out, --j));
    array_set(out, j, x);
  }
  return v_object(out);
}

BUILTIN(catch_stack, "catch_stack(; include_bt)\ncatch_stack(t::Task; include_bt)",
        "The exceptions being handled, outermost first: tuples with their backtraces, unless `include_bt = false`.") {
  Task *t = nargs ? args[0].p : task_current();
  bool ended = t != task_current() && t->state == TASK_FAILED; /* by an exception that nobody caught */
  Value stack = stack_of(t == task_current() ? caught_top(t) : entry_of(ended ? t->causes : t->exceptions));
  Array *all = as_array(stack);
  if (ended) array_push(all, tuple_new((Value[]){t->result, backtrace_resolve(t->backtrace)}, 2));
  if (!is_true(kw_get(kw, "include_bt", v_bool(true))))
    for (size_t i = 0; i < all->len; i++) array_set(all, i, tuple_get(array_get(all, i), 0));
  return stack;
}

BUILTIN(thrown_causes, "_causes()", "The exceptions that were being handled when the latest one was thrown.") {
  return stack_of(entry_of(task_current()->causes));
}
