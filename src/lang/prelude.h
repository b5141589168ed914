/* The prelude's sources, embedded by src/prelude/embed.py in the order of order.txt. */
#ifndef CLU_PRELUDE_H
#define CLU_PRELUDE_H
#include <stddef.h>
typedef struct PreludeFile {
  const char *name, *module; /* the module it continues; NULL: Base */
  const char *text;
  size_t len;
} PreludeFile;
extern const PreludeFile prelude_files[]; /* ends with a NULL name */
#endif
