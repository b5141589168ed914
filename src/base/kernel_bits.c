#include "base/kernel_bits.h"

#include "value/array.h"
#include "value/builtin.h"
#include "value/vector.h"

#define MANY_BITS 32768u /* at a time, where no bytes are needed */

/* ac, bc: one word that stands for all. */
#define LOOP(name, EXPR)                                                                                               \
  VECTORISED static void name(const uint64_t *a, bool ac, const uint64_t *b, bool bc, uint64_t *r, size_t words) {     \
    uint64_t x = a[0], y = b[0];                                                                                       \
    if (ac) {                                                                                                          \
      SAME_PLACE for (size_t i = 0; i < words; i++) {                                                                  \
        y = b[i];                                                                                                      \
        r[i] = EXPR;                                                                                                   \
      }                                                                                                                \
    } else if (bc) {                                                                                                   \
      SAME_PLACE for (size_t i = 0; i < words; i++) {                                                                  \
        x = a[i];                                                                                                      \
        r[i] = EXPR;                                                                                                   \
      }                                                                                                                \
    } else {                                                                                                           \
      SAME_PLACE for (size_t i = 0; i < words; i++) {                                                                  \
        x = a[i];                                                                                                      \
        y = b[i];                                                                                                      \
        r[i] = EXPR;                                                                                                   \
      }                                                                                                                \
    }                                                                                                                  \
  }
LOOP(words_and, x &y)
LOOP(words_or, x | y)
LOOP(words_xor, x ^ y)
LOOP(words_equal, ~(x ^ y))
LOOP(words_less, ~x &y)
LOOP(words_not_more, ~x | y)
LOOP(words_more, x & ~y)
LOOP(words_not_less, x | ~y)

typedef void WordLoop(const uint64_t *a, bool ac, const uint64_t *b, bool bc, uint64_t *r, size_t words);
static WordLoop *const loops[] = {
    [K_AND] = words_and,     [K_MUL] = words_and, [K_OR] = words_or,      [K_XOR] = words_xor,
    [K_NE] = words_xor,      [K_NOT] = words_xor, [K_EQ] = words_equal,   [K_LT] = words_less,
    [K_LE] = words_not_more, [K_GT] = words_more, [K_GE] = words_not_less};

/* The loop for a call that makes truth values of truth values; ! is xor with true. */
static WordLoop *loop_of(const Term *n) {
  if (n->kind != TERM_CALL || !n->has_kernel || n->kernel.op >= sizeof loops / sizeof *loops) return NULL;
  for (int i = 0; i < n->kernel.nargs; i++)
    if (n->operands[i]->store != ST_BOOL) return NULL;
  return n->kernel.nargs <= 2 ? loops[n->kernel.op] : NULL;
}

static bool is_identity(const Term *n) {
  return n->kind == TERM_CALL && n->has_kernel && n->kernel.op == K_IDENTITY && n->operands[0]->store == ST_BOOL;
}

bool term_of_bits(const Term *n) {
  if (n->store != ST_BOOL || n->uses > 1) return false;
  if (n->kind == TERM_SCALAR) return true;
  if (n->kind == TERM_ARRAY) return n->array->store == ST_BIT && n->stride[0] == 1;
  if (!loop_of(n) && !is_identity(n)) return false;
  for (int i = 0; i < n->kernel.nargs; i++)
    if (!term_of_bits(n->operands[i])) return false;
  return true;
}

static const uint64_t *from_bytes(Term *n, size_t at, size_t len, uint64_t *room) {
  Block b = term_eval(n, at, len, NULL);
  if (!b.data) return NULL;
  if (b.constant)
    bits_fill(room, 0, len, *(const uint8_t *)b.data & 1);
  else
    bits_pack(room, 0, b.data, len);
  return room;
}

/* Memory for the words of a second operand. */
static uint64_t *more_words(uint64_t few[BLOCK_LEN / 64], size_t len) {
  return len <= BLOCK_LEN ? few : gc_alloc_leaf(bits_words(len) * 8 + 1);
}

static const uint64_t *combined(Term *n, WordLoop *loop, size_t at, size_t len, uint64_t *room) {
  static const uint64_t all = BITS_ALL;
  uint64_t few[BLOCK_LEN / 64], constant[2];
  bool one = n->kernel.nargs == 1, is_constant[2] = {false, one};
  const uint64_t *x[2] = {NULL, &all};
  for (int i = 0; i < n->kernel.nargs; i++) {
    Term *operand = n->operands[i];
    is_constant[i] = operand->kind == TERM_SCALAR;
    constant[i] = operand->constant[0] & 1 ? BITS_ALL : 0;
    x[i] = is_constant[i] ? &constant[i] : term_bits(operand, at, len, i ? more_words(few, len) : room);
    if (!x[i]) return NULL;
  }
  if (is_constant[0] && is_constant[1]) return NULL;
  loop(x[0], is_constant[0], x[1], is_constant[1], room, bits_words(len));
  return room;
}

/* A term that others use, too, is evaluated once, as bytes. */
const uint64_t *term_bits(Term *n, size_t at, size_t len, uint64_t *room) {
  stack_check();
  if (n->kind == TERM_ARRAY && n->array->store == ST_BIT && n->stride[0] == 1) {
    size_t first = term_position(n, at, len);
    if (first % 64 == 0) return n->array->bits + first / 64;
    bits_copy(room, 0, n->array->bits, first, len);
    return room;
  }
  WordLoop *loop = n->uses <= 1 ? loop_of(n) : NULL;
  const uint64_t *r = loop                             ? combined(n, loop, at, len, room)
                      : is_identity(n) && n->uses <= 1 ? term_bits(n->operands[0], at, len, room)
                                                       : NULL;
  return r ? r : from_bytes(n, at, len, room);
}

void term_store_bits(Term *n, size_t at, size_t len, Array *to, size_t place) {
  uint64_t few[BLOCK_LEN / 64];
  const uint64_t *b = term_bits(n, at, len, more_words(few, len));
  if (to->len < place + len) throw_bounds(v_object(to), v_int((int64_t)(place + len)));
  bits_copy(to->bits, place, b, 0, len);
}

Array *bits_collect(Term *root, Walk *w, const Shape *s) {
  Array *r = array_bits_raw(s->n, s->dims);
  size_t to = 0;
  if (!w->total) return r;
  if (term_of_bits(root)) w->block = MANY_BITS;
  do {
    for (size_t at = 0; at < w->dims[0]; at += w->block) {
      size_t len = w->dims[0] - at < w->block ? w->dims[0] - at : w->block;
      term_next_block();
      if (to % 64) {
        term_store_bits(root, at, len, r, to);
      } else {
        uint64_t *room = r->bits + to / 64;
        const uint64_t *b = term_bits(root, at, len, room);
        if (b != room) memcpy(room, b, bits_words(len) * 8);
      }
      to += len;
    }
  } while (walk_next(w));
  if (to % 64) r->bits[to / 64] &= bits_low(to % 64);
  return r;
}
