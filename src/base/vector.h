/* How loops over numbers are compiled: once for any processor and once for AVX2, chosen when the program starts; FUSED:
 * for processors that have a fused multiply-add, too. */
#ifndef CLU_VECTOR_H
#define CLU_VECTOR_H
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(CLU_ASAN) &&                           \
    !defined(__SANITIZE_THREAD__)
#define VECTORISED __attribute__((target_clones("avx2", "default"), optimize("O3")))
#define FUSED                                                                                                          \
  __attribute__((target_clones("arch=x86-64-v3", "default"), optimize("O3", "no-trapping-math", "no-math-errno")))
#elif defined(__GNUC__) && !defined(__clang__)
#define VECTORISED __attribute__((optimize("O3")))
#define FUSED __attribute__((optimize("O3", "no-trapping-math", "no-math-errno")))
#else
#define VECTORISED
#define FUSED
#endif
#endif
