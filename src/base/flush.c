#include "base/flush.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/time.h>

#include "base/io.h"
#include "lang/vm.h"

#define AFTER 100000 /* microseconds of computing */

static bool asked, armed;
static volatile sig_atomic_t due;

static void on_time(int signal) {
  (void)signal;
  due = 1;
  vm_pending = 1;
}

static void flush_due(void) {
  if (!due) return;
  due = 0;
  armed = false;
  io_flush_std();
}

void flush_in_time(void) {
  asked = true;
  armed = false;
  due = 0;
  sigaction(SIGVTALRM, &(struct sigaction){.sa_handler = on_time, .sa_flags = SA_RESTART}, NULL);
  vm_at_safe_point(flush_due);
}

void flush_soon(void) {
  if (!asked || armed) return;
  armed = true;
  setitimer(ITIMER_VIRTUAL, &(struct itimerval){.it_value = {0, AFTER}}, NULL);
}
