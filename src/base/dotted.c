/* The instruction DOTTED (lang/dotted.h): runs the plan of the place, if there is one; broadcast.c does the rest. */
#include "lang/dotted.h"

#include "base/broadcast.h"
#include "base/plan.h"
#include "value/builtin.h"
#include "value/struct.h"

/* The lazy objects, as broadcasted would make them. */
static Value lazy_of(const Dotted *d, const Value *leaves) {
  Value stack[64];
  uint32_t n = 0;
  for (uint32_t i = 0; i < d->nitems; i++) {
    const DottedItem *item = &d->items[i];
    if (item->kind != DOTTED_CALL) {
      stack[n++] = item->kind == DOTTED_CONST ? item->v : leaves[item->n];
      continue;
    }
    n -= item->n;
    Value fields[2] = {stack[n - 1], tuple_new(stack + n, (int)item->n)};
    stack[n - 1] = struct_new((Type *)CORE->tn_broadcasted->wrapper, fields, 2);
  }
  return stack[n - 1];
}

static bool run(Dotted *d, const Value *leaves, Value *to) {
  Bound b;
  if (!plan_bind(d, leaves, &b)) return false;
  const Program *p = &b.plan->program;
  Value r = leaves[0];
  if (!d->into) {
    Array *a = array_raw(b.plan->eltype, b.shape.ndims, b.shape.dims);
    b.shape.place = (Place){.at = a->data, .step = a->elsize};
    r = v_object(a);
  }
  size_t done;
  bool direct = b.meeting == APART || (b.meeting == ALIGNED && p->in_place);
  if (!program_run(p, b.slots, b.places, b.shape.len, b.shape.place, direct, &done)) {
    if (b.meeting == APART || !done) return false;
    broadcast_finish(r, lazy_of(d, leaves), done); /* what was read there is gone */
  }
  *to = r;
  return true;
}

__attribute__((constructor)) static void dotted_setup(void) { dotted_run = run; }
