/* Values to bytes. */
#include <errno.h>

#include "base/dict.h"
#include "lang/backtrace.h"
#include "lang/code.h"
#include "lang/task.h"
#include "value/array.h"
#include "value/buffer.h"
#include "value/call.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/show.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type.h"
#include "wire/wire.h"

void (*wire_reference_sent)(int to, Value reference, uint64_t unused);

static void encode_name(Encoder *e, const Symbol *s) { cbor_text(&e->out, s->text, s->len); }

static void encode_tagged_array(Encoder *e, uint64_t tag, uint64_t n) {
  cbor_tag(&e->out, tag);
  cbor_head(&e->out, CBOR_ARRAY, n);
}

NORETURN static void refuse(Value v, const char *why) {
  Text t = {0};
  show_type(&t, type_of(v));
  throw_argument("a value of type %.*s cannot be sent to another process or saved: %s", (int)t.len, t.bytes, why);
}

/* The number of o among the shared objects of this message; *known tells whether it was written before. */
uint32_t wire_share(Encoder *e, Object *o, bool *known) {
  if (2 * e->nshared >= e->cap) {
    uint32_t cap = e->cap ? 2 * e->cap : 16;
    Object **objects = gc_alloc(cap * sizeof *objects);
    uint32_t *numbers = gc_alloc_leaf(cap * sizeof *numbers);
    for (uint32_t i = 0; i < e->cap; i++) {
      if (!e->objects[i]) continue;
      uint32_t k = (uint32_t)(((uintptr_t)e->objects[i] >> 4) * 2654435761u) & (cap - 1);
      while (objects[k]) k = (k + 1) & (cap - 1);
      objects[k] = e->objects[i];
      numbers[k] = e->numbers[i];
    }
    e->objects = objects, e->numbers = numbers, e->cap = cap;
  }
  uint32_t k = (uint32_t)(((uintptr_t)o >> 4) * 2654435761u) & (e->cap - 1);
  for (; e->objects[k]; k = (k + 1) & (e->cap - 1))
    if (e->objects[k] == o) {
      *known = true;
      return e->numbers[k];
    }
  *known = false;
  e->objects[k] = o;
  e->numbers[k] = e->nshared;
  return e->nshared++;
}

/* Writes the mark of a shareable object; true if only a reference was needed. */
static bool encode_shared(Encoder *e, Object *o) {
  bool known;
  uint32_t n = wire_share(e, o, &known);
  if (known) {
    cbor_tag(&e->out, CBOR_REFERENCE);
    cbor_head(&e->out, CBOR_UINT, n);
  } else {
    cbor_tag(&e->out, CBOR_SHARED);
  }
  return known;
}

static bool utf8_valid(const char *s, size_t n) {
  const char *end = s + n;
  while (s < end) {
    if ((uint8_t)*s < 0x80) {
      s++;
      continue;
    }
    uint32_t c;
    s += utf8_decode(s, end, &c);
    if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) return false;
  }
  return true;
}

static void encode_string(Encoder *e, const String *s) {
  if (utf8_valid(s->text, s->len)) {
    cbor_text(&e->out, s->text, s->len);
  } else {
    cbor_tag(&e->out, WIRE_RAWTEXT);
    cbor_bytes(&e->out, s->text, s->len);
  }
}

/* RFC 8746's tag for elements of this type, or 0. */
static uint64_t typed_array_tag(Object *t) {
  if (t == (Object *)T_FLOAT64) return CBOR_F64S;
  if (t == (Object *)T_INT64) return CBOR_I64;
  if (t == (Object *)T_UINT8) return CBOR_U8;
  if (t == (Object *)T_FLOAT32) return CBOR_F32S;
  if (t == (Object *)T_INT32) return CBOR_I32;
  if (t == (Object *)T_UINT64) return CBOR_U64;
  if (t == (Object *)T_UINT32) return CBOR_U32;
  if (t == (Object *)T_INT16) return CBOR_I16;
  if (t == (Object *)T_UINT16) return CBOR_U16;
  if (t == (Object *)T_INT8) return CBOR_I8;
  if (t == (Object *)T_FLOAT16) return CBOR_F16S;
  return 0;
}

static void encode_dims(Encoder *e, const Array *a) {
  cbor_head(&e->out, CBOR_ARRAY, a->ndims);
  for (uint32_t i = 0; i < a->ndims; i++) cbor_head(&e->out, CBOR_UINT, a->dims[i]);
}

/* Sends a descriptor instead of the elements: that of a SharedArray's memory (true), or of a large array, which the
 * receiver maps copy-on-write (false) or reads (null). Zeros that nobody has touched are sent as just that. False if a
 * is to be written out. */
static bool encode_memory(Encoder *e, Array *a) {
  if (!e->to || !e->memory || e->nfds == WIRE_FDS || a->store == ST_VALUE) return false;
  Buffer *b = array_buffer(a);
  size_t bytes = a->len * a->elsize, offset = 0;
  bool shared = b && b->kind == BUFFER_SHARED && b->fd >= 0 && e->sharing;
  if (!shared && bytes < (e->passing ? WIRE_PASSING_MIN : WIRE_MEMORY_MIN)) return false;
  bool passing = false, zeros = !shared && buffer_untouched(b, a->data, bytes);
  if (!zeros) {
    Buffer *l = shared ? buffer_lend_shared(b) : buffer_lend(b, a->data, bytes, &offset);
    if (!l && !shared) return false;
    if (!l) throw_system("sending shared memory", errno);
    if (shared) offset = (size_t)(a->data - b->base);
    passing = e->passing && l->copied && bytes < WIRE_PASSING_MAX;
    e->loans[e->nfds] = &l->head;
    e->fds[e->nfds] = l->fd;
  }
  encode_tagged_array(e, zeros ? WIRE_ZEROS : WIRE_MEMORY, zeros ? 2 : 5);
  wire_encode_type(e, a->eltype);
  encode_dims(e, a);
  if (zeros) return true;
  cbor_head(&e->out, CBOR_UINT, (uint64_t)e->nfds++);
  cbor_head(&e->out, CBOR_UINT, offset);
  cbor_simple(&e->out, passing ? CBOR_NULL : shared ? CBOR_TRUE : CBOR_FALSE);
  return true;
}

void wire_when_sent(Encoder *e, void (*happen)(int to, Value v, uint64_t n), Value v, uint64_t n) {
  if (e->neffects == e->effects_cap) {
    e->effects_cap = e->effects_cap ? 2 * e->effects_cap : 4;
    WireEffect *more = gc_alloc(e->effects_cap * sizeof *more);
    if (e->neffects) memcpy(more, e->effects, e->neffects * sizeof *more);
    e->effects = more;
  }
  e->effects[e->neffects++] = (WireEffect){happen, v, n};
}

void wire_goes(Encoder *e) {
  for (uint32_t i = 0; i < e->neffects; i++) e->effects[i].happen(e->to, e->effects[i].v, e->effects[i].n);
  e->neffects = 0;
}

void wire_sent(Encoder *e) {
  for (int i = 0; i < e->nfds; i++)
    if (e->loans[i]) buffer_release((Buffer *)e->loans[i]);
  e->nfds = 0;
}

/* The elements as they lie in memory, after their head. */
static void encode_elements(Encoder *e, const Array *a) {
  size_t n = a->len * a->elsize;
  if (!e->set_apart || n < BUFFER_MIN) {
    cbor_bytes(&e->out, a->data, n);
    return;
  }
  if (e->napart == e->apart_cap) {
    e->apart_cap = e->apart_cap ? 2 * e->apart_cap : 16;
    Apart *more = gc_alloc(e->apart_cap * sizeof *more);
    if (e->napart) memcpy(more, e->apart, e->napart * sizeof *more);
    e->apart = more;
  }
  cbor_head(&e->out, CBOR_BYTES, n);
  e->apart[e->napart++] = (Apart){e->out.len, n, a->data};
}

static void encode_bits(Encoder *e, Array *a) {
  Array *words = array_chunks(a);
  encode_tagged_array(e, WIRE_BITS, 2);
  encode_dims(e, a);
  if (!encode_memory(e, words)) encode_elements(e, words);
}

static void encode_array(Encoder *e, Array *a) {
  if (encode_shared(e, &a->head)) return;
  if (array_is_bits(a)) {
    encode_bits(e, a);
    return;
  }
  if (encode_memory(e, a)) return;
  if (a->store != ST_VALUE) {
    uint64_t tag = typed_array_tag(a->eltype);
    if (!tag) {
      encode_tagged_array(e, WIRE_RAW, 3);
      wire_encode_type(e, a->eltype);
      encode_dims(e, a);
    } else {
      if (a->ndims != 1) {
        encode_tagged_array(e, CBOR_COLUMN_MAJOR, 2);
        encode_dims(e, a);
      }
      cbor_tag(&e->out, tag);
    }
    encode_elements(e, a);
    return;
  }
  if (a->eltype == (Object *)T_ANY && a->ndims == 1) {
    cbor_head(&e->out, CBOR_ARRAY, a->len);
  } else {
    encode_tagged_array(e, WIRE_ARRAY, a->len + 2);
    wire_encode_type(e, a->eltype);
    encode_dims(e, a);
  }
  for (size_t i = 0; i < a->len; i++) wire_encode(e, array_get(a, i));
}

static void encode_dict(Encoder *e, Value v) {
  if (encode_shared(e, v.o)) return;
  const Dict *d = as_dict(v);
  encode_tagged_array(e, WIRE_DICT, 2);
  wire_encode_type(e, type_of(v));
  cbor_head(&e->out, CBOR_MAP, d->count);
  size_t pos = 0, n = 0, i, count = d->count;
  for (; dict_next(d, &pos, &i); n++) {
    Value value = dict_value_at(d, i);
    wire_encode(e, dict_key_at(d, i));
    wire_encode(e, value);
  }
  if (n != count) throw_error("a dictionary changed while it was sent");
}

static void encode_expr(Encoder *e, const Expr *x) {
  size_t n = expr_len(x);
  encode_tagged_array(e, WIRE_EXPR, n + 1);
  encode_name(e, x->name);
  for (size_t i = 0; i < n; i++) wire_encode(e, ((Value *)(void *)x->args->data)[i]);
}

static void encode_reference(Encoder *e, Value v) {
  e->personal = true;
  if (e->to && wire_reference_sent) wire_when_sent(e, wire_reference_sent, v, 0);
  encode_tagged_array(e, WIRE_REMOTE, 5);
  wire_encode_type(e, type_of(v));
  for (uint32_t i = 0; i < 3; i++) wire_encode(e, struct_get(v, i));
  if (v.type->nfields > 3)
    wire_encode(e, struct_get(v, 3));
  else
    cbor_simple(&e->out, CBOR_NULL);
}

/* Whether there are methods of serialize for types of the program's own: asked again when methods were added. */
static bool program_serializes(void) {
  static uint32_t epoch;
  static bool some;
  if (epoch == CORE->epoch) return some;
  some = CORE->tn_written && is_true(call0(module_function(CORE->base, symbol("_program_serializes"))));
  epoch = CORE->epoch;
  return some;
}

/* A value of a type with a method of serialize is what that wrote. */
static bool encode_written(Encoder *e, Value v) {
  if (v.o == e->plain || !program_serializes()) return false;
  Value w = call1(module_function(CORE->base, symbol("_written")), v);
  if (w.type->name != CORE->tn_written) return false;
  if (v.type->flags & TF_MUTABLE && encode_shared(e, v.o)) return true;
  wire_encode(e, w);
  return true;
}

static void encode_struct(Encoder *e, Value v) {
  Type *t = v.type;
  const TypeName *tn = t->name;
  if (tn == CORE->tn_subarray && is_array(struct_get(v, 0)))
    v = call1(module_get(CORE->base, symbol("_trimmed_view")), v);
  if (is_dict(v)) {
    encode_dict(e, v);
    return;
  }
  if (tn == CORE->tn_future || tn == CORE->tn_remotechannel) {
    encode_reference(e, v);
    return;
  }
  if (tn == CORE->tn_regex) {
    encode_tagged_array(e, WIRE_REGEX, 2);
    wire_encode(e, struct_field(v, "pattern"));
    wire_encode(e, call2(FN(getproperty), v, v_symbol(symbol("compile_options"))));
    return;
  }
  if (tn == CORE->tn_bigint) {
    Value text = call1(FN(string), v);
    cbor_tag(&e->out, WIRE_BIGINT);
    cbor_text(&e->out, as_string(text)->text, as_string(text)->len);
    return;
  }
  if (tn == CORE->tn_iostream) refuse(v, "it is an open file of this process");
  if (tn == CORE->tn_packed) {
    Value bytes = struct_get(v, 0);
    cbor_tag(&e->out, CBOR_ENCODED);
    cbor_bytes(&e->out, as_array(bytes)->data, as_array(bytes)->len);
    return;
  }
  if (tn == CORE->tn_syncitems) { /* what a @sync here waits for is of this process: there it begins with nothing */
    encode_tagged_array(e, WIRE_STRUCT, 2);
    wire_encode_type(e, &t->head);
    cbor_head(&e->out, CBOR_ARRAY, 0);
    return;
  }
  if (encode_written(e, v)) return;
  if (t->flags & TF_SINGLETON) {
    cbor_tag(&e->out, WIRE_SINGLETON);
    wire_encode_type(e, &t->head);
    return;
  }
  if (!t->fields && t->nfields) refuse(v, "its layout is internal");
  if (t->flags & TF_MUTABLE && encode_shared(e, v.o)) return;
  encode_tagged_array(e, WIRE_STRUCT, t->nfields + 1);
  wire_encode_type(e, &t->head);
  e->sharing += tn == CORE->tn_sharedarray;
  for (uint32_t i = 0; i < t->nfields; i++) wire_encode(e, struct_get(v, i));
  e->sharing -= tn == CORE->tn_sharedarray;
}

static void encode_tuple(Encoder *e, Value v) {
  encode_tagged_array(e, WIRE_TUPLE, v.type->nfields);
  for (uint32_t i = 0; i < v.type->nfields; i++) wire_encode(e, tuple_get(v, i));
}

static void encode_namedtuple(Encoder *e, Value v) {
  /* NamedTuple{names, types}: the names are the type's first parameter, a tuple of symbols. */
  encode_tagged_array(e, WIRE_NAMEDTUPLE, v.type->nfields + 2);
  wire_encode_type(e, &v.type->head);
  Value names = v.type->params[0];
  cbor_head(&e->out, CBOR_ARRAY, v.type->nfields);
  for (uint32_t i = 0; i < v.type->nfields; i++) encode_name(e, as_symbol(tuple_get(names, i)));
  for (uint32_t i = 0; i < v.type->nfields; i++) wire_encode(e, struct_get(v, i));
}

/* A task that has not begun is its function; one that has ended, its result or its exception and where that was thrown.
 */
static void encode_task(Encoder *e, Value v) {
  const Task *t = v.p;
  bool begun = t->stack || t->state == TASK_RUNNING;
  if (t->state < TASK_DONE && begun) throw_error("cannot serialize a running Task");
  if (encode_shared(e, v.o)) return;
  bool failed = t->state == TASK_FAILED;
  encode_tagged_array(e, WIRE_TASK, 3);
  cbor_head(&e->out, CBOR_UINT, t->state < TASK_DONE ? TASK_NEW : (uint64_t)t->state);
  wire_encode(e, t->state < TASK_DONE ? t->code : t->result);
  wire_encode(e, failed ? call1(module_function(CORE->base, symbol("_told_trace")), backtrace_resolve(t->backtrace))
                        : v_nothing());
}

/* Kinds that C made: told by their type's address. */
static bool encode_core_kind(Encoder *e, Value v) {
  Type *t = v.type;
  if (t == T_EXPR) {
    encode_expr(e, as_expr(v));
  } else if (t == T_QUOTENODE) {
    cbor_tag(&e->out, WIRE_QUOTENODE);
    wire_encode(e, ((QuoteNode *)v.p)->value);
  } else if (t == T_LINENODE) {
    const LineNode *l = v.p;
    encode_tagged_array(e, WIRE_LINENODE, 2);
    cbor_int(&e->out, l->line);
    if (l->file)
      encode_name(e, l->file);
    else
      cbor_simple(&e->out, CBOR_NULL);
  } else if (t == T_GLOBALREF) {
    encode_tagged_array(e, WIRE_GLOBALREF, 2);
    wire_encode_module(e, ((GlobalRef *)v.p)->module);
    encode_name(e, ((GlobalRef *)v.p)->name);
  } else if (t == T_MODULE) {
    cbor_tag(&e->out, WIRE_MODULE);
    wire_encode_module(e, v.p);
  } else if (t == T_BOX) {
    if (encode_shared(e, v.o)) return true;
    cbor_tag(&e->out, WIRE_BOX);
    wire_encode(e, ((Box *)v.p)->value);
  } else if (t == T_SVEC) {
    const Svec *s = v.p;
    encode_tagged_array(e, WIRE_SVEC, s->n);
    for (uint32_t i = 0; i < s->n; i++) wire_encode(e, s->items[i]);
  } else if (t == T_INT128 || t == T_UINT128) {
    encode_tagged_array(e, WIRE_WIDE, 2);
    cbor_simple(&e->out, t == T_UINT128 ? CBOR_TRUE : CBOR_FALSE);
    cbor_bytes(&e->out, &((Wide *)v.p)->u, 16);
  } else if (t == T_TASK) {
    encode_task(e, v);
  } else if (t == T_METHOD || t == T_METHODTABLE || t == T_CODE || t == T_BINDING || t == T_BUFFER || t == T_TYPENAME) {
    refuse(v, "it is internal to this process");
  } else {
    return false;
  }
  return true;
}

static bool encode_number(Encoder *e, Value v) {
  Type *t = v.type;
  Text *out = &e->out;
  if (t == T_INT64)
    cbor_int(out, v.i);
  else if (t == T_FLOAT64)
    cbor_f64(out, v.f);
  else if (t == T_BOOL)
    cbor_simple(out, v.u ? CBOR_TRUE : CBOR_FALSE);
  else if (t == T_NOTHING)
    cbor_simple(out, CBOR_NULL);
  else if (t == T_MISSING)
    cbor_simple(out, CBOR_UNDEFINED);
  else if (t == T_CHAR)
    cbor_tag(out, WIRE_CHAR), cbor_head(out, CBOR_UINT, v.u);
  else if (t == T_INT8)
    cbor_tag(out, WIRE_BITS8), cbor_int(out, v.i);
  else if (t == T_INT16)
    cbor_tag(out, WIRE_BITS16), cbor_int(out, v.i);
  else if (t == T_INT32)
    cbor_tag(out, WIRE_BITS32), cbor_int(out, v.i);
  else if (t == T_UINT8)
    cbor_tag(out, WIRE_UBITS8), cbor_head(out, CBOR_UINT, v.u);
  else if (t == T_UINT16)
    cbor_tag(out, WIRE_UBITS16), cbor_head(out, CBOR_UINT, v.u);
  else if (t == T_UINT32)
    cbor_tag(out, WIRE_UBITS32), cbor_head(out, CBOR_UINT, v.u);
  else if (t == T_UINT64)
    cbor_tag(out, WIRE_UBITS64), cbor_head(out, CBOR_UINT, v.u);
  else if (t == T_FLOAT32) {
    uint32_t u = (uint32_t)v.u;
    char b[5] = {(char)0xfa, (char)(u >> 24), (char)(u >> 16), (char)(u >> 8), (char)u};
    text_add(out, b, 5);
  } else if (t == T_FLOAT16) {
    char b[3] = {(char)0xf9, (char)(v.u >> 8), (char)v.u};
    text_add(out, b, 3);
  } else {
    return false;
  }
  return true;
}

static void encode_value(Encoder *e, Value v) {
  if (is_undef(v)) {
    cbor_simple(&e->out, CBOR_UNDEF);
  } else if (encode_number(e, v)) {
  } else if (is_string(v)) {
    encode_string(e, as_string(v));
  } else if (is_symbol(v)) {
    cbor_tag(&e->out, CBOR_IDENTIFIER);
    encode_name(e, as_symbol(v));
  } else if (is_dense(v)) {
    encode_array(e, as_array(v));
  } else if (is_tuple(v)) {
    encode_tuple(e, v);
  } else if (v.type->flags & TF_NAMEDTUPLE) {
    encode_namedtuple(e, v);
  } else if (is_type(v) || v.type == T_TYPEVAR || v.type == T_VARARG) {
    wire_encode_type(e, v.o);
  } else if (encode_core_kind(e, v) || wire_encode_function(e, v)) {
  } else if (is_immediate(v) || v.type->flags & TF_PRIMITIVE) {
    if (!is_immediate(v) && !(v.type->flags & TF_SINGLETON)) refuse(v, "it is wider than 64 bits");
    if (v.type->flags & TF_SINGLETON) {
      cbor_tag(&e->out, WIRE_SINGLETON);
      wire_encode_type(e, &v.type->head);
      return;
    }
    encode_tagged_array(e, WIRE_PRIMITIVE, 2);
    wire_encode_type(e, &v.type->head);
    bool address = v.type->name == CORE->tn_ptr; /* it means nothing elsewhere */
    cbor_head(&e->out, CBOR_UINT, address ? 0 : v.u);
  } else {
    encode_struct(e, v);
  }
}

void wire_encode(Encoder *e, Value v) {
  if (++e->depth > WIRE_DEPTH) throw_argument("a value nested deeper than %d levels cannot be sent", WIRE_DEPTH);
  stack_check();
  encode_value(e, v);
  e->depth--;
}

static void module_path(Text *t, const Module *m) {
  if (m->parent && m->parent != m && m != CORE->main && m != CORE->base && m != CORE->core) {
    module_path(t, m->parent);
    text_char(t, '.');
  }
  text_add(t, m->name->text, m->name->len);
}

void wire_encode_module(Encoder *e, const Module *m) {
  Text t = {0};
  module_path(&t, m);
  cbor_text(&e->out, t.bytes, t.len);
}

static void encode_type_name(Encoder *e, const TypeName *tn, uint64_t tag, uint32_t nparams) {
  bool base = (tn->module == CORE->base || tn->module == CORE->core) && tag == WIRE_TYPE;
  cbor_tag(&e->out, tag);
  if (base && !nparams) {
    encode_name(e, tn->name);
    return;
  }
  cbor_head(&e->out, CBOR_ARRAY, nparams + 2);
  if (base)
    cbor_text(&e->out, "", 0);
  else
    wire_encode_module(e, tn->module);
  encode_name(e, tn->name);
}

static void encode_type_object(Encoder *e, Object *t) {
  if (t == CORE->bottom) {
    cbor_tag(&e->out, WIRE_BOTTOM);
    cbor_simple(&e->out, CBOR_NULL);
  } else if (t->type == T_UNION) {
    const UnionType *u = (const UnionType *)t;
    encode_tagged_array(e, WIRE_UNIONTYPE, 2);
    wire_encode_type(e, u->a);
    wire_encode_type(e, u->b);
  } else if (t->type == T_UNIONALL) {
    Type *inner = type_datatype(t);
    if (inner && inner->name->wrapper == t && !inner->name->closure) {
      encode_type_name(e, inner->name, WIRE_WRAPPER, 0);
      return;
    }
    const UnionAll *u = (const UnionAll *)t;
    encode_tagged_array(e, WIRE_UNIONALL, 2);
    wire_encode_type(e, &u->var->head);
    wire_encode_type(e, u->body);
  } else if (t->type == T_TYPEVAR) {
    if (encode_shared(e, t)) return;
    const TypeVar *v = (const TypeVar *)t;
    encode_tagged_array(e, WIRE_TYPEVAR, 3);
    encode_name(e, v->name);
    wire_encode_type(e, v->lower);
    wire_encode_type(e, v->upper);
  } else if (t->type == T_VARARG) {
    const Vararg *v = (const Vararg *)t;
    encode_tagged_array(e, WIRE_VARARG, 2);
    wire_encode_type(e, v->elem);
    wire_encode(e, v->count);
  } else {
    throw_argument("a type holds what cannot be sent");
  }
}

void wire_encode_type(Encoder *e, Object *o) {
  stack_check();
  if (o->type != T_DATATYPE) {
    encode_type_object(e, o);
    return;
  }
  Type *t = (Type *)o;
  if (t->flags & TF_TUPLE) {
    encode_tagged_array(e, WIRE_TUPLETYPE, t->nparams);
    for (uint32_t i = 0; i < t->nparams; i++) wire_encode(e, t->params[i]);
    return;
  }
  if (wire_encode_function_type(e, t)) return;
  encode_type_name(e, t->name, WIRE_TYPE, t->nparams);
  for (uint32_t i = 0; i < t->nparams; i++) wire_encode(e, t->params[i]);
}
