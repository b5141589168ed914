#include "host/spin.h"

#include <sched.h>

#define SPIN_NS 40000 /* what it costs to sleep and be woken on another core, about */
#define CREDIT_MAX 16
#define LOSS 4      /* waits that must pay for one that did not */
#define PATIENCE 64 /* waits until the next try where it does not pay */

bool (*spin_cores_left)(void);
static uint8_t peer; /* of the last frame; 0: unknown, or waited for already */
static int credit = CREDIT_MAX;

/* The header has one byte: two cores that it cannot tell apart count as the same. */
static uint8_t here(void) { return (uint8_t)(sched_getcpu() % 255 + 1); }

uint8_t spin_core(void) { return spin_cores_left && spin_cores_left() ? here() : 0; }

void spin_seen(uint8_t core) { peer = core; }

uint64_t spin_begin(void) {
  if (!peer || peer == here() || !spin_cores_left || !spin_cores_left()) return 0;
  peer = 0;
  return credit > 0 || ++credit > 0 ? SPIN_NS : 0;
}

void spin_end(bool paid) {
  if (!paid)
    credit = credit > LOSS ? credit - LOSS : -PATIENCE;
  else if (credit < CREDIT_MAX)
    credit++;
}
