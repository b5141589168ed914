/* The C API (include/clu.h): every function catches what the language throws and keeps its message. */
#include "clu.h"

#include <errno.h>
#include <stdlib.h>

#include "base/io.h"
#include "cluster/cluster.h"
#include "lang/eval.h"
#include "lang/image.h"
#include "lang/parser.h"
#include "lang/task.h"
#include "value/array.h"
#include "value/call.h"
#include "value/error.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/string.h"
#include "value/symbol.h"
#include "value/type.h"

struct clu_value {
  Value value;
};

static char *message; /* malloc'd; of the last failure */
static char *text;    /* malloc'd; of clu_to_string */
static bool opened;

static clu_status fail(clu_status status, const char *what, size_t len) {
  char *copy = realloc(message, len + 1);
  if (copy) {
    memcpy(copy, what, len);
    copy[len] = 0;
    message = copy;
  }
  return status;
}

static clu_status fail_text(clu_status status, const char *what) { return fail(status, what, strlen(what)); }

/* Keeps the message of what was thrown. */
static clu_status fail_thrown(Value exception) {
  Handler h;
  if (CATCH(h)) return fail_text(CLU_ERROR, exception.type->name->name->text);
  Value s = call2(module_get(CORE->base, symbol("sprint")), FN(showerror), exception);
  clu_status status = fail(CLU_ERROR, as_string(s)->text, as_string(s)->len);
  catch_end(&h);
  return status;
}

/* A held value; throws if there is no memory. */
static clu_value *hold(Value v) {
  clu_value *held = malloc(sizeof *held);
  if (!held) throw_singleton(T_OUTOFMEMORYERROR);
  held->value = v;
  gc_root(held, sizeof *held);
  return held;
}

void clu_release(clu_value *value) {
  if (!value) return;
  gc_unroot(value);
  free(value);
}

/* Runs step with its arguments; what it throws becomes the status. */
typedef struct Request {
  const char *text;
  size_t len;
  const int *pids;
  size_t n;
  const void *data;
  const size_t *dims;
  Value value, result;
  clu_type type;
  clu_value **held;    /* gets the result, if not NULL */
  clu_value **results; /* get one each */
} Request;

static clu_status guarded(void (*step)(Request *), Request *r) {
  if (!opened) return fail_text(CLU_MISUSE, "clu_open was not called");
  fail_text(CLU_OK, "");
  Handler h;
  if (CATCH(h)) return fail_thrown(h.exception);
  step(r);
  io_flush_std();
  if (r->held) *r->held = hold(r->result);
  catch_end(&h);
  return CLU_OK;
}

/* A step that makes a value for C. */
static clu_status guarded_value(void (*step)(Request *), Request *r, clu_value **value) {
  if (!value) return fail_text(CLU_MISUSE, "a place for the value is needed");
  r->held = value;
  return guarded(step, r);
}

/* ---- the world ---- */

static Value evaluate(const char *program, size_t len) {
  return eval_toplevel(parse_all(program, len, "clu_eval"), CORE->main);
}

static void step_use(Request *r) { r->result = evaluate("using Distributed, ClusterUtils", 31); }

clu_status clu_open(void) {
  static bool made;
  if (made) return fail_text(CLU_MISUSE, "clu_open was called before: there is one world for each program");
  if (!image_start()) return fail_text(CLU_SYSTEM, strerror(errno));
  task_init();
  if (!image_loaded()) world_boot();
  cluster_start();
  task_init();
  cluster_ready();
  opened = made = true;
  return guarded(step_use, &(Request){0});
}

void clu_close(void) {
  if (!opened) return;
  io_flush_std();
  cluster_stop();
  opened = false;
}

const char *clu_error(void) { return message ? message : ""; }
const char *clu_version(void) { return CLU_VERSION; }

static void step_add_workers(Request *r) {
  call1(module_get(cluster_module(), symbol("addprocs")), v_int((int64_t)r->n));
}

clu_status clu_add_workers(int n) {
  if (n < 1) return fail_text(CLU_MISUSE, "the number of workers must be at least 1");
  return guarded(step_add_workers, &(Request){.n = (size_t)n});
}

static void step_workers(Request *r) { r->result = call0(module_get(cluster_module(), symbol("workers"))); }

size_t clu_workers(int *pids, size_t cap) {
  Request r = {0};
  if (guarded(step_workers, &r) != CLU_OK) return 0;
  const Array *a = as_array(r.result);
  for (size_t i = 0; pids && i < a->len && i < cap; i++) pids[i] = (int)array_get(a, i).i;
  return a->len;
}

/* ---- evaluating, sowing, reaping ---- */

static void step_eval(Request *r) { r->result = evaluate(r->text, r->len); }

clu_status clu_eval(const char *program, clu_value **result) {
  if (!program) return fail_text(CLU_MISUSE, "clu_eval needs a text");
  return guarded(step_eval, &(Request){.text = program, .len = strlen(program), .held = result});
}

static Value utilities(const char *name) {
  return module_get((Module *)module_get(CORE->main, symbol("ClusterUtils")).p, symbol(name));
}

/* The processes of a request as the language's vector. */
static Value pids_of(const Request *r) {
  if (!r->pids) return call0(module_get(cluster_module(), symbol("workers")));
  Array *a = array_vector(&T_INT64->head, r->n);
  for (size_t i = 0; i < r->n; i++) array_set(a, i, v_int(r->pids[i]));
  return v_object(a);
}

/* The one expression that the text holds; a name gives a Symbol, a literal a block of it. */
static Value expression_of(const Request *r) {
  size_t pos = 0;
  int line = 1;
  Value e = parse_statement(r->text, r->len, &pos, "clu", &line);
  if (is_undef(e)) throw_argument("an expression is needed, not an empty text");
  return is_expr(e) || is_symbol(e) ? e : v_object(expr1(SYM(block), e));
}

static void step_sow(Request *r) { call3(utilities("sow"), pids_of(r), expression_of(r), r->value); }

clu_status clu_sow(const int *pids, size_t n, const char *name, const clu_value *value) {
  if (!name || !value) return fail_text(CLU_MISUSE, "clu_sow needs a name and a value");
  return guarded(step_sow, &(Request){.text = name, .len = strlen(name), .pids = pids, .n = n, .value = value->value});
}

static void step_reap(Request *r) {
  Value pids = pids_of(r), found = call2(utilities("reap"), pids, expression_of(r));
  Array *in_order = array_any(as_array(pids)->len);
  for (size_t i = 0; i < in_order->len; i++)
    array_set(in_order, i, call2(FN(getindex), found, array_get(as_array(pids), i)));
  r->result = v_object(in_order);
}

/* Holds all elements or none. */
static void step_hold_each(Request *r) {
  const Array *a = as_array(r->value);
  clu_value **each = gc_alloc_leaf((a->len + 1) * sizeof *each);
  volatile size_t n = 0;
  Handler h;
  if (CATCH(h)) {
    while (n) clu_release(each[--n]);
    rethrow_value(h.exception);
  }
  for (; n < a->len; n++) each[n] = hold(array_get(a, n));
  catch_end(&h);
  memcpy(r->results, each, a->len * sizeof *each);
}

clu_status clu_reap(const int *pids, size_t n, const char *expression, clu_value **results) {
  if (!expression || !results) return fail_text(CLU_MISUSE, "clu_reap needs an expression and room for results");
  Request r = {.text = expression, .len = strlen(expression), .pids = pids, .n = n};
  clu_status status = guarded(step_reap, &r);
  return status == CLU_OK ? guarded(step_hold_each, &(Request){.value = r.result, .results = results}) : status;
}

/* ---- values ---- */

typedef struct Kind {
  clu_type type;
  Type *of;
} Kind;

/* The numeric types of both sides. */
static const Kind *kinds(size_t *n) {
  static const Kind table[] = {{CLU_BOOL, T_BOOL},     {CLU_INT64, T_INT64},    {CLU_FLOAT64, T_FLOAT64},
                               {CLU_INT8, T_INT8},     {CLU_INT16, T_INT16},    {CLU_INT32, T_INT32},
                               {CLU_UINT8, T_UINT8},   {CLU_UINT16, T_UINT16},  {CLU_UINT32, T_UINT32},
                               {CLU_UINT64, T_UINT64}, {CLU_FLOAT32, T_FLOAT32}};
  *n = sizeof table / sizeof *table;
  return table;
}

static clu_type kind_of(const void *type) {
  size_t n;
  const Kind *k = kinds(&n);
  for (size_t i = 0; i < n; i++)
    if (k[i].of == type) return k[i].type;
  return CLU_OTHER;
}

static Type *type_of_kind(clu_type type) {
  size_t n;
  const Kind *k = kinds(&n);
  for (size_t i = 0; i < n; i++)
    if (k[i].type == type) return k[i].of;
  return NULL;
}

clu_type clu_kind(const clu_value *value) {
  if (!value) return CLU_OTHER;
  Value v = value->value;
  return is_nothing(v) ? CLU_NOTHING : is_string(v) ? CLU_STRING : is_array(v) ? CLU_ARRAY : kind_of(v.type);
}

static void step_none(Request *r) { r->result = r->value; }

clu_status clu_int64(int64_t i, clu_value **value) {
  return guarded_value(step_none, &(Request){.value = v_int(i)}, value);
}
clu_status clu_float64(double f, clu_value **value) {
  return guarded_value(step_none, &(Request){.value = v_f64(f)}, value);
}

static void step_string(Request *r) { r->result = v_string_n(r->text, r->len); }

clu_status clu_string(const char *utf8, size_t len, clu_value **value) {
  if (!utf8 && len) return fail_text(CLU_MISUSE, "clu_string needs a text");
  return guarded_value(step_string, &(Request){.text = utf8, .len = len}, value);
}

static void step_array(Request *r) {
  size_t len = 1;
  for (size_t i = 0; i < r->n; i++)
    if (__builtin_mul_overflow(len, r->dims[i], &len)) throw_argument("the array is too large");
  Array *a = array_new(&type_of_kind(r->type)->head, (uint32_t)r->n, r->dims);
  if (len) memcpy(a->data, r->data, len * a->elsize);
  r->result = v_object(a);
}

clu_status clu_array(clu_type type, const void *data, size_t ndims, const size_t *dims, clu_value **value) {
  if (!type_of_kind(type)) return fail_text(CLU_MISUSE, "arrays from C are of numbers");
  bool empty = false;
  for (size_t i = 0; dims && i < ndims && i < 8; i++) empty |= dims[i] == 0;
  if ((!data && !empty) || !dims || ndims < 1 || ndims > 8)
    return fail_text(CLU_MISUSE, "an array needs data and 1 to 8 dimensions");
  return guarded_value(step_array, &(Request){.type = type, .data = data, .dims = dims, .n = ndims}, value);
}

static void step_convert(Request *r) { r->result = call2(FN(convert), v_object(type_of_kind(r->type)), r->value); }

clu_status clu_to_int64(const clu_value *value, int64_t *i) {
  if (!value || !i) return fail_text(CLU_MISUSE, "clu_to_int64 needs a value and a place");
  Request r = {.type = CLU_INT64, .value = value->value};
  clu_status status = guarded(step_convert, &r);
  if (status == CLU_OK) *i = r.result.i;
  return status;
}

clu_status clu_to_float64(const clu_value *value, double *f) {
  if (!value || !f) return fail_text(CLU_MISUSE, "clu_to_float64 needs a value and a place");
  Request r = {.type = CLU_FLOAT64, .value = value->value};
  clu_status status = guarded(step_convert, &r);
  if (status == CLU_OK) *f = r.result.f;
  return status;
}

static void step_print(Request *r) { r->result = call1(FN(string), r->value); }

clu_status clu_to_string(const clu_value *value, const char **out, size_t *len) {
  if (!value || !out) return fail_text(CLU_MISUSE, "clu_to_string needs a value and a place");
  Request r = {.value = value->value};
  clu_status status = guarded(step_print, &r);
  if (status != CLU_OK) return status;
  const String *s = as_string(r.result);
  char *copy = realloc(text, s->len + 1);
  if (!copy) return fail_text(CLU_SYSTEM, "out of memory");
  memcpy(copy, s->text, s->len + 1);
  *out = text = copy;
  if (len) *len = s->len;
  return CLU_OK;
}

clu_status clu_array_data(const clu_value *value, clu_type *type, const void **data, size_t *ndims, size_t dims[8]) {
  if (!value || !data) return fail_text(CLU_MISUSE, "clu_array_data needs a value and a place");
  const Array *a = is_array(value->value) ? as_array(value->value) : NULL;
  clu_type kind = a ? kind_of(a->eltype) : CLU_OTHER;
  if (!a || kind == CLU_OTHER || a->ndims > 8) return fail_text(CLU_ERROR, "the value is not an array of numbers");
  if (type) *type = kind;
  *data = a->data;
  if (ndims) *ndims = a->ndims;
  for (int i = 0; dims && i < a->ndims; i++) dims[i] = a->dims[i];
  return CLU_OK;
}
