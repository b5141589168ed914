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
static Array *square_of(Object *eltype, size_t n) { return array_new(eltype, 2, (size_t[]){n, n}); }

static Array *ints(const lapack_int *p, size_t n) {
  Array *a = array_vector(&T_INT64->head, n);
  for (size_t i = 0; i < n; i++) ((int64_t *)(void *)a->data)[i] = p[i];
  return a;
}

#define MATRIX "Matrix{Float64}"

BUILTIN(pencil_ggev, "_ggev!(A::" MATRIX ", B::" MATRIX ")",
        "Eigenvalues of A x = λ B x: (real parts, imaginary parts, divisors, vectors).") {
  Array *a = as_array(args[0]), *b = as_array(args[1]);
  int n = rows(a);
  Array *re = array_vector(a->eltype, (size_t)n), *im = array_vector(a->eltype, (size_t)n);
  Array *beta = array_vector(a->eltype, (size_t)n), *v = square_of(a->eltype, (size_t)n);
  double none;
  lapack_int info = !n ? 0
                       : lapack()->LAPACKE_dggev(LAPACK_COL_MAJOR, 'N', 'V', n, doubles(a), n, doubles(b), n,
                                                 doubles(re), doubles(im), doubles(beta), &none, 1, doubles(v), n);
  if (info) throw_error("the eigenvalues did not converge");
  return tuple_new((Value[]){v_object(re), v_object(im), v_object(beta), v_object(v)}, 4);
}

BUILTIN(pencil_sygvd, "_sygvd!(A::" MATRIX ", B::" MATRIX ")",
        "Eigenvalues and vectors (in place of A) of symmetric A and positive definite B.") {
  Array *a = as_array(args[0]), *b = as_array(args[1]);
  int n = rows(a);
  Array *w = array_vector(a->eltype, (size_t)n);
  lapack_int info =
      n ? lapack()->LAPACKE_dsygvd(LAPACK_COL_MAJOR, 1, 'V', 'U', n, doubles(a), n, doubles(b), n, doubles(w)) : 0;
  if (info) throw_error("the eigenvalues did not converge");
  return tuple_new((Value[]){v_object(w), args[0]}, 2);
}

BUILTIN(pencil_gges, "_gges!(A::" MATRIX ", B::" MATRIX ")",
        "Schur form of two: (S and T in place, real parts, imaginary parts, divisors, Q, Z).") {
  Array *a = as_array(args[0]), *b = as_array(args[1]);
  int n = rows(a);
  Array *re = array_vector(a->eltype, (size_t)n), *im = array_vector(a->eltype, (size_t)n);
  Array *beta = array_vector(a->eltype, (size_t)n), *q = square_of(a->eltype, (size_t)n);
  Array *z = square_of(a->eltype, (size_t)n);
  lapack_int zero = 0, info = 0;
  if (n)
    info = lapack()->LAPACKE_dgges(LAPACK_COL_MAJOR, 'V', 'V', 'N', NULL, n, doubles(a), n, doubles(b), n, &zero,
                                   doubles(re), doubles(im), doubles(beta), doubles(q), n, doubles(z), n);
  if (info) throw_error("the Schur form did not converge");
  return tuple_new((Value[]){args[0], args[1], v_object(re), v_object(im), v_object(beta), v_object(q), v_object(z)},
                   7);
}

BUILTIN(pencil_ggsvd, "_ggsvd!(A::" MATRIX ", B::" MATRIX ")",
        "Singular values of two: (U, V, Q, values of A, values of B, k, l); R is left in A and B.") {
  Array *a = as_array(args[0]), *b = as_array(args[1]);
  int m = rows(a), p = rows(b), n = columns(a);
  Array *u = square_of(a->eltype, (size_t)m), *v = square_of(a->eltype, (size_t)p),
        *q = square_of(a->eltype, (size_t)n);
  Array *alpha = array_vector(a->eltype, (size_t)n), *beta = array_vector(a->eltype, (size_t)n);
  lapack_int k = 0, l = 0, info = 0, *work = gc_alloc_leaf(((size_t)n + 1) * sizeof *work);
  if (m && p && n)
    info = lapack()->LAPACKE_dggsvd3(LAPACK_COL_MAJOR, 'U', 'V', 'Q', m, n, p, &k, &l, doubles(a), m, doubles(b), p,
                                     doubles(alpha), doubles(beta), doubles(u), m, doubles(v), p, doubles(q), n, work);
  if (info) throw_error("the singular values did not converge");
  return tuple_new(
      (Value[]){v_object(u), v_object(v), v_object(q), v_object(alpha), v_object(beta), v_int(k), v_int(l)}, 7);
}

BUILTIN(pencil_sytrf, "_sytrf!(A::" MATRIX ", uplo::Char, rook::Bool)",
        "Bunch-Kaufman: (factors in place, pivots, info).") {
  Array *a = as_array(args[0]);
  int n = rows(a);
  lapack_int *p = gc_alloc_leaf(((size_t)n + 1) * sizeof *p), info = 0;
  if (n)
    info = (args[2].u ? lapack()->LAPACKE_dsytrf_rook : lapack()->LAPACKE_dsytrf)(LAPACK_COL_MAJOR, (char)args[1].u, n,
                                                                                  doubles(a), n, p);
  return tuple_new((Value[]){args[0], v_object(ints(p, (size_t)n)), v_int(info)}, 3);
}

BUILTIN(pencil_syconv, "_syconv!(A::" MATRIX ", uplo::Char, pivots::Vector{Int64})",
        "The factors as a triangle, in place, and the elements beside D's diagonal.") {
  Array *a = as_array(args[0]), *pivots = as_array(args[2]);
  int n = rows(a);
  lapack_int *p = gc_alloc_leaf(((size_t)n + 1) * sizeof *p);
  for (int i = 0; i < n; i++) p[i] = (lapack_int)((int64_t *)(void *)pivots->data)[i];
  Array *e = array_vector(a->eltype, (size_t)n);
  if (n) lapack()->LAPACKE_dsyconv(LAPACK_COL_MAJOR, (char)args[1].u, 'C', n, doubles(a), n, p, doubles(e));
  return tuple_new((Value[]){args[0], v_object(e)}, 2);
}
