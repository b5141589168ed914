/* The rarer factorizations of LAPACK: Schur, Hessenberg, LQ, Sylvester's equation. Like those of linalg.c they
 * overwrite their matrix, which is a copy. */
#include <string.h>

#include "base/lapack.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/error.h"
#include "value/gc.h"
#include "value/struct.h"

static int rows(const Array *a) { return (int)a->dims[0]; }
static int columns(const Array *a) { return (int)a->dims[1]; }
static double *doubles(const Array *a) { return (double *)(void *)a->data; }
static double _Complex *complexes(const Array *a) { return (double _Complex *)(void *)a->data; }
static bool is_real(const Array *a) { return a->store == ST_F64; }

static Value pair(Value a, Value b) {
  Value v[2] = {a, b};
  return tuple_new(v, 2);
}

BUILTIN(schur_gees, "_gees!(A)",
        "(T in place, Z, real parts, imaginary parts) of a real matrix, (T, Z, values, nothing) else.") {
  Array *a = as_array(args[0]), *z = array_like(a, a->eltype);
  int n = rows(a);
  size_t len = (size_t)n;
  Array *w = array_vector(a->eltype, len), *im = is_real(a) ? array_vector(a->eltype, len) : NULL;
  lapack_int zero = 0, info = 0;
  if (n) {
    info = is_real(a) ? lapack()->LAPACKE_dgees(LAPACK_COL_MAJOR, 'V', 'N', NULL, n, doubles(a), n, &zero, doubles(w),
                                                doubles(im), doubles(z), n)
                      : lapack()->LAPACKE_zgees(LAPACK_COL_MAJOR, 'V', 'N', NULL, n, complexes(a), n, &zero,
                                                complexes(w), complexes(z), n);
  }
  if (info) throw_error("the Schur form did not converge");
  Value v[4] = {args[0], v_object(z), v_object(w), im ? v_object(im) : v_nothing()};
  return tuple_new(v, 4);
}

BUILTIN(schur_gehrd, "_gehrd!(A::Matrix)", "(factors of the Hessenberg form in place, tau).") {
  Array *a = as_array(args[0]);
  int n = rows(a);
  Array *tau = array_vector(a->eltype, n > 1 ? (size_t)n - 1 : 0);
  if (n > 1 && is_real(a)) lapack()->LAPACKE_dgehrd(LAPACK_COL_MAJOR, n, 1, n, doubles(a), n, doubles(tau));
  if (n > 1 && !is_real(a)) lapack()->LAPACKE_zgehrd(LAPACK_COL_MAJOR, n, 1, n, complexes(a), n, complexes(tau));
  return pair(args[0], v_object(tau));
}

BUILTIN(schur_orghr, "_orghr!(factors::Matrix, tau::Vector)", "Q of a Hessenberg form, in place.") {
  Array *a = as_array(args[0]), *tau = as_array(args[1]);
  int n = rows(a);
  if (n == 1 && is_real(a)) doubles(a)[0] = 1;
  if (n == 1 && !is_real(a)) complexes(a)[0] = 1;
  if (n > 1 && is_real(a)) lapack()->LAPACKE_dorghr(LAPACK_COL_MAJOR, n, 1, n, doubles(a), n, doubles(tau));
  if (n > 1 && !is_real(a)) lapack()->LAPACKE_zunghr(LAPACK_COL_MAJOR, n, 1, n, complexes(a), n, complexes(tau));
  return args[0];
}

BUILTIN(schur_gelqf, "_gelqf!(A::Matrix)", "LQ: (factors in place, tau).") {
  Array *a = as_array(args[0]);
  int m = rows(a), n = columns(a);
  Array *tau = array_vector(a->eltype, (size_t)(m < n ? m : n));
  if (a->len && is_real(a)) lapack()->LAPACKE_dgelqf(LAPACK_COL_MAJOR, m, n, doubles(a), m, doubles(tau));
  if (a->len && !is_real(a)) lapack()->LAPACKE_zgelqf(LAPACK_COL_MAJOR, m, n, complexes(a), m, complexes(tau));
  return pair(args[0], v_object(tau));
}

BUILTIN(schur_orglq, "_orglq(factors::Matrix, tau::Vector, rows::Int64)", "The first rows of Q.") {
  Array *f = as_array(args[0]), *tau = as_array(args[1]);
  int n = columns(f), m = (int)args[2].i, k = (int)tau->len, held = rows(f);
  if (m < k || m > n) throw_dimension("Q has %d columns, %d rows were asked for", n, m);
  size_t dims[2] = {(size_t)m, (size_t)n}, size = f->elsize;
  Array *q = array_new(f->eltype, 2, dims);
  for (int j = 0; j < n; j++)
    memcpy(q->data + (size_t)j * (size_t)m * size, f->data + (size_t)j * (size_t)held * size,
           (size_t)(m < held ? m : held) * size);
  if (q->len && is_real(f)) lapack()->LAPACKE_dorglq(LAPACK_COL_MAJOR, m, n, k, doubles(q), m, doubles(tau));
  if (q->len && !is_real(f)) lapack()->LAPACKE_zunglq(LAPACK_COL_MAJOR, m, n, k, complexes(q), m, complexes(tau));
  return v_object(q);
}

BUILTIN(schur_trsyl, "_trsyl!(A::Matrix{T}, B::Matrix{T}, C::Matrix{T}) where T",
        "Solves A X + X B = scale C for (quasi-)triangular A and B; C becomes X; gives (X, scale).") {
  Array *a = as_array(args[0]), *b = as_array(args[1]), *c = as_array(args[2]);
  int m = rows(a), n = rows(b);
  double scale = 1;
  if (c->len && is_real(a))
    lapack()->LAPACKE_dtrsyl(LAPACK_COL_MAJOR, 'N', 'N', 1, m, n, doubles(a), m, doubles(b), n, doubles(c), m, &scale);
  if (c->len && !is_real(a))
    lapack()->LAPACKE_ztrsyl(LAPACK_COL_MAJOR, 'N', 'N', 1, m, n, complexes(a), m, complexes(b), n, complexes(c), m,
                             &scale);
  return pair(args[2], v_f64(scale));
}

/* Job B: with N, LAPACKE gives dtrsen no place for its integers. */
BUILTIN(schur_trsen, "_trsen!(T::Matrix{Float64}, Z::Matrix{Float64}, select::Vector{Bool})",
        "A Schur form with the selected eigenvalues first, in place: (T, Z, real parts, imaginary parts).") {
  Array *t = as_array(args[0]), *z = as_array(args[1]), *chosen = as_array(args[2]);
  int n = rows(t);
  size_t len = (size_t)n;
  Array *re = array_vector(t->eltype, len), *im = array_vector(t->eltype, len);
  if (chosen->len != len) throw_dimension("%zu eigenvalues are selected from, there are %d", chosen->len, n);
  lapack_logical *select = gc_alloc_leaf((len + 1) * sizeof *select);
  for (size_t i = 0; i < len; i++) select[i] = is_true(array_get(chosen, i));
  lapack_int m = 0;
  double s = 0, sep = 0;
  if (n)
    lapack()->LAPACKE_dtrsen(LAPACK_COL_MAJOR, 'B', 'V', select, n, doubles(t), n, doubles(z), n, doubles(re),
                             doubles(im), &m, &s, &sep);
  Value v[4] = {args[0], args[1], v_object(re), v_object(im)};
  return tuple_new(v, 4);
}

static Array *ints(const lapack_int *p, size_t n) {
  Array *a = array_vector(&T_INT64->head, n);
  for (size_t i = 0; i < n; i++) ((int64_t *)(void *)a->data)[i] = p[i];
  return a;
}

BUILTIN(schur_pstrf, "_pstrf!(A::Matrix{Float64}, uplo::Char, tol::Float64)",
        "Cholesky with pivoting: (factors in place, permutation, rank, info).") {
  Array *a = as_array(args[0]);
  int n = rows(a);
  lapack_int *p = gc_alloc_leaf(((size_t)n + 1) * sizeof *p), rank = 0, info = 0;
  if (n) info = lapack()->LAPACKE_dpstrf(LAPACK_COL_MAJOR, (char)args[1].u, n, doubles(a), n, p, &rank, args[2].f);
  Value v[4] = {args[0], v_object(ints(p, (size_t)n)), v_int(rank), v_int(info)};
  return tuple_new(v, 4);
}
