#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdarg.h>
#include <cmocka.h>

#include "value/error.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/show.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type.h"

static Object *T(Type *t) { return &t->head; }
static Object *tuple1(Object *a) { return T(type_tuple((Object *[]){a}, 1)); }
static Object *tuple2(Object *a, Object *b) { return T(type_tuple((Object *[]){a, b}, 2)); }
static Object *vector(Object *t) { return T(type_array(t, 1)); }
static Object *curly1(Object *w, Value a) { return type_curly(v_object(w), &a, 1).o; }

static void interned(void **state UNUSED) {
  assert_ptr_equal(type_array(T(T_INT64), 1), type_array(T(T_INT64), 1));
  assert_ptr_not_equal(type_array(T(T_INT64), 1), type_array(T(T_INT64), 2));
  Value v[2] = {v_int(1), v_f64(2)};
  assert_ptr_equal(type_tuple_of(v, 2), tuple2(T(T_INT64), T(T_FLOAT64)));
  assert_ptr_equal(type_curly(v_object(CORE->type_array), (Value[]){v_object(T_INT64), v_int(1)}, 2).p,
                   type_array(T(T_INT64), 1));
  Object *a = type_union((Object *[]){T(T_INT64), T(T_NOTHING)}, 2),
         *b = type_union((Object *[]){T(T_NOTHING), T(T_INT64)}, 2);
  assert_ptr_equal(type_array(a, 1), type_array(b, 1));
}

static void layout(void **state UNUSED) {
  Value v[3] = {v_int(1), v_bool(true), v_f64(2)};
  Value t = tuple_new(v, 3);
  assert_int_equal(t.type->size, 24);
  assert_true(t.type->flags & TF_BITS);
  for (uint32_t i = 0; i < 3; i++) assert_true(value_egal(tuple_get(t, i), v[i]));
  Value nested = tuple_new((Value[]){t, v_int(7)}, 2);
  assert_int_equal(nested.type->store, ST_STRUCT);
  assert_true(value_egal(tuple_get(nested, 0), t));
  assert_true(value_egal(nested, tuple_new((Value[]){t, v_int(7)}, 2)));
  assert_int_equal(value_egal_hash(nested), value_egal_hash(tuple_new((Value[]){t, v_int(7)}, 2)));
}

static void relation_plain(void **state UNUSED) {
  assert_true(type_subtype(T(T_INT64), T(T_INTEGER)));
  assert_false(type_subtype(T(T_INTEGER), T(T_INT64)));
  assert_false(type_subtype(vector(T(T_INT64)), vector(T(T_INTEGER))));
  assert_true(type_subtype(vector(T(T_INT64)), CORE->type_array));
  assert_true(type_subtype(vector(T(T_INT64)), CORE->tn_abstractarray->wrapper));
  assert_true(type_subtype(tuple2(T(T_INT64), T(T_STRING)), tuple2(T(T_INTEGER), T(T_ANY))));
  Object *u = type_union((Object *[]){T(T_INT64), T(T_STRING)}, 2);
  assert_true(type_subtype(T(T_INT64), u));
  assert_true(type_subtype(u, T(T_ANY)));
  assert_false(type_subtype(u, T(T_INTEGER)));
  assert_true(type_subtype(tuple1(u), type_union((Object *[]){tuple1(T(T_INT64)), tuple1(T(T_STRING))}, 2)));
}

static void relation_where(void **state UNUSED) {
  TypeVar *v = type_var(symbol("T"), NULL, T(T_NUMBER));
  Object *va = type_unionall(v, curly1(T(T_TYPE), v_object(v)));
  assert_true(type_subtype(T(type_type(T(T_INT64))), va));
  assert_false(type_subtype(T(type_type(T(T_STRING))), va));
  Object *vn = type_unionall(v, T(type_array(&v->head, 1)));
  assert_true(type_subtype(vector(T(T_INT64)), vn));
  assert_false(type_subtype(vector(T(T_STRING)), vn));
  assert_true(type_subtype(vn, CORE->type_array));
  assert_false(type_subtype(CORE->type_array, vn));
  TypeVar *d = type_var(symbol("T"), NULL, NULL);
  Object *diagonal = type_unionall(d, tuple2(&d->head, &d->head));
  assert_true(type_subtype(tuple2(T(T_INT64), T(T_INT64)), diagonal));
  assert_false(type_subtype(tuple2(T(T_INT64), T(T_STRING)), diagonal));
  Object *element = type_unionall(d, tuple2(&d->head, vector(&d->head)));
  assert_true(type_subtype(tuple2(T(T_INT64), vector(T(T_INTEGER))), element));
  assert_false(type_subtype(tuple2(T(T_STRING), vector(T(T_INTEGER))), element));
  TypeVar *n = type_var(symbol("N"), NULL, NULL);
  Object *rest = type_vararg(&d->head, v_object(n));
  Object *ntuple = type_unionall(n, type_unionall(d, T(type_tuple(&rest, 1))));
  assert_true(type_subtype(tuple2(T(T_INT64), T(T_INT64)), ntuple));
  assert_false(type_subtype(tuple2(T(T_INT64), T(T_STRING)), ntuple));
  Value env[2];
  assert_true(type_match((Type *)tuple2(T(T_INT64), T(T_INT64)), ntuple, env));
  assert_int_equal(env[0].i, 2);
  assert_ptr_equal(env[1].p, T_INT64);
  assert_true(type_match((Type *)tuple2(T(T_INT64), vector(T(T_INT64))), element, env));
  assert_ptr_equal(env[0].p, T_INT64);
  assert_true(type_subtype(CORE->type_array, CORE->type_array));
}

static void specificity(void **state UNUSED) {
  Object *any = T(T_ANY), *i = T(T_INT64), *num = T(T_NUMBER);
  assert_true(type_morespecific(tuple2(i, any), tuple2(any, any)));
  assert_false(type_morespecific(tuple2(i, any), tuple2(any, i)));
  Object *rest = type_vararg(any, V_UNDEF);
  assert_true(type_morespecific(tuple2(i, any), tuple2(i, rest)));
  TypeVar *d = type_var(symbol("T"), NULL, num);
  assert_true(type_morespecific(type_unionall(d, tuple2(&d->head, &d->head)), tuple2(num, num)));
  assert_true(type_morespecific(tuple2(vector(i), any), tuple2(CORE->type_array, any)));
}

static void joins(void **state UNUSED) {
  assert_ptr_equal(type_join(T(T_INT64), T(T_FLOAT64)), T_REAL);
  assert_ptr_equal(type_join(T(T_INT64), T(T_STRING)), T_ANY);
  assert_true(type_equal(type_join(vector(T(T_INT64)), vector(T(T_FLOAT64))),
                         type_join(vector(T(T_STRING)), vector(T(T_INT64)))));
}

static void bounds(void **state UNUSED) {
  TypeVar *v = type_var(symbol("T"), NULL, T(T_REAL));
  Symbol *x = symbol("x");
  Object *ft = &v->head;
  Value p = type_declare(CORE->main, symbol("Foo"), &v, 1, T(T_ANY), &x, &ft, 1, 1, 0, 0);
  Object *foo = curly1(p.o, v_object(T_INT64));
  assert_int_equal(((Type *)foo)->size, 8);
  assert_true(((Type *)foo)->flags & TF_BITS);
  Handler h;
  if (CATCH(h)) {
    assert_ptr_equal(h.exception.type, T_TYPEERROR);
  } else {
    curly1(p.o, v_object(T_STRING));
    fail();
  }
}

static int setup(void **state UNUSED) {
  gc_init(NULL, 0);
  gc_set_stack(__builtin_frame_address(0));
  core_init();
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(interned),       cmocka_unit_test(layout),
                                     cmocka_unit_test(relation_plain), cmocka_unit_test(relation_where),
                                     cmocka_unit_test(specificity),    cmocka_unit_test(joins),
                                     cmocka_unit_test(bounds)};
  return cmocka_run_group_tests(tests, setup, NULL);
}
