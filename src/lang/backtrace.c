#include "lang/backtrace.h"

#include "lang/task.h"
#include "lang/vm_ops.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/struct.h"
#include "value/symbol.h"

/* Of a deep stack the innermost and the outermost frames are kept. */
#define INNER 60
#define OUTER 20

Value backtrace_capture(void) {
  Frame *outer[OUTER];
  Value items[2 * (INNER + OUTER)];
  uint32_t n = 0, seen = 0;
  for (Frame *f = vm_frame; f; f = f->caller, seen++) {
    if (seen < INNER) {
      items[n++] = v_object(f->method);
      items[n++] = v_int(f->pc - f->code->ins - 1);
    } else if (seen > 100000) {
      break; /* an overflow: the rest is the same */
    } else {
      outer[(seen - INNER) % OUTER] = f;
    }
  }
  uint32_t more = seen > INNER ? seen - INNER : 0;
  for (uint32_t i = more > OUTER ? more - OUTER : 0; i < more; i++) {
    Frame *f = outer[i % OUTER];
    items[n++] = v_object(f->method);
    items[n++] = v_int(f->pc - f->code->ins - 1);
  }
  return svec_new(items, n);
}

void backtrace_record(Value exception UNUSED) {
  Task *t = task_current();
  if (t) t->backtrace = backtrace_capture();
}

static int32_t line_of(const Code *code, int64_t pc) {
  int32_t line = 0;
  for (uint32_t i = 0; i < code->nlines && code->lines[i].pc <= pc; i++) line = code->lines[i].line;
  return line;
}

Value backtrace_resolve(Value raw) {
  Array *out = array_any(0);
  if (raw.type != T_SVEC) return v_object(out);
  const Svec *s = raw.p;
  for (uint32_t i = 0; i + 1 < s->n; i += 2) {
    const Method *m = s->items[i].p;
    const Code *code = m->code;
    Symbol *file = code->file ? code->file : symbol("none");
    Value name = v_symbol(code->toplevel ? symbol("top-level scope") : code->name ? code->name : symbol("#anonymous"));
    Value entry[] = {name, v_symbol(file), v_int(line_of(code, s->items[i + 1].i)), v_object(m)};
    array_push(out, tuple_new(entry, 4));
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
  if (!t) return;
  caught_top(t);
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
      t->exceptions = e->items[3];
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
  rethrow_value(nargs ? args[0] : e->items[0]);
}

BUILTIN(backtrace, "backtrace()", "The calls in progress: a vector of (name, file, line, method), innermost first.") {
  return vm_backtrace();
}

BUILTIN(catch_backtrace, "catch_backtrace()", "The backtrace of the exception being handled.") {
  return vm_catch_backtrace();
}

BUILTIN(catch_stack, "catch_stack()\ncatch_stack(t::Task)",
        "The exceptions being handled, with their backtraces, outermost first: a vector of tuples.") {
  Task *t = nargs ? args[0].p : task_current();
  Array *out = array_any(0);
  Svec *e = t == task_current() ? caught_top(t) : entry_of(t->exceptions);
  for (; e; e = entry_of(e->items[3]))
    array_push(out, tuple_new((Value[]){e->items[0], backtrace_resolve(e->items[1])}, 2));
  for (size_t i = 0, j = out->len; i + 1 < j; i++) {
    Value x = array_get(out, i);
    array_set(out, i, array_get(out, --j));
    array_set(out, j, x);
  }
  return v_object(out);
}
