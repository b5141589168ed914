/* OpenBLAS and LAPACKE, loaded when first used.
 * Promise: a program that does no linear algebra pays neither their start (threads, 30 MB of mappings) nor their memory
 * in each worker. One thread a process, unless OPENBLAS_NUM_THREADS says otherwise. A missing library is an
 * ErrorException that names it. */
#ifndef CLU_LAPACK_H
#define CLU_LAPACK_H
#include <complex.h>
#include <cblas.h>
#include <lapacke.h>

/* clang-format off */
#define BLAS_FUNCTIONS(X)                                                                                            \
  X(cblas_ddot) X(cblas_zdotc_sub) X(cblas_dnrm2) X(cblas_zgemm) X(cblas_sgemm) X(cblas_dgemv) X(cblas_dgemm)
/* clang-format on */
/* clang-format off */
#define LAPACK_FUNCTIONS(X)                                                                                          \
  X(LAPACKE_zgetrf) X(LAPACKE_dgetrf) X(LAPACKE_zgetrs) X(LAPACKE_dgetrs) X(LAPACKE_zgetri) X(LAPACKE_dgetri)        \
  X(LAPACKE_zpotrf) X(LAPACKE_dpotrf) X(LAPACKE_ztrtrs) X(LAPACKE_dtrtrs) X(LAPACKE_zgeqrf) X(LAPACKE_dgeqrt)        \
  X(LAPACKE_zungqr) X(LAPACKE_dorgqr) X(LAPACKE_zgeqp3) X(LAPACKE_dgeqp3) X(LAPACKE_zgelsy) X(LAPACKE_dgelsy)        \
  X(LAPACKE_zheevr) X(LAPACKE_dsyevr) X(LAPACKE_zgeev) X(LAPACKE_dgeevx) X(LAPACKE_zgesdd) X(LAPACKE_dgesdd)        \
  X(LAPACKE_dgbtrf) X(LAPACKE_dgbtrs) X(LAPACKE_dpbtrf) X(LAPACKE_dpbtrs) X(LAPACKE_dgees) X(LAPACKE_zgees) X(LAPACKE_dgehrd) X(LAPACKE_dorghr) X(LAPACKE_dgelqf) X(LAPACKE_dorglq)          \
  X(LAPACKE_dtrsyl) X(LAPACKE_dgemqrt) X(LAPACKE_dpstrf) X(LAPACKE_dtrsen) X(LAPACKE_dggev) X(LAPACKE_dsygvd)           \
  X(LAPACKE_dgges) X(LAPACKE_dggsvd3) X(LAPACKE_dsytrf) X(LAPACKE_dsytrf_rook) X(LAPACKE_dsyconv) \
  X(LAPACKE_zgehrd) X(LAPACKE_zunghr) X(LAPACKE_zgelqf) X(LAPACKE_zunglq) X(LAPACKE_ztrsyl) X(LAPACKE_zggev) X(LAPACKE_zhegvd) \
  X(LAPACKE_zgges) X(LAPACKE_zggsvd3) X(LAPACKE_zsytrf) X(LAPACKE_zhetrf) X(LAPACKE_zsytrf_rook) X(LAPACKE_zhetrf_rook)   \
  X(LAPACKE_zsyconv) X(LAPACKE_dsytrd) X(LAPACKE_zhetrd) X(LAPACKE_dorgtr) X(LAPACKE_zungtr)
/* clang-format on */

typedef struct Lapack {
#define X(name) __typeof__(&name) name;
  BLAS_FUNCTIONS(X)
  LAPACK_FUNCTIONS(X)
#undef X
} Lapack;

/* Use as lapack()->cblas_dgemm(...). */
const Lapack *lapack(void);
#endif
