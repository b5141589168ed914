/* clusterutils from C: start workers, assign variables on them, evaluate on them, look at what they have.
 *
 * One world for each program: clu_open makes it, clu_close ends it, and it cannot be opened again. All functions are
 * for the thread that called clu_open. Errors: a function that can fail returns a clu_status; CLU_OK is 0; otherwise
 * clu_error() is the text of the language's exception, with the number of the process where it happened, until the next
 * call. Output arguments are untouched on failure.
 *
 * A clu_value is a value of the language held for C; every one that a function gives must be released with
 * clu_release (NULL is allowed). Reading the data of an array gives a pointer into it, valid until the release, or
 * until the program in the language changes the array's size. Arguments are borrowed: texts, data and values are the
 * caller's.
 *
 * The library handles SIGINT (it interrupts what is being evaluated), SIGALRM (for output that waits) and ignores
 * SIGPIPE; a program that wants its own handler for SIGINT sets it after clu_open. Each call returns when its work is
 * done; between calls nothing runs here, and what workers print is shown at the next call.
 *
 *     clu_value *squares;
 *     clu_open();
 *     clu_add_workers(4);
 *     clu_eval("reap(workers(), :(myid()^2))", &squares);
 *     clu_release(squares);
 */
#ifndef CLU_H
#define CLU_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define CLU_API __attribute__((visibility("default")))
#else
#define CLU_API
#endif

typedef enum clu_status {
  CLU_OK = 0,
  CLU_ERROR = 1,  /* the language threw: clu_error() is its message */
  CLU_MISUSE = 2, /* not opened, opened twice, a NULL that must not be */
  CLU_SYSTEM = 3  /* the world could not be made, or there is no memory for a text: clu_error() says why */
} clu_status;

typedef struct clu_value clu_value;

/* Element types of arrays, and what clu_kind tells of values. */
typedef enum clu_type {
  CLU_OTHER = 0,
  CLU_NOTHING,
  CLU_BOOL,
  CLU_INT64,
  CLU_FLOAT64,
  CLU_STRING,
  CLU_ARRAY,
  CLU_INT8,
  CLU_INT16,
  CLU_INT32,
  CLU_UINT8,
  CLU_UINT16,
  CLU_UINT32,
  CLU_UINT64,
  CLU_FLOAT32
} clu_type;

/* Makes the world in this process and starts the small process that forks workers; ClusterUtils is in use then. Call it
 * early in main, before starting threads. */
CLU_API clu_status clu_open(void);
/* Ends all workers and shows their last output. The world itself stays until the program ends. */
CLU_API void clu_close(void);
/* Why the last call failed; "" if it did not. The text lives until the next call. */
CLU_API const char *clu_error(void);
CLU_API const char *clu_version(void);

/* Starts n workers on this host; returns when all have answered. */
CLU_API clu_status clu_add_workers(int n);

/* Evaluates a program text in Main of this process; *result (if result is not NULL) is the last value. */
CLU_API clu_status clu_eval(const char *text, clu_value **result);
/* Assigns value to the variable (or slice, or key: "x[1:2,:]") on each of n processes; all workers if pids is NULL. */
CLU_API clu_status clu_sow(const int *pids, size_t n, const char *name, const clu_value *value);
/* Evaluates the expression on each of n processes (all workers if pids is NULL); results[i] is that of pids[i], in
 * ascending order for all workers; results must have room for n (or for every worker). */
CLU_API clu_status clu_reap(const int *pids, size_t n, const char *expression, clu_value **results);
/* Process numbers of the workers, ascending: writes at most cap of them, returns how many there are (0 on failure). */
CLU_API size_t clu_workers(int *pids, size_t cap);

/* Making values. Arrays are of numbers or CLU_BOOL (a byte, 0 or 1, each), copied from data, column by column; dims has
 * ndims entries (1 to 8). */
CLU_API clu_status clu_int64(int64_t i, clu_value **value);
CLU_API clu_status clu_float64(double f, clu_value **value);
CLU_API clu_status clu_string(const char *utf8, size_t len, clu_value **value);
CLU_API clu_status clu_array(clu_type type, const void *data, size_t ndims, const size_t *dims, clu_value **value);
CLU_API void clu_release(clu_value *value);

/* Reading values. The readers convert as the language's convert does, or fail. */
CLU_API clu_type clu_kind(const clu_value *value);
CLU_API clu_status clu_to_int64(const clu_value *value, int64_t *i);
CLU_API clu_status clu_to_float64(const clu_value *value, double *f);
/* The value as print writes it; the text lives until the next call. */
CLU_API clu_status clu_to_string(const clu_value *value, const char **text, size_t *len);
/* The elements of an array of numbers, column by column; dims gets up to 8 sizes. type, ndims and dims may be NULL. */
CLU_API clu_status clu_array_data(const clu_value *value, clu_type *type, const void **data, size_t *ndims,
                                  size_t dims[8]);

#ifdef __cplusplus
}
#endif
#endif
