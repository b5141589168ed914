/* Linear algebra on dense matrices of Float64 and Complex{Float64}: OpenBLAS and LAPACKE, one thread per process.
 * The types of factorizations and the generic algorithms are in prelude/linalg.jl. */
#include <math.h>

#include "base/kernel.h"
#include "base/iterate.h"
#include "base/lapack.h"
#include "value/vector.h"
#include "value/builtin.h"
#include "value/struct.h"

static bool is_complex(const Array *a) {
  if (a->eltype->type != T_DATATYPE) return false;
  const Type *t = (const Type *)a->eltype;
  return CORE->tn_complex && t->name == CORE->tn_complex && t->params[0].p == T_FLOAT64 && a->store == ST_STRUCT;
}

static bool is_double(const Array *a) { return a->store == ST_F64; }

static double *doubles(const Array *a) { return (double *)(void *)a->data; }
static double _Complex *complexes(const Array *a) { return (double _Complex *)(void *)a->data; }

static int rows_of(const Array *a) { return (int)(a->ndims ? a->dims[0] : 1); }
static int columns_of(const Array *a) { return (int)(a->ndims > 1 ? a->dims[1] : 1); }

static Array *of_double(uint32_t n, size_t d0, size_t d1) {
  size_t dims[2] = {d0, d1};
  return array_new(&T_FLOAT64->head, n, dims);
}

static int at_least_one(int n) { return n < 1 ? 1 : n; }

/* A dense copy of any matrix or vector as Float64 or Complex{Float64}. */
BUILTIN(linalg_blas_copy, "_blas_copy(A)",
        "A new Array{Float64} or Array{Complex{Float64}} with the elements of `A`.") {
  const Array *a = array_from(args[0]);
  if (is_double(a) || is_complex(a)) return v_object(array_copy(a));
  bool complex_elements =
      a->eltype->type == T_DATATYPE && CORE->tn_complex && ((Type *)a->eltype)->name == CORE->tn_complex;
  Object *t = &T_FLOAT64->head;
  if (complex_elements) {
    Value param = v_object(T_FLOAT64);
    t = &type_apply(CORE->tn_complex, &param, 1)->head;
  }
  Array *b = array_like_raw(a, t);
  for (size_t i = 0; i < a->len; i++) {
    Value v = array_get(a, i);
    if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
    array_put(b, i, v);
  }
  return v_object(b);
}

static CBLAS_TRANSPOSE transposition(Value c) {
  return c.u == 'T' ? CblasTrans : c.u == 'C' ? CblasConjTrans : CblasNoTrans;
}

/* Four columns, step numbers from each other, times x each, are added to c. */
VECTORISED static void add_columns(uint64_t *restrict c, const uint64_t *restrict a, size_t step, const uint64_t *x,
                                   size_t m) {
  uint64_t x0 = x[0], x1 = x[1], x2 = x[2], x3 = x[3];
  for (size_t i = 0; i < m; i++) c[i] += a[i] * x0 + a[i + step] * x1 + a[i + 2 * step] * x2 + a[i + 3 * step] * x3;
}

/* The product of Int64 matrices, column by column of B, so that A is walked along its columns. */
static void multiply_ints(const uint64_t *a, const uint64_t *b, uint64_t *c, size_t m, size_t k, size_t n, bool ta,
                          bool tb) {
  for (size_t j = 0; j < n; j++) {
    uint64_t *cj = c + j * m, x[4];
    size_t p = 0, step = tb ? n : 1;
    const uint64_t *bj = tb ? b + j : b + j * k;
    for (; !ta && p + 4 <= k; p += 4) {
      for (size_t q = 0; q < 4; q++) x[q] = bj[(p + q) * step];
      add_columns(cj, a + p * m, m, x, m);
    }
    for (; p < k; p++) {
      x[0] = bj[p * step];
      if (ta)
        for (size_t i = 0; i < m; i++) cj[i] += a[p + i * k] * x[0];
      else
        for (size_t i = 0; i < m; i++) cj[i] += a[i + p * m] * x[0];
    }
  }
}

/* 2×2 and 3×3 as Julia does them: products added from left to right, without fused steps. */
static bool multiply_small(const double *a, const double *b, double *c, int m, int k, int n, bool ta, bool tb) {
  if (m != k || k != n || (n != 2 && n != 3)) return false;
  for (int j = 0; j < n; j++) {
    for (int i = 0; i < n; i++) {
      double s = 0;
      for (int p = 0; p < n; p++) {
        volatile double x = (ta ? a[p + i * n] : a[i + p * n]) * (tb ? b[j + p * n] : b[p + j * n]);
        s = p ? s + x : x;
      }
      c[i + j * n] = s;
    }
  }
  return true;
}

/* op(A) * op(B), op by 'N', 'T', 'C'; NULL if there is no kernel for these elements. */
static Array *multiply(Value opa, Value opb, const Array *a, const Array *b) {
  bool ta = opa.u != 'N', tb = opb.u != 'N';
  bool complex_elements = is_complex(a) && is_complex(b);
  if (a->eltype != b->eltype || !(complex_elements || a->store == ST_F64 || a->store == ST_I64 || a->store == ST_F32))
    return NULL;
  int m = ta ? columns_of(a) : rows_of(a), k = ta ? rows_of(a) : columns_of(a), n = tb ? rows_of(b) : columns_of(b);
  size_t dims[2] = {(size_t)m, (size_t)n};
  Array *c = array_new(a->eltype, b->ndims == 1 && !tb ? 1 : 2, dims);
  if (!c->len || !k) return c;
  int lda = at_least_one(rows_of(a)), ldb = at_least_one(rows_of(b));
  double _Complex one = 1, zero = 0;
  CBLAS_TRANSPOSE transa = transposition(opa), transb = transposition(opb);
  if (a->store == ST_I64) {
    multiply_ints((uint64_t *)(void *)a->data, (uint64_t *)(void *)b->data, (uint64_t *)(void *)c->data, (size_t)m,
                  (size_t)k, (size_t)n, ta, tb);
  } else if (complex_elements) {
    lapack()->cblas_zgemm(CblasColMajor, transa, transb, m, n, k, &one, a->data, lda, b->data, ldb, &zero, c->data, m);
  } else if (a->store == ST_F32) {
    lapack()->cblas_sgemm(CblasColMajor, transa, transb, m, n, k, 1, (float *)(void *)a->data, lda,
                          (float *)(void *)b->data, ldb, 0, (float *)(void *)c->data, m);
  } else if (b->ndims == 2 && multiply_small(doubles(a), doubles(b), doubles(c), m, k, n, ta, tb)) {
    return c;
  } else if (n == 1 && !tb) {
    lapack()->cblas_dgemv(CblasColMajor, transa, rows_of(a), columns_of(a), 1, doubles(a), lda, doubles(b), 1, 0,
                          doubles(c), 1);
  } else {
    lapack()->cblas_dgemm(CblasColMajor, transa, transb, m, n, k, 1, doubles(a), lda, doubles(b), ldb, 0, doubles(c),
                          m);
  }
  return c;
}

BUILTIN(linalg_multiply, "_gemm(tA::Char, tB::Char, A, B)",
        "op(A) * op(B) for arrays of the same element type Float64, Complex{Float64}, Float32 or Int64; op by 'N', "
        "'T', 'C'. Nothing if there is no kernel.") {
  Array *c = multiply(args[0], args[1], as_array(args[2]), as_array(args[3]));
  return c ? v_object(c) : v_nothing();
}

#define MULTIPLIED "where T<:Union{Float64,Int64,Float32,Complex{Float64}}"
BUILTIN(linalg_times, "*(A::Matrix{T}, B::Matrix{T}) " MULTIPLIED "\n*(A::Matrix{T}, x::Vector{T}) " MULTIPLIED,
        "The product of matrices, or of a matrix and a vector.") {
  const Array *a = as_array(args[0]), *b = as_array(args[1]);
  if (a->dims[1] != b->dims[0]) call2(base_function("_refuse_product"), args[0], args[1]);
  Value plain = {T_CHAR, {.u = 'N'}};
  return v_object(multiply(plain, plain, a, b));
}

BUILTIN(linalg_dot, "_dot(x, y)",
        "The sum of products of two vectors of the same length of Float64, Int64 or Complex{Float64}; nothing if they "
        "are others.") {
  if (!is_dense(args[0]) || !is_dense(args[1])) return v_nothing();
  const Array *x = as_array(args[0]), *y = as_array(args[1]);
  if (x->eltype != y->eltype || x->len != y->len) return v_nothing();
  if (x->store == ST_F64) {
    return v_f64(lapack()->cblas_ddot((int)x->len, doubles(x), 1, doubles(y), 1));
  }
  if (kernel_store(x->eltype) == KS_COMPLEX) {
    double z[2];
    lapack()->cblas_zdotc_sub((int)x->len, x->data, 1, y->data, 1, (void *)z);
    return raw_load(z, ST_STRUCT, (Type *)x->eltype);
  }
  if (x->store == ST_I64) {
    uint64_t s = 0;
    for (size_t i = 0; i < x->len; i++) s += ((uint64_t *)(void *)x->data)[i] * ((uint64_t *)(void *)y->data)[i];
    return v_int((int64_t)s);
  }
  return v_nothing();
}

BUILTIN(linalg_norm2, "_norm2(x)", "The 2-norm of an Array{Float64}.") {
  const Array *a = as_array(args[0]);
  const double *x = doubles(a);
  if (a->len >= 32) {
    return v_f64(lapack()->cblas_dnrm2((int)a->len, x, 1));
  }
  double max = 0, sum = 0;
  for (size_t i = 0; i < a->len; i++) {
    double y = fabs(x[i]);
    if (y > max || y != y) max = y;
  }
  if (max == 0 || isinf(max) || max != max) return v_f64(max);
  if (isfinite((double)a->len * max * max) && max * max != 0) {
    for (size_t i = 0; i < a->len; i++) sum += x[i] * x[i];
    return v_f64(sqrt(sum));
  }
  for (size_t i = 0; i < a->len; i++) sum += x[i] / max * (x[i] / max);
  return v_f64(max * sqrt(sum));
}

static Array *ints_from(const lapack_int *p, size_t n) {
  Array *a = array_vector(&T_INT64->head, n);
  for (size_t i = 0; i < n; i++) ((int64_t *)(void *)a->data)[i] = p[i];
  return a;
}

static lapack_int *ints_to(const Array *a) {
  lapack_int *p = gc_alloc_leaf((a->len + 1) * sizeof *p);
  for (size_t i = 0; i < a->len; i++) p[i] = (lapack_int)((int64_t *)(void *)a->data)[i];
  return p;
}

static Value triple(Value a, Value b, Value c) {
  Value v[3] = {a, b, c};
  return tuple_new(v, 3);
}

static void check_finite(const Array *a) {
  const double *x = doubles(a);
  size_t n = a->len * (is_complex(a) ? 2 : 1);
  for (size_t i = 0; i < n; i++) {
    if (!isfinite(x[i])) throw_argument("matrix contains Infs or NaNs");
  }
}

/* The functions below overwrite their matrix, which is a copy made by _blas_copy. */
BUILTIN(linalg_getrf, "_getrf!(A)", "LU factors in place, pivots, info.") {
  Array *a = as_array(args[0]);
  int m = rows_of(a), n = columns_of(a), k = m < n ? m : n;
  lapack_int *piv = gc_alloc_leaf((size_t)(k + 1) * sizeof *piv);
  lapack_int info = 0;
  if (a->len) {
    info = is_complex(a) ? lapack()->LAPACKE_zgetrf(LAPACK_COL_MAJOR, m, n, complexes(a), at_least_one(m), piv)
                         : lapack()->LAPACKE_dgetrf(LAPACK_COL_MAJOR, m, n, doubles(a), at_least_one(m), piv);
  }
  return triple(args[0], v_object(ints_from(piv, (size_t)k)), v_int(info));
}

BUILTIN(linalg_getrs, "_getrs!(LU, ipiv, B)", "Solves with LU factors; B becomes the solution.") {
  Array *a = as_array(args[0]), *b = as_array(args[2]);
  int n = rows_of(a);
  if (!b->len) return args[2];
  lapack_int *piv = ints_to(as_array(args[1]));
  if (is_complex(a))
    lapack()->LAPACKE_zgetrs(LAPACK_COL_MAJOR, 'N', n, columns_of(b), complexes(a), n, piv, complexes(b), n);
  else
    lapack()->LAPACKE_dgetrs(LAPACK_COL_MAJOR, 'N', n, columns_of(b), doubles(a), n, piv, doubles(b), n);
  return args[2];
}

static void check_bands(const Array *a, int below, int above) {
  if (below < 0 || above < 0 || rows_of(a) < 2 * below + above + 1) throw_dimension("the bands do not fit");
}

BUILTIN(linalg_gbtrf, "_gbtrf!(bands::Matrix{Float64}, below::Int, above::Int)",
        "`(ipiv, info)` of the LU factors of a square matrix of bands (LAPACK's storage), which become the bands.") {
  Array *a = as_array(args[0]);
  int n = columns_of(a), below = (int)args[1].i, above = (int)args[2].i;
  check_bands(a, below, above);
  lapack_int *p = gc_alloc_leaf(((size_t)n + 1) * sizeof *p);
  int info = lapack()->LAPACKE_dgbtrf(LAPACK_COL_MAJOR, n, n, below, above, doubles(a), rows_of(a), p);
  return tuple_new((Value[]){v_object(ints_from(p, (size_t)n)), v_int(info)}, 2);
}

BUILTIN(linalg_gbtrs,
        "_gbtrs!(bands::Matrix{Float64}, below::Int, above::Int, ipiv::Vector{Int}, B::Matrix{Float64}, turned::Bool)",
        "Solves with such factors, or with the transposed matrix; B becomes the solution.") {
  Array *a = as_array(args[0]), *p = as_array(args[3]), *b = as_array(args[4]);
  int n = columns_of(a), below = (int)args[1].i, above = (int)args[2].i;
  check_bands(a, below, above);
  if (rows_of(b) != n || p->len != (size_t)n) throw_dimension("the bands do not fit");
  lapack()->LAPACKE_dgbtrs(LAPACK_COL_MAJOR, is_true(args[5]) ? 'T' : 'N', n, below, above, columns_of(b), doubles(a),
                           rows_of(a), ints_to(p), doubles(b), at_least_one(n));
  return args[4];
}

BUILTIN(
    linalg_pbtrf, "_pbtrf!(bands::Matrix{Float64})",
    "The Cholesky factor of a matrix of bands, of which the lower ones are given; they become the factor. Not 0 if the "
    "matrix is not positive definite.") {
  Array *a = as_array(args[0]);
  int n = columns_of(a), high = rows_of(a);
  check_bands(a, 0, high - 1);
  return v_int(lapack()->LAPACKE_dpbtrf(LAPACK_COL_MAJOR, 'L', n, high - 1, doubles(a), high));
}

BUILTIN(linalg_pbtrs, "_pbtrs!(bands::Matrix{Float64}, B::Matrix{Float64})",
        "Solves with such a factor; B becomes the solution.") {
  Array *a = as_array(args[0]), *b = as_array(args[1]);
  int n = columns_of(a), high = rows_of(a);
  check_bands(a, 0, high - 1);
  if (rows_of(b) != n) throw_dimension("the bands do not fit");
  lapack()->LAPACKE_dpbtrs(LAPACK_COL_MAJOR, 'L', n, high - 1, columns_of(b), doubles(a), high, doubles(b),
                           at_least_one(n));
  return args[1];
}

BUILTIN(linalg_getri, "_getri!(LU, ipiv)", "The inverse from LU factors, in place.") {
  Array *a = as_array(args[0]);
  int n = rows_of(a);
  if (!a->len) return args[0];
  lapack_int *piv = ints_to(as_array(args[1]));
  if (is_complex(a))
    lapack()->LAPACKE_zgetri(LAPACK_COL_MAJOR, n, complexes(a), n, piv);
  else
    lapack()->LAPACKE_dgetri(LAPACK_COL_MAJOR, n, doubles(a), n, piv);
  return args[0];
}

BUILTIN(linalg_potrf, "_potrf!(A, uplo::Char)", "The Cholesky factor in place, and info.") {
  Array *a = as_array(args[0]);
  int n = rows_of(a);
  lapack_int info = 0;
  if (a->len) {
    info = is_complex(a) ? lapack()->LAPACKE_zpotrf(LAPACK_COL_MAJOR, (char)args[1].u, n, complexes(a), n)
                         : lapack()->LAPACKE_dpotrf(LAPACK_COL_MAJOR, (char)args[1].u, n, doubles(a), n);
  }
  Value v[2] = {args[0], v_int(info)};
  return tuple_new(v, 2);
}

BUILTIN(linalg_trtrs, "_trtrs!(A, B, uplo::Char, trans::Char, diag::Char)",
        "Solves with a triangular matrix; B becomes the solution; gives info.") {
  Array *a = as_array(args[0]), *b = as_array(args[1]);
  int n = rows_of(a);
  if (!b->len) return v_int(0);
  char uplo = (char)args[2].u, trans = (char)args[3].u, diag = (char)args[4].u;
  return v_int(is_complex(a) ? lapack()->LAPACKE_ztrtrs(LAPACK_COL_MAJOR, uplo, trans, diag, n, columns_of(b),
                                                        complexes(a), n, complexes(b), n)
                             : lapack()->LAPACKE_dtrtrs(LAPACK_COL_MAJOR, uplo, trans, diag, n, columns_of(b),
                                                        doubles(a), n, doubles(b), n));
}

/* By blocks of rank 36, as Julia does, so that signs and digits agree. */
static int block_of(size_t rank) { return rank < 36 ? (int)rank : 36; }

BUILTIN(linalg_qr, "_geqrf!(A)",
        "QR: (factors in place, T) with T the triangles of the blocks; of a complex matrix the scales of its "
        "reflections.") {
  Array *a = as_array(args[0]);
  int m = rows_of(a), n = columns_of(a);
  size_t k = (size_t)(m < n ? m : n), dims[2] = {(size_t)block_of(k), k};
  Array *t = is_complex(a) ? array_new(a->eltype, 1, &k) : array_new(a->eltype, 2, dims);
  if (a->len) {
    if (is_complex(a))
      lapack()->LAPACKE_zgeqrf(LAPACK_COL_MAJOR, m, n, complexes(a), m, complexes(t));
    else
      lapack()->LAPACKE_dgeqrt(LAPACK_COL_MAJOR, m, n, block_of(k), doubles(a), m, doubles(t), block_of(k));
  }
  Value v[2] = {args[0], v_object(t)};
  return tuple_new(v, 2);
}

BUILTIN(linalg_gemqrt,
        "_gemqrt!(side::Char, trans::Char, factors::Matrix{Float64}, T::Matrix{Float64}, B::Array{Float64})",
        "Multiplies by Q, or its transpose, from the left or the right; B becomes the product.") {
  Array *v = as_array(args[2]), *t = as_array(args[3]), *b = as_array(args[4]);
  int k = (int)t->dims[1], m = rows_of(b), n = columns_of(b);
  if ((args[0].u == 'L' ? m : n) != rows_of(v))
    throw_dimension("Q has %d rows, the matrix %d", rows_of(v), args[0].u == 'L' ? m : n);
  if (b->len && k)
    lapack()->LAPACKE_dgemqrt(LAPACK_COL_MAJOR, (char)args[0].u, (char)args[1].u, m, n, k, block_of((size_t)k),
                              doubles(v), rows_of(v), doubles(t), block_of((size_t)k), doubles(b), m);
  return args[4];
}

BUILTIN(linalg_orgqr, "_orgqr(factors, tau, columns::Int)", "The first columns of Q.") {
  Array *f = as_array(args[0]), *tau = as_array(args[1]);
  int m = rows_of(f), columns = (int)args[2].i, k = (int)tau->len;
  size_t dims[2] = {(size_t)m, (size_t)columns};
  Array *q = array_new(f->eltype, 2, dims);
  int copied = columns_of(f) < columns ? columns_of(f) : columns;
  if (k > columns) k = columns;
  if (f->len && q->len) memcpy(q->data, f->data, (size_t)m * (size_t)copied * f->elsize);
  if (q->len) {
    if (is_complex(f))
      lapack()->LAPACKE_zungqr(LAPACK_COL_MAJOR, m, columns, k, complexes(q), m, complexes(tau));
    else
      lapack()->LAPACKE_dorgqr(LAPACK_COL_MAJOR, m, columns, k, doubles(q), m, doubles(tau));
  }
  return v_object(q);
}

BUILTIN(linalg_qr_pivoted, "_geqp3!(A)", "QR with column pivoting: (factors in place, tau, permutation).") {
  Array *a = as_array(args[0]);
  int m = rows_of(a), n = columns_of(a);
  size_t k = (size_t)(m < n ? m : n);
  Array *tau = array_new(a->eltype, 1, &k);
  lapack_int *p = gc_alloc_leaf((size_t)(n + 1) * sizeof *p);
  memset(p, 0, (size_t)(n + 1) * sizeof *p);
  if (a->len) {
    if (is_complex(a))
      lapack()->LAPACKE_zgeqp3(LAPACK_COL_MAJOR, m, n, complexes(a), m, p, complexes(tau));
    else
      lapack()->LAPACKE_dgeqp3(LAPACK_COL_MAJOR, m, n, doubles(a), m, p, doubles(tau));
  }
  return triple(args[0], v_object(tau), v_object(ints_from(p, (size_t)n)));
}

BUILTIN(linalg_gelsy, "_gelsy!(A, B)",
        "Least squares by QR with pivoting; the solution of smallest norm, and the rank.") {
  Array *a = as_array(args[0]), *b = as_array(args[1]);
  int m = rows_of(a), n = columns_of(a), r = columns_of(b), ld = m > n ? m : n;
  size_t dims[2] = {(size_t)n, (size_t)r}, big[2] = {(size_t)ld, (size_t)r};
  Array *work = array_new(a->eltype, 2, big), *x = array_new(a->eltype, b->ndims, dims);
  for (int j = 0; j < r; j++)
    memcpy(work->data + (size_t)j * big[0] * a->elsize, b->data + (size_t)j * (size_t)m * a->elsize,
           (size_t)m * a->elsize);
  lapack_int *p = gc_alloc_leaf((size_t)(n + 1) * sizeof *p), rank = 0;
  memset(p, 0, (size_t)(n + 1) * sizeof *p);
  double rcond = (m < n ? m : n) * 2.220446049250313e-16;
  if (a->len && r) {
    if (is_complex(a))
      lapack()->LAPACKE_zgelsy(LAPACK_COL_MAJOR, m, n, r, complexes(a), m, complexes(work), ld, p, rcond, &rank);
    else
      lapack()->LAPACKE_dgelsy(LAPACK_COL_MAJOR, m, n, r, doubles(a), m, doubles(work), ld, p, rcond, &rank);
  }
  for (int j = 0; j < r; j++)
    memcpy(x->data + (size_t)j * (size_t)n * a->elsize, work->data + (size_t)j * big[0] * a->elsize,
           (size_t)n * a->elsize);
  Value v[2] = {v_object(x), v_int(rank)};
  return tuple_new(v, 2);
}

BUILTIN(linalg_syev, "_syevr!(A, vectors::Bool)",
        "Eigenvalues, in ascending order, and vectors of a symmetric or Hermitian matrix (upper triangle).") {
  Array *a = as_array(args[0]);
  int n = rows_of(a);
  check_finite(a);
  Array *w = of_double(1, (size_t)n, 0), *z = array_like(a, a->eltype);
  lapack_int found = 0, *support = gc_alloc_leaf((size_t)(2 * n + 2) * sizeof(lapack_int)), info = 0;
  char job = is_true(args[1]) ? 'V' : 'N';
  if (n) {
    if (is_complex(a))
      info = lapack()->LAPACKE_zheevr(LAPACK_COL_MAJOR, job, 'A', 'U', n, complexes(a), n, 0, 0, 0, 0, -1.0, &found,
                                      doubles(w), complexes(z), n, support);
    else
      info = lapack()->LAPACKE_dsyevr(LAPACK_COL_MAJOR, job, 'A', 'U', n, doubles(a), n, 0, 0, 0, 0, -1.0, &found,
                                      doubles(w), doubles(z), n, support);
  }
  if (info) throw_error("eigenvalues did not converge");
  Value v[2] = {v_object(w), v_object(z)};
  return tuple_new(v, 2);
}

BUILTIN(linalg_geev, "_geev!(A)",
        "(real parts, imaginary parts, right vectors) of a real matrix; (values, nothing, vectors) of a complex one.") {
  Array *a = as_array(args[0]);
  int n = rows_of(a);
  check_finite(a);
  size_t len = (size_t)n;
  if (is_complex(a)) {
    Array *w = array_new(a->eltype, 1, &len), *v = array_like(a, a->eltype);
    if (n)
      lapack()->LAPACKE_zgeev(LAPACK_COL_MAJOR, 'N', 'V', n, complexes(a), n, complexes(w), NULL, 1, complexes(v), n);
    return triple(v_object(w), v_nothing(), v_object(v));
  }
  Array *re = of_double(1, len, 0), *im = of_double(1, len, 0), *v = of_double(2, len, len);
  if (n) {
    /* Balanced by scaling and permuting, as Julia's geevx. */
    lapack_int lo, hi;
    double norm, *scale = gc_alloc_leaf((len + 1) * 8), *ce = gc_alloc_leaf((len + 1) * 8),
                 *cv = gc_alloc_leaf((len + 1) * 8), dummy[1];
    lapack_int info = lapack()->LAPACKE_dgeevx(LAPACK_COL_MAJOR, 'B', 'N', 'V', 'N', n, doubles(a), n, doubles(re),
                                               doubles(im), dummy, 1, doubles(v), n, &lo, &hi, scale, &norm, ce, cv);
    if (info) throw_error("eigenvalues did not converge");
  }
  return triple(v_object(re), v_object(im), v_object(v));
}

static void fill_nan(const Array *a) {
  for (size_t i = 0; i < a->len * (is_complex(a) ? 2 : 1); i++) doubles(a)[i] = NAN;
}

BUILTIN(linalg_gesdd, "_gesdd!(A, job::Char)",
        "(U, S, Vt) of the singular value decomposition; job 'A' for all vectors, 'S' for the first, 'N' for none.") {
  Array *a = as_array(args[0]);
  int m = rows_of(a), n = columns_of(a), k = m < n ? m : n;
  char job = (char)args[1].u;
  int uc = job == 'A' ? m : job == 'S' ? k : 0, vr = job == 'A' ? n : job == 'S' ? k : 0;
  size_t ud[2] = {(size_t)m, (size_t)uc}, vd[2] = {(size_t)vr, (size_t)n};
  Array *u = array_new(a->eltype, 2, ud), *s = of_double(1, (size_t)k, 0), *vt = array_new(a->eltype, 2, vd);
  lapack_int info = 0;
  if (a->len) {
    if (is_complex(a))
      info = lapack()->LAPACKE_zgesdd(LAPACK_COL_MAJOR, job, m, n, complexes(a), m, doubles(s), complexes(u), m,
                                      complexes(vt), at_least_one(vr));
    else
      info = lapack()->LAPACKE_dgesdd(LAPACK_COL_MAJOR, job, m, n, doubles(a), m, doubles(s), doubles(u), m,
                                      doubles(vt), at_least_one(vr));
  }
  if (info < 0) { /* of NaNs nothing is known */
    fill_nan(u), fill_nan(s), fill_nan(vt);
    info = 0;
  }
  if (info) throw_error("singular values did not converge");
  return triple(v_object(u), v_object(s), v_object(vt));
}
