/* How loops over numbers are compiled: once for any processor and once for AVX2, chosen when the program starts. */
#ifndef CLU_VECTOR_H
#define CLU_VECTOR_H
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(CLU_ASAN) &&                           \
    !defined(__SANITIZE_THREAD__)
#define VECTORISED __attribute__((target_clones("avx2", "default"), optimize("O3")))
#elif defined(__GNUC__) && !defined(__clang__)
#define VECTORISED __attribute__((optimize("O3")))
#else
#define VECTORISED
#endif
#endif
