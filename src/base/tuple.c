/* Tuples and named tuples. */
#include "base/iterate.h"
#include "lang/method.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type.h"

BUILTIN(tuple, "tuple(xs...)", "A tuple of the arguments.") { return tuple_new(args, nargs); }

BUILTIN(tuple_length, "length(t::Tuple)\nlastindex(t::Tuple)\nlength(t::NamedTuple)\nlastindex(t::NamedTuple)", "") {
  return v_int(args[0].type->nfields);
}
BUILTIN(tuple_firstindex, "firstindex(t::Tuple)\nfirstindex(t::NamedTuple)", "") { return v_int(1); }
BUILTIN(tuple_isempty, "isempty(t::Tuple)\nisempty(t::NamedTuple)", "") { return v_bool(!args[0].type->nfields); }

BUILTIN(tuple_getindex, "getindex(t::Tuple, i::Int)\ngetindex(t::NamedTuple, i::Int)", "") {
  if (args[1].i < 1 || args[1].i > args[0].type->nfields) throw_bounds(args[0], args[1]);
  return struct_get(args[0], (uint32_t)args[1].i - 1);
}
BUILTIN(namedtuple_getindex, "getindex(t::NamedTuple, name::Symbol)", "") {
  int i = type_field_index(args[0].type, as_symbol(args[1]));
  if (i < 0) throw_error("type NamedTuple has no field %s", as_symbol(args[1])->text);
  return struct_get(args[0], (uint32_t)i);
}

BUILTIN(tuple_iterate,
        "iterate(t::Tuple)\niterate(t::Tuple, i::Int)\niterate(t::NamedTuple)\niterate(t::NamedTuple, i::Int)", "") {
  int64_t i = nargs > 1 ? args[1].i : 1;
  if (i < 1 || i > args[0].type->nfields) return v_nothing();
  return tuple_new((Value[]){struct_get(args[0], (uint32_t)i - 1), v_int(i + 1)}, 2);
}
BUILTIN(tuple_indexed_iterate, "indexed_iterate(t::Tuple, i::Int)\nindexed_iterate(t::Tuple, i::Int, state)", "") {
  if (args[1].i < 1 || args[1].i > args[0].type->nfields) throw_bounds(args[0], args[1]);
  return tuple_new((Value[]){struct_get(args[0], (uint32_t)args[1].i - 1), v_int(args[1].i + 1)}, 2);
}

static Value *tuple_values(Value t) {
  uint32_t n = t.type->nfields;
  Value *v = gc_alloc((n + 1) * sizeof *v);
  for (uint32_t i = 0; i < n; i++) v[i] = struct_get(t, i);
  return v;
}

BUILTIN(tuple_tail, "tail(t::Tuple)", "All but the first element.") {
  if (!args[0].type->nfields) throw_argument("Cannot call tail on an empty tuple.");
  return tuple_new(tuple_values(args[0]) + 1, (int)args[0].type->nfields - 1);
}
BUILTIN(tuple_front, "front(t::Tuple)", "All but the last element.") {
  if (!args[0].type->nfields) throw_argument("Cannot call front on an empty tuple.");
  return tuple_new(tuple_values(args[0]), (int)args[0].type->nfields - 1);
}
BUILTIN(tuple_reverse, "reverse(t::Tuple)", "The elements in reverse order.") {
  int n = (int)args[0].type->nfields;
  Value *v = tuple_values(args[0]);
  for (int i = 0; i < n / 2; i++) {
    Value t = v[i];
    v[i] = v[n - 1 - i];
    v[n - 1 - i] = t;
  }
  return tuple_new(v, n);
}

static bool fast_equal(Value a, Value b, bool *known) {
  *known = true;
  if (is_int(a) && is_int(b)) return a.i == b.i;
  if (a.type == b.type && (is_string(a) || is_symbol(a) || a.type == T_CHAR || is_bool(a) || is_nothing(a)))
    return value_egal(a, b);
  *known = false;
  return false;
}

/* == of each pair of elements: false, true, or missing. */
static Value elements_eq(Value a, Value b) {
  bool missing = false;
  for (uint32_t i = 0; i < a.type->nfields; i++) {
    Value x = struct_get(a, i), y = struct_get(b, i);
    bool known, eq = fast_equal(x, y, &known);
    if (!known) {
      Value r = call2(FN(eq), x, y);
      if (r.type == T_MISSING) {
        missing = true;
        continue;
      }
      eq = is_true(r);
    }
    if (!eq) return v_bool(false);
  }
  return missing ? v_missing() : v_bool(true);
}

BUILTIN(tuple_eq, "==(a::Tuple, b::Tuple)", "") {
  if (args[0].type->nfields != args[1].type->nfields) return v_bool(false);
  return elements_eq(args[0], args[1]);
}
static bool same_names(Value a, Value b) { return value_egal(a.type->params[0], b.type->params[0]); }
BUILTIN(namedtuple_eq, "==(a::NamedTuple, b::NamedTuple)", "") {
  return same_names(args[0], args[1]) ? elements_eq(args[0], args[1]) : v_bool(false);
}
BUILTIN(tuple_isequal, "isequal(a::Tuple, b::Tuple)\nisequal(a::NamedTuple, b::NamedTuple)", "") {
  Value a = args[0], b = args[1];
  if (a.type->nfields != b.type->nfields) return v_bool(false);
  if (!is_tuple(a) && !same_names(a, b)) return v_bool(false);
  for (uint32_t i = 0; i < a.type->nfields; i++) {
    Value x = struct_get(a, i), y = struct_get(b, i);
    bool known, eq = fast_equal(x, y, &known);
    if (!(known ? eq : is_true(call2(FN(isequal), x, y)))) return v_bool(false);
  }
  return v_bool(true);
}
BUILTIN(tuple_isless, "isless(a::Tuple, b::Tuple)\n<(a::Tuple, b::Tuple)", "") {
  Value a = args[0], b = args[1];
  uint32_t n = a.type->nfields < b.type->nfields ? a.type->nfields : b.type->nfields;
  bool less_than = args[-1].p == FN(lt).p;
  for (uint32_t i = 0; i < n; i++) {
    Value x = struct_get(a, i), y = struct_get(b, i);
    if (is_int(x) && is_int(y)) {
      if (x.i != y.i) return v_bool(x.i < y.i);
      continue;
    }
    if (less_than) {
      Value eq = call2(FN(eq), x, y);
      if (eq.type == T_MISSING) return v_missing();
      if (!is_true(eq)) return call2(FN(lt), x, y);
    } else {
      if (is_true(call2(FN(isless), x, y))) return v_bool(true);
      if (is_true(call2(FN(isless), y, x))) return v_bool(false);
    }
  }
  return v_bool(a.type->nfields < b.type->nfields);
}

/* NamedTuple{names}(values) and the like. */
static Value namedtuple_from(Value names, Value values) {
  uint32_t n = tuple_len(names);
  if (values.type->nfields != n) throw_error("NamedTuple names and field types must have matching lengths");
  Symbol **symbols = gc_alloc((n + 1) * sizeof *symbols);
  for (uint32_t i = 0; i < n; i++) {
    if (!is_symbol(tuple_get(names, i))) throw_type("NamedTuple", &T_SYMBOL->head, tuple_get(names, i));
    symbols[i] = as_symbol(tuple_get(names, i));
    for (uint32_t j = 0; j < i; j++)
      if (symbols[j] == symbols[i])
        throw_error("duplicate field name in NamedTuple: \"%s\" is not unique", symbols[i]->text);
  }
  return namedtuple_new(symbols, tuple_values(values), n);
}
BUILTIN(namedtuple_make, "namedtuple(names::Tuple, values::Tuple)\n_namedtuple_of(names::Tuple, values::Tuple)", "") {
  return namedtuple_from(args[0], args[1]);
}
BUILTIN(namedtuple_typed, "_namedtuple_typed(T::DataType, values::Tuple)", "") {
  Type *t = as_type(args[0]);
  uint32_t n = type_field_count(t);
  Value *v = tuple_values(args[1]);
  if (args[1].type->nfields != n) throw_argument("Wrong number of arguments to named tuple constructor.");
  for (uint32_t i = 0; i < n; i++) {
    Object *want = type_field_type(t, i);
    if (!type_isa(v[i], want)) v[i] = call2(FN(convert), v_object(want), v[i]);
  }
  return struct_new(t, v, n);
}
BUILTIN(namedtuple_keys, "keys(t::NamedTuple)\n_names(t::NamedTuple)", "") { return args[0].type->params[0]; }
BUILTIN(namedtuple_values, "values(t::NamedTuple)\nTuple(t::NamedTuple)", "") {
  return tuple_new(tuple_values(args[0]), (int)args[0].type->nfields);
}
BUILTIN(namedtuple_haskey, "haskey(t::NamedTuple, name::Symbol)", "") {
  return v_bool(type_field_index(args[0].type, as_symbol(args[1])) >= 0);
}
BUILTIN(namedtuple_haskey_at, "haskey(t::NamedTuple, i::Int)", "") {
  return v_bool(args[1].i >= 1 && args[1].i <= args[0].type->nfields);
}
BUILTIN(namedtuple_get, "get(t::NamedTuple, name, default)", "") {
  int i = is_symbol(args[1]) ? type_field_index(args[0].type, as_symbol(args[1]))
          : is_int(args[1])  ? (int)args[1].i - 1
                             : -1;
  return i < 0 || (uint32_t)i >= args[0].type->nfields ? args[2] : struct_get(args[0], (uint32_t)i);
}

/* Fields taken from other named tuples, with their types. */
typedef struct Taken {
  Symbol **names;
  Object **types;
  Value *values;
  uint32_t n;
} Taken;

static Taken taken_new(uint32_t n) {
  size_t room = n + 1u;
  return (Taken){gc_alloc(room * sizeof(Symbol *)), gc_alloc(room * sizeof(Object *)), gc_alloc(room * sizeof(Value)),
                 0};
}

static void take_field(Taken *t, Value from, uint32_t i) {
  t->names[t->n] = type_field_name(from.type, i);
  t->types[t->n] = type_field_type(from.type, i);
  t->values[t->n++] = struct_get(from, i);
}

static Value taken_tuple(const Taken *t) {
  return struct_new(type_namedtuple(t->names, t->n, type_tuple(t->types, t->n)), t->values, t->n);
}

BUILTIN(namedtuple_merge, "merge(a::NamedTuple, b::NamedTuple)", "") {
  Value a = args[0], b = args[1];
  uint32_t n = a.type->nfields, m = b.type->nfields;
  Taken t = taken_new(n + m);
  for (uint32_t i = 0; i < n; i++) {
    int other = type_field_index(b.type, type_field_name(a.type, i));
    take_field(&t, other >= 0 ? b : a, other >= 0 ? (uint32_t)other : i);
  }
  for (uint32_t i = 0; i < m; i++)
    if (type_field_index(a.type, type_field_name(b.type, i)) < 0) take_field(&t, b, i);
  return taken_tuple(&t);
}

BUILTIN(namedtuple_select, "_namedtuple_select(names::Tuple, t::NamedTuple)", "The fields with these names.") {
  uint32_t n = tuple_len(args[0]);
  Taken t = taken_new(n);
  for (uint32_t i = 0; i < n; i++) {
    Value name = tuple_get(args[0], i);
    int at = is_symbol(name) ? type_field_index(args[1].type, as_symbol(name)) : -1;
    if (at < 0) call2(base_function("getfield"), args[1], name); /* tells the error */
    take_field(&t, args[1], (uint32_t)at);
  }
  return taken_tuple(&t);
}

BUILTIN(ntuple, "ntuple(f, n::Int)", "The tuple `(f(1), f(2), ..., f(n))`.") {
  int64_t n = args[1].i;
  if (n < 0) throw_argument("tuple length should be ≥ 0, got %lld", (long long)n);
  if (n > 1 << 24) throw_argument("tuple too long");
  Value *v = gc_alloc(((size_t)n + 1) * sizeof *v);
  for (int64_t i = 0; i < n; i++) v[i] = call1(args[0], v_int(i + 1));
  return tuple_new(v, (int)n);
}
BUILTIN(tuple_setindex, "_tuple_setindex(t::Tuple, v, i::Int)", "") {
  Value *v = tuple_values(args[0]);
  if (args[2].i < 1 || args[2].i > args[0].type->nfields) throw_bounds(args[0], args[2]);
  v[args[2].i - 1] = args[1];
  return tuple_new(v, (int)args[0].type->nfields);
}
BUILTIN(tuple_of_array, "_tuple_of(a::Array)", "") {
  Array *a = as_array(args[0]);
  Value *v = gc_alloc((a->len + 1) * sizeof *v);
  for (size_t i = 0; i < a->len; i++) {
    v[i] = array_get(a, i);
    if (is_undef(v[i])) throw_singleton(T_UNDEFREFERROR);
  }
  return tuple_new(v, (int)a->len);
}
BUILTIN(tuple_slice, "_tuple_slice(t::Tuple, from::Int, to::Int)", "") {
  int64_t n = args[0].type->nfields, from = args[1].i, to = args[2].i;
  if (to < from) return CORE->empty;
  if (from < 1) throw_bounds(args[0], args[1]);
  if (to > n) throw_bounds(args[0], args[2]);
  return tuple_new(tuple_values(args[0]) + from - 1, (int)(to - from + 1));
}
