/* Turns at a stream that several tasks write: what one of them writes stands together, and in the order in which they
 * began. Promise: whoever takes a turn gives it back, also when it throws; who waits is woken in order. */
#ifndef CLU_TURN_H
#define CLU_TURN_H
#include "base/io.h"

typedef struct Turn Turn;

Turn *turn_take(FileStream *f); /* waits until all that came before have given theirs back */
void turn_give(FileStream *f, Turn *t);
#endif
