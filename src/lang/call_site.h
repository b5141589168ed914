/* A place in C that calls one function of one or two arguments again and again, as map does.
 * Promise: what call1 or call2 would give; while the arguments have the types of the last ones, nothing is looked up. A
 * site lives on the stack of who calls, where the collector sees it, and is for calls of one kind. */
#ifndef CLU_CALL_SITE_H
#define CLU_CALL_SITE_H
#include "lang/method.h"
#include "value/builtin.h"
#include "value/call.h"
#include "value/core.h"

typedef struct CallSite {
  Value f;
  const Type *types[2];   /* of the last arguments; NULL: none are remembered */
  const void *objects[2]; /* an argument that is a type, which has methods of its own; NULL: any value of its type */
  const Method *method;
  Value *env;
  BuiltinFn builtin; /* the method's, if it is one */
  uint32_t epoch;
} CallSite;

static inline CallSite call_site(Value f) { return (CallSite){.f = f}; }

/* Finds and remembers the method, and calls; all[0] is the function. */
Value call_site_find(CallSite *site, Value *all, int nargs);
Value call_site_run(const CallSite *site, Value *all, int nargs);

static inline bool call_site_fits(const CallSite *site, int i, Value v) {
  return v.type == site->types[i] && (!site->objects[i] || site->objects[i] == v.p);
}

static inline Value call_site_call(CallSite *site, Value a) {
  Value all[] = {site->f, a};
  if (UNLIKELY(!call_site_fits(site, 0, a) || site->epoch != CORE->epoch)) return call_site_find(site, all, 1);
  return site->builtin ? site->builtin(all + 1, 1, V_UNDEF) : call_site_run(site, all, 1);
}

static inline Value call_site_call2(CallSite *site, Value a, Value b) {
  Value all[] = {site->f, a, b};
  if (UNLIKELY(!call_site_fits(site, 0, a) || !call_site_fits(site, 1, b) || site->epoch != CORE->epoch))
    return call_site_find(site, all, 2);
  return site->builtin ? site->builtin(all + 1, 2, V_UNDEF) : call_site_run(site, all, 2);
}
#endif
