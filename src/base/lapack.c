#include "base/lapack.h"

#include <dlfcn.h>
#include <stdlib.h>

#include "value/error.h"

static Lapack functions;

static void *library(const char *name) {
  void *handle = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (!handle) throw_error("linear algebra needs the library %s: %s", name, dlerror());
  return handle;
}

static void *function(void *handle, const char *name) {
  void *f = dlsym(handle, name);
  if (!f) throw_error("the linear algebra library has no %s", name);
  return f;
}

const Lapack *lapack(void) {
  static bool loaded;
  if (loaded) return &functions;
  setenv("OPENBLAS_NUM_THREADS", "1", 0);
  void *blas = library("libopenblas.so.0"), *lapacke = library("liblapacke.so.3");
#define X(name) functions.name = (__typeof__(functions.name))function(blas, #name);
  BLAS_FUNCTIONS(X)
#undef X
#define X(name) functions.name = (__typeof__(functions.name))function(lapacke, #name);
  LAPACK_FUNCTIONS(X)
#undef X
  /* NaNs are computed with: what LAPACKE refuses it leaves half written. */
  void (*check)(int) = (void (*)(int))dlsym(lapacke, "LAPACKE_set_nancheck");
  if (check) check(0);
  loaded = true;
  return &functions;
}
