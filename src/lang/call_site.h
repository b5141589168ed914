/* A place in C that calls one function again and again, as map does.
 * Promise: what call1 would give; while the arguments have the type of the last one, nothing is looked up. A site lives
 * on the stack of who calls, where the collector sees it. */
#ifndef CLU_CALL_SITE_H
#define CLU_CALL_SITE_H
#include "lang/method.h"
#include "value/builtin.h"
#include "value/call.h"
#include "value/core.h"

typedef struct CallSite {
  Value f;
  const Type *type; /* of the last argument; NULL: none is remembered */
  const Method *method;
  Value *env;
  BuiltinFn builtin;     /* the method's, if it is one */
  uint32_t epoch;
} CallSite;

static inline CallSite call_site(Value f) { return (CallSite){.f = f}; }

/* What call_site_call does when it remembers nothing that fits. */
Value call_site_find(CallSite *site, Value a);
Value call_site_run(const CallSite *site, Value a);

static inline Value call_site_call(CallSite *site, Value a) {
  if (UNLIKELY(a.type != site->type || site->epoch != CORE->epoch)) return call_site_find(site, a);
  if (!site->builtin) return call_site_run(site, a);
  Value all[] = {site->f, a};
  return site->builtin(all + 1, 1, V_UNDEF);
}
#endif
