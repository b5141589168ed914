/* LAPACK's factorizations of two matrices together, and of symmetric ones that are not definite. They overwrite their
 * matrices, which are copies. */
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
static Array *square_of(Object *eltype, size_t n) { return array_new(eltype, 2, (size_t[]){n, n}); }

static Array *ints(const lapack_int *p, size_t n) {
  Array *a = array_vector(&T_INT64->head, n);
  for (size_t i = 0; i < n; i++) ((int64_t *)(void *)a->data)[i] = p[i];
  return a;
}

#define PAIR "(A::Matrix{T}, B::Matrix{T}) where T"

BUILTIN(pencil_ggev, "_ggev!" PAIR,
        "Eigenvalues of A x = λ B x: (real parts or values, imaginary parts or nothing, divisors, vectors).") {
  Array *a = as_array(args[0]), *b = as_array(args[1]);
  int n = rows(a);
  bool real = is_real(a);
  Array *w = array_vector(a->eltype, (size_t)n), *im = real ? array_vector(a->eltype, (size_t)n) : NULL;
  Array *beta = array_vector(a->eltype, (size_t)n), *v = square_of(a->eltype, (size_t)n);
  double none[2];
  lapack_int info = 0;
  if (n && real)
    info = lapack()->LAPACKE_dggev(LAPACK_COL_MAJOR, 'N', 'V', n, doubles(a), n, doubles(b), n, doubles(w), doubles(im),
                                   doubles(beta), none, 1, doubles(v), n);
  if (n && !real)
    info = lapack()->LAPACKE_zggev(LAPACK_COL_MAJOR, 'N', 'V', n, complexes(a), n, complexes(b), n, complexes(w),
                                   complexes(beta), (double _Complex *)(void *)none, 1, complexes(v), n);
  if (info) throw_error("the eigenvalues did not converge");
  return tuple_new((Value[]){v_object(w), im ? v_object(im) : v_nothing(), v_object(beta), v_object(v)}, 4);
}

BUILTIN(pencil_sygvd, "_sygvd!" PAIR,
        "Eigenvalues and vectors (in place of A) of symmetric or Hermitian A and positive definite B.") {
  Array *a = as_array(args[0]), *b = as_array(args[1]);
  int n = rows(a);
  Array *w = array_vector(&T_FLOAT64->head, (size_t)n);
  lapack_int info = 0;
  if (n && is_real(a))
    info = lapack()->LAPACKE_dsygvd(LAPACK_COL_MAJOR, 1, 'V', 'U', n, doubles(a), n, doubles(b), n, doubles(w));
  if (n && !is_real(a))
    info = lapack()->LAPACKE_zhegvd(LAPACK_COL_MAJOR, 1, 'V', 'U', n, complexes(a), n, complexes(b), n, doubles(w));
  if (info) throw_error("the eigenvalues did not converge");
  return tuple_new((Value[]){v_object(w), args[0]}, 2);
}

BUILTIN(pencil_gges, "_gges!" PAIR,
        "Schur form of two: (S and T in place, real parts or values, imaginary parts or nothing, divisors, Q, Z).") {
  Array *a = as_array(args[0]), *b = as_array(args[1]);
  int n = rows(a);
  bool real = is_real(a);
  Array *w = array_vector(a->eltype, (size_t)n), *im = real ? array_vector(a->eltype, (size_t)n) : NULL;
  Array *beta = array_vector(a->eltype, (size_t)n), *q = square_of(a->eltype, (size_t)n);
  Array *z = square_of(a->eltype, (size_t)n);
  lapack_int zero = 0, info = 0;
  if (n && real)
    info = lapack()->LAPACKE_dgges(LAPACK_COL_MAJOR, 'V', 'V', 'N', NULL, n, doubles(a), n, doubles(b), n, &zero,
                                   doubles(w), doubles(im), doubles(beta), doubles(q), n, doubles(z), n);
  if (n && !real)
    info = lapack()->LAPACKE_zgges(LAPACK_COL_MAJOR, 'V', 'V', 'N', NULL, n, complexes(a), n, complexes(b), n, &zero,
                                   complexes(w), complexes(beta), complexes(q), n, complexes(z), n);
  if (info) throw_error("the Schur form did not converge");
  return tuple_new((Value[]){args[0], args[1], v_object(w), im ? v_object(im) : v_nothing(), v_object(beta),
                             v_object(q), v_object(z)},
                   7);
}

BUILTIN(pencil_ggsvd, "_ggsvd!" PAIR,
        "Singular values of two: (U, V, Q, values of A, values of B, k, l); R is left in A and B.") {
  Array *a = as_array(args[0]), *b = as_array(args[1]);
  int m = rows(a), p = rows(b), n = columns(a);
  Array *u = square_of(a->eltype, (size_t)m), *v = square_of(a->eltype, (size_t)p),
        *q = square_of(a->eltype, (size_t)n);
  Array *alpha = array_vector(&T_FLOAT64->head, (size_t)n), *beta = array_vector(&T_FLOAT64->head, (size_t)n);
  lapack_int k = 0, l = 0, info = 0, *work = gc_alloc_leaf(((size_t)n + 1) * sizeof *work);
  if (m && p && n && is_real(a))
    info = lapack()->LAPACKE_dggsvd3(LAPACK_COL_MAJOR, 'U', 'V', 'Q', m, n, p, &k, &l, doubles(a), m, doubles(b), p,
                                     doubles(alpha), doubles(beta), doubles(u), m, doubles(v), p, doubles(q), n, work);
  if (m && p && n && !is_real(a))
    info = lapack()->LAPACKE_zggsvd3(LAPACK_COL_MAJOR, 'U', 'V', 'Q', m, n, p, &k, &l, complexes(a), m, complexes(b), p,
                                     doubles(alpha), doubles(beta), complexes(u), m, complexes(v), p, complexes(q), n,
                                     work);
  if (info) throw_error("the singular values did not converge");
  return tuple_new(
      (Value[]){v_object(u), v_object(v), v_object(q), v_object(alpha), v_object(beta), v_int(k), v_int(l)}, 7);
}

static lapack_int factor_symmetric(Array *a, char uplo, bool rook, bool hermitian, lapack_int *p) {
  const Lapack *f = lapack();
  int n = rows(a);
  if (!n) return 0;
  if (is_real(a))
    return (rook ? f->LAPACKE_dsytrf_rook : f->LAPACKE_dsytrf)(LAPACK_COL_MAJOR, uplo, n, doubles(a), n, p);
  if (hermitian)
    return (rook ? f->LAPACKE_zhetrf_rook : f->LAPACKE_zhetrf)(LAPACK_COL_MAJOR, uplo, n, complexes(a), n, p);
  return (rook ? f->LAPACKE_zsytrf_rook : f->LAPACKE_zsytrf)(LAPACK_COL_MAJOR, uplo, n, complexes(a), n, p);
}

BUILTIN(pencil_sytrf, "_sytrf!(A::Matrix, uplo::Char, rook::Bool, hermitian::Bool)",
        "Bunch-Kaufman: (factors in place, pivots, info).") {
  Array *a = as_array(args[0]);
  size_t n = (size_t)rows(a);
  lapack_int *p = gc_alloc_leaf((n + 1) * sizeof *p);
  lapack_int info = factor_symmetric(a, (char)args[1].u, args[2].u, args[3].u, p);
  return tuple_new((Value[]){args[0], v_object(ints(p, n)), v_int(info)}, 3);
}

BUILTIN(pencil_syconv, "_syconv!(A::Matrix, uplo::Char, pivots::Vector{Int64})",
        "The factors as a triangle, in place, and the elements beside D's diagonal.") {
  Array *a = as_array(args[0]), *pivots = as_array(args[2]);
  int n = rows(a);
  lapack_int *p = gc_alloc_leaf(((size_t)n + 1) * sizeof *p);
  for (int i = 0; i < n; i++) p[i] = (lapack_int)((int64_t *)(void *)pivots->data)[i];
  Array *e = array_vector(a->eltype, (size_t)n);
  char uplo = (char)args[1].u;
  if (n && is_real(a)) lapack()->LAPACKE_dsyconv(LAPACK_COL_MAJOR, uplo, 'C', n, doubles(a), n, p, doubles(e));
  if (n && !is_real(a)) lapack()->LAPACKE_zsyconv(LAPACK_COL_MAJOR, uplo, 'C', n, complexes(a), n, p, complexes(e));
  return tuple_new((Value[]){args[0], v_object(e)}, 2);
}

BUILTIN(pencil_sytrd, "_sytrd!(A::Matrix, uplo::Char)",
        "A symmetric or Hermitian matrix with three bands: (factors in place, diagonal, beside it, tau).") {
  Array *a = as_array(args[0]);
  int n = rows(a);
  size_t beside = n ? (size_t)n - 1 : 0;
  char uplo = (char)args[1].u;
  Array *d = array_vector(&T_FLOAT64->head, (size_t)n), *e = array_vector(&T_FLOAT64->head, beside);
  Array *tau = array_vector(a->eltype, beside);
  if (n && is_real(a))
    lapack()->LAPACKE_dsytrd(LAPACK_COL_MAJOR, uplo, n, doubles(a), n, doubles(d), doubles(e), doubles(tau));
  if (n && !is_real(a))
    lapack()->LAPACKE_zhetrd(LAPACK_COL_MAJOR, uplo, n, complexes(a), n, doubles(d), doubles(e), complexes(tau));
  return tuple_new((Value[]){args[0], v_object(d), v_object(e), v_object(tau)}, 4);
}

BUILTIN(pencil_orgtr, "_orgtr!(factors::Matrix, tau::Vector, uplo::Char)", "Q of three bands, in place.") {
  Array *a = as_array(args[0]), *tau = as_array(args[1]);
  int n = rows(a);
  char uplo = (char)args[2].u;
  if (n && is_real(a)) lapack()->LAPACKE_dorgtr(LAPACK_COL_MAJOR, uplo, n, doubles(a), n, doubles(tau));
  if (n && !is_real(a)) lapack()->LAPACKE_zungtr(LAPACK_COL_MAJOR, uplo, n, complexes(a), n, complexes(tau));
  return args[0];
}
