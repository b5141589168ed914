/* Values in files. Promise: any bytes give a value or an error that names the path, what is wrong and at
 * which offset. */
#ifndef CLU_STORE_H
#define CLU_STORE_H
#include "value/string.h"

/* What stands before a file's body; unpacked: the size of a compressed body's content, else 0. */
Text store_head(const Text *body, size_t unpacked);
/* The value that an open file holds; closes it. */
Value store_read(int fd, const char *path);
#endif
