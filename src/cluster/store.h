/* Values as the bytes of a file. Promise: any bytes give a value or an error that names the path, what is wrong and at
 * which offset. */
#ifndef CLU_STORE_H
#define CLU_STORE_H
#include "value/string.h"

/* What stands before a file's body; unpacked: the size of a compressed body's content, else 0. */
Text store_head(const Text *body, size_t unpacked);
Value store_decode(const char *path, const void *file, size_t len);
#endif
