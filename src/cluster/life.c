/* What master and worker do alike: at their beginning, before they wait, when they have nothing to do, and when another
 * process has ended. */
#include <unistd.h>

#include "base/io.h"
#include "cluster/member.h"
#include "host/loop.h"
#include "host/spin.h"
#include "value/call.h"
#include "value/error.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/segment.h"
#include "value/symbol.h"

/* Before the process waits: what was printed and what was released goes out. */
static void before_wait(void) {
  member_announce();
  reference_flush();
  io_flush_std();
  if (!task_any_ready()) link_flush();
}

/* An idle process gives back what others wait for: first references and memory of garbage, then its pool. */
static bool tidy(int stage, bool now) {
  if (stage == 1) {
    if (now) segment_trim();
    return segment_pool_bytes() > 0;
  }
  bool due = gc_external_due();
  if (now && due) {
    gc_collect();
    reference_flush();
  }
  return due;
}

/* Each answer that is awaited keeps a process busy, and this one wants a core, too. A worker is told by its caller. */
static bool cores_left(void) {
  static long cores;
  if (!cores) cores = sysconf(_SC_NPROCESSORS_ONLN);
  return cluster_id() != 1 || (pending_awaited() > 0 && (long)pending_awaited() < cores);
}

void life_begin(void) {
  module_set(module_get(CORE->base, symbol("Sys")).p, symbol("CPU_THREADS"), v_int(sysconf(_SC_NPROCESSORS_ONLN)));
  globals_init();
  call_init();
  reference_init();
  loop_before_wait = before_wait;
  loop_tidy = tidy;
  spin_cores_left = cores_left;
}

void life_call(const char *name) {
  Value f = module_get(cluster_module(), symbol(name));
  Handler h;
  if (CATCH(h)) return;
  if (!is_undef(f)) call0(f);
  catch_end(&h);
}

void life_gone(int id) {
  pending_gone(id, cluster_exited(id));
  reference_gone(id);
  globals_gone(id);
}
