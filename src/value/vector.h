/* How loops over numbers are compiled: once for any processor, once for AVX2 and once for AVX-512, chosen when the
 * program starts; FUSED: for processors that have a fused multiply-add, too. */
#ifndef CLU_VECTOR_H
#define CLU_VECTOR_H
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(CLU_ASAN) &&                           \
    !defined(__SANITIZE_THREAD__)
#define VECTORISED __attribute__((target_clones("arch=x86-64-v4", "avx2", "default"), optimize("O3")))
#define FUSED                                                                                                          \
  __attribute__((target_clones("arch=x86-64-v3", "default"), optimize("O3", "no-trapping-math", "no-math-errno")))
/* For loops over vectors of 64 bytes, which only has_wide() processors run, and what all others run instead. */
#define WIDE __attribute__((target("arch=x86-64-v4"), optimize("O3")))
#define NOT_WIDE __attribute__((target_clones("avx2", "default"), optimize("O3")))
#define has_wide()                                                                                                     \
  (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&    \
   __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512cd"))
#elif defined(__GNUC__) && !defined(__clang__)
#define VECTORISED __attribute__((optimize("O3")))
#define FUSED __attribute__((optimize("O3", "no-trapping-math", "no-math-errno")))
#else
#define VECTORISED
#define FUSED
#endif
#ifndef NOT_WIDE
#define NOT_WIDE VECTORISED
#endif
/* Before a loop that writes where it reads, or elsewhere: no element of one turn is used by another. */
#if defined(__GNUC__) && !defined(__clang__)
#define SAME_PLACE _Pragma("GCC ivdep")
#else
#define SAME_PLACE
#endif
#endif
