/* Messages between processes, swapped: each tells what it has under its own number, and hears what all others told.
 * What is plain data travels through the master as the bytes it came in, so that only the receivers decode it. */
#include <stdlib.h>

#include "base/dict.h"
#include "cluster/cluster.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/call.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/struct.h"
#include "value/symbol.h"

/* Whether v is written in the same bytes whoever reads them, and is not worth a descriptor of its own. */
static bool is_plain(Value v, int depth) {
  if (is_immediate(v) || is_nothing(v) || is_symbol(v) || is_string(v)) return true;
  if (is_array(v)) {
    const Array *a = as_array(v);
    if (a->store != ST_VALUE) return a->len * a->elsize < WIRE_MEMORY_MIN;
    if (a->eltype != (Object *)T_ANY || a->len > 1000 || depth > 3) return false;
    for (size_t i = 0; i < a->len; i++) {
      Value e = array_get(a, i);
      if (is_undef(e) || !is_plain(e, depth + 1)) return false;
    }
    return true;
  }
  if (!(v.type->flags & TF_TUPLE) || depth > 3) return false;
  for (uint32_t i = 0; i < v.type->nfields; i++)
    if (!is_plain(tuple_get(v, i), depth + 1)) return false;
  return true;
}

/* Whether any number and any value can be put into it: nothing is converted. */
static bool holds_any(const Dict *d) {
  const Type *t = d->head.type;
  return t->nparams == 2 && t->params[0].o == (Object *)T_INT64 && t->params[1].o == (Object *)T_ANY;
}

static int compare_ids(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return x < y ? -1 : x > y;
}

enum { TOLD_NOTHING, TOLD_BYTES, TOLD_VALUE };

BUILTIN(message_tell, "ClusterUtils._tell(d::Dict, list::Vector{Int64})",
        "What this process has to tell: (kind, its own entry, the other numbers that d has and list has not, whether "
        "it can hear anything without an error).") {
  Dict *d = as_dict(args[0]);
  const Array *list = as_array(args[1]);
  Array *others = array_vector(&T_INT64->head, 0);
  int64_t *ids = gc_alloc_leaf((list->len + 1) * sizeof *ids);
  memcpy(ids, list->data, list->len * sizeof *ids);
  qsort(ids, list->len, sizeof *ids, compare_ids);
  for (size_t pos = 0, i; dict_next(d, &pos, &i);) {
    Value key = dict_key_at(d, i);
    if (key.type != T_INT64) key = call2(FN(convert), v_object(T_INT64), key);
    if (key.i != cluster_id() && !bsearch(&key.i, ids, list->len, sizeof *ids, compare_ids)) array_push(others, key);
  }
  Value v = dict_get(d, v_int(cluster_id()));
  int64_t kind = is_undef(v) ? TOLD_NOTHING : is_plain(v, 0) ? TOLD_BYTES : TOLD_VALUE;
  if (kind == TOLD_NOTHING) v = v_nothing();
  if (kind == TOLD_BYTES) {
    Encoder e = {.to = cluster_id()};
    wire_encode(&e, v);
    Array *bytes = array_vector(&T_UINT8->head, e.out.len);
    memcpy(bytes->data, e.out.bytes, e.out.len);
    v = v_object(bytes);
  }
  return tuple_new((Value[]){v_int(kind), v, v_object(others), v_bool(holds_any(d))}, 4);
}

BUILTIN(message_told, "ClusterUtils._told(list::Vector{Int64}, answers::Vector{Any})",
        "From the answers of _tell: (who told something, what, the numbers outside list that were asked for, whether "
        "all of it "
        "is plain and can be heard without an error).") {
  const Array *list = as_array(args[0]), *answers = as_array(args[1]);
  Array *from = array_vector(&T_INT64->head, 0), *what = array_any(0), *others = array_vector(&T_INT64->head, 0);
  Value packed = module_get(cluster_module(), symbol("_Packed"));
  bool safe = true;
  for (size_t i = 0; i < answers->len && i < list->len; i++) {
    Value answer = array_get(answers, i);
    if (!is_tuple(answer) || answer.type->nfields != 4)
      throw_error("process %lld told something strange", (long long)array_get(list, i).i);
    Value kind = tuple_get(answer, 0), v = tuple_get(answer, 1);
    const Array *more = as_array(tuple_get(answer, 2));
    if (kind.i != TOLD_NOTHING) {
      array_push(from, array_get(list, i));
      array_push(what, kind.i == TOLD_BYTES ? struct_new(as_type(packed), &v, 1) : v);
    }
    for (size_t k = 0; k < more->len; k++) array_push(others, array_get(more, k));
    safe = safe && kind.i != TOLD_VALUE && tuple_get(answer, 3).i;
  }
  return tuple_new((Value[]){v_object(from), v_object(what), v_object(others), v_bool(safe)}, 4);
}

BUILTIN(message_hear, "ClusterUtils._hear(d::Dict, from::Vector{Int64}, what::Vector{Any})",
        "Puts what the others told where d has their numbers.") {
  Dict *d = as_dict(args[0]);
  const Array *from = as_array(args[1]), *what = as_array(args[2]);
  for (size_t i = 0; i < from->len && i < what->len; i++) {
    Value id = array_get(from, i);
    if (id.i != cluster_id() && !is_undef(dict_get(d, id))) dict_set(d, id, array_get(what, i));
  }
  return v_nothing();
}
