/* The image: the heap as it was after booting, a part of the program file, mapped copy-on-write at start.
 * Promise: starting costs no parsing; a program built without an image boots instead, with the same result. */
#ifndef CLU_IMAGE_H
#define CLU_IMAGE_H
#include <stdbool.h>
/* Maps the heap, with the image if the program has one. False: errno tells why. */
bool image_start(void);
bool image_loaded(void);
#endif
