/* libFuzzer target: any bytes through the scanner and the parser, and what they give through the writing of
 * expressions. Promise checked: no crash, no endless loop, whatever the bytes are. */
#include <stdint.h>
#include <stddef.h>

#include "lang/parser.h"
#include "lang/task.h"
#include "value/error.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/show.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv) {
  (void)argc;
  (void)argv;
  if (!gc_init(NULL, 0)) return 1;
  task_init(); /* the collector looks through the stack from now on */
  core_init();
  CORE->settled = true; /* symbols go again */
  return 0;
}

static void parse_and_show(const char *text, size_t size) {
  size_t pos = 0;
  int line = 1;
  for (;;) {
    size_t before = pos;
    Value e = parse_statement(text, size, &pos, "fuzz", &line);
    if (is_undef(e) || is_expr_of(e, SYM(error)) || is_expr_of(e, SYM(incomplete))) return;
    Text t = {0};
    show_expr(&t, e);
    if (pos <= before) __builtin_trap(); /* a statement takes at least a byte */
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Handler h;
  if (CATCH(h)) return 0; /* too deep to be shown */
  parse_and_show((const char *)data, size);
  catch_end(&h);
  return 0;
}
