/* Backtraces: where calls stood when an exception was thrown, or stand now.
 * A raw backtrace is an svec of methods, indices of instructions and types of arguments; backtrace_resolve makes it
 * readable. */
#ifndef CLU_BACKTRACE_H
#define CLU_BACKTRACE_H
#include "lang/vm.h"

/* The raw backtrace of the running task. */
Value backtrace_capture(void);
/* Keeps it in the task for an exception about to be thrown. */
void backtrace_record(Value exception);
/* Vector{Any} of tuples, innermost first: the function's name, file, line, Method, how often in a row, the types of
 * callee and positional parameters, as bits which of them are called, the types of keywords. stacktrace.jl writes them.
 */
Value backtrace_resolve(Value raw);
#endif
