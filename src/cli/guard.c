#include "cli/guard.h"

#include <stdio.h>

#include "base/iterate.h"
#include "lang/vm.h"
#include "value/call.h"
#include "value/error.h"
#include "value/module.h"
#include "value/symbol.h"

static void report(Value exception) {
  Handler h;
  module_set(CORE->base, symbol("_last_error"), exception); /* what err means at the prompt */
  if (CATCH(h)) {
    fprintf(stderr, "ERROR: %s (and showing it failed: %s)\n", exception.type->name->name->text,
            h.exception.type->name->name->text);
    return;
  }
  call2(base_function("report_uncaught"), exception, vm_catch_backtrace());
  catch_end(&h);
}

bool guarded(void (*step)(const void *), const void *argument) {
  Handler h;
  if (CATCH(h)) {
    report(h.exception);
    return false;
  }
  step(argument);
  catch_end(&h);
  return true;
}
