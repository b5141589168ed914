/* The shape of CBOR (RFC 8949): heads, that is a major type and an argument, written and read.
 * Promise of the reader: never reads past end; anything malformed is thrown as an ErrorException that tells the offset.
 */
#ifndef CLU_CBOR_H
#define CLU_CBOR_H
#include "value/error.h"
#include "value/string.h"
#include "value/value.h"

enum cbor_major { CBOR_UINT, CBOR_NEGATIVE, CBOR_BYTES, CBOR_TEXT, CBOR_ARRAY, CBOR_MAP, CBOR_TAG, CBOR_SIMPLE };
enum cbor_simple {
  CBOR_FALSE = 20,
  CBOR_TRUE,
  CBOR_NULL,
  CBOR_UNDEFINED,
  CBOR_F16,
  CBOR_F32,
  CBOR_F64,
  CBOR_BREAK = 31
};

/* Tags of other standards that are used here. */
enum cbor_tag {
  CBOR_BIGNUM = 2,
  CBOR_NEGATIVE_BIGNUM = 3,
  CBOR_ENCODED = 24,
  CBOR_SHARED = 28,
  CBOR_REFERENCE = 29,
  CBOR_IDENTIFIER = 39,
  CBOR_U8 = 64,
  CBOR_U16 = 69,
  CBOR_U32 = 70,
  CBOR_U64 = 71,
  CBOR_I8 = 72,
  CBOR_I16 = 77,
  CBOR_I32 = 78,
  CBOR_I64 = 79,
  CBOR_F16S = 84,
  CBOR_F32S = 85,
  CBOR_F64S = 86,
  CBOR_COLUMN_MAJOR = 1040,
  CBOR_MAGIC = 55799
};

/* Our own: what the language has and CBOR has not. X(name, number, content) */
/* clang-format off */
#define WIRE_TAGS(X)                                                                                          \
  X(BITS8, 49408, "Int8: integer") X(BITS16, 49409, "Int16: integer") X(BITS32, 49410, "Int32: integer")      \
  X(UBITS8, 49411, "UInt8: integer") X(UBITS16, 49412, "UInt16: integer") X(UBITS32, 49413, "UInt32: integer")\
  X(UBITS64, 49414, "UInt64: integer") X(WIDE, 49415, "[unsigned?, 16 bytes]: Int128, UInt128")               \
  X(CHAR, 49416, "code point") X(PRIMITIVE, 49417, "[type, bits]") X(RAWTEXT, 49418, "String not in UTF-8: bytes") \
  X(TUPLE, 49419, "[elements]") X(NAMEDTUPLE, 49420, "[type, [names], values...]") X(ARRAY, 49421, "[eltype, [dims], elements...]") \
  X(RAW, 49422, "[eltype, [dims], bytes]: elements as they lie in memory") X(DICT, 49423, "[type, {key: value}]")  \
  X(STRUCT, 49425, "[type, fields...]") X(SINGLETON, 49426, "type: its one instance") \
  X(TYPE, 49427, "name in Base or [module, name, parameters...]") X(WRAPPER, 49428, "[module, name]: Array, of Array{Int64,1}") \
  X(TUPLETYPE, 49429, "[types]") X(UNIONTYPE, 49430, "[types]") X(UNIONALL, 49431, "[variable, body]")         \
  X(TYPEVAR, 49432, "[name, lower, upper]") X(VARARG, 49433, "[type, count or undef]") X(BOTTOM, 49434, "null")    \
  X(MODULE, 49435, "path") X(FUNCTION, 49436, "[module, name]") X(FUNCTIONTYPE, 49437, "[module, name]: typeof(function)") \
  X(CLOSURE, 49438, "[closure type, captured...]") X(CLOSURETYPE, 49439, "[identity, name, module, [captured names], static ones, parameters, [methods], [globals]]") \
  X(METHOD, 49440, "[name, module, signature, [variables], required, vararg, keywords, source, file, line]")   \
  X(EXPR, 49441, "[head, args...]") X(QUOTENODE, 49442, "value") X(LINENODE, 49443, "[line, file]")            \
  X(GLOBALREF, 49444, "[module, name]") X(BOX, 49445, "value") X(SVEC, 49446, "[values]") X(BIGINT, 49447, "decimal text") \
  X(REGEX, 49448, "[pattern, options]") X(REMOTE, 49449, "[type, where, whence, id, value or undef]")          \
  X(MEMORY, 49450, "[eltype, [dims], index of descriptor, offset in it, shared?]")          \
  X(BITARRAY, 49451, "[[dims], a byte for each value]: read, no longer written") X(ZEROS, 49452, "[eltype, [dims]]: within a host, zeros that take no memory yet") \
  X(TASK, 49453, "[state, function or result or exception, calls in progress]: one that does not run") \
  X(BITS, 49454, "[[dims], words of 64 bits, the least first: bytes, MEMORY or ZEROS]")       \
  X(CLOSUREOF, 49455, "[closure type, parameters...]")
/* clang-format on */

enum wire_tag {
#define X(id, number, content) WIRE_##id = number,
  WIRE_TAGS(X)
#undef X
};
#define CBOR_UNDEF 32 /* simple value: an unassigned field or element */

void cbor_head(Text *t, enum cbor_major major, uint64_t argument);
static inline void cbor_tag(Text *t, uint64_t tag) { cbor_head(t, CBOR_TAG, tag); }
void cbor_int(Text *t, int64_t i);
void cbor_text(Text *t, const char *s, size_t n);
void cbor_bytes(Text *t, const void *bytes, size_t n);
void cbor_f64(Text *t, double f);
static inline void cbor_simple(Text *t, unsigned value) { cbor_head(t, CBOR_SIMPLE, value); }

/* Where the bytes of a reader come from if they are not there yet: puts the next n of them at `to`, or throws. */
typedef struct CborSource {
  void (*produce)(struct CborSource *source, void *to, size_t n);
} CborSource;
typedef struct CborReader {
  const uint8_t *start, *at, *end;
  CborSource *source;    /* NULL: all is there */
  const uint8_t *filled; /* with a source: up to here it is; what cbor_take_into took never is */
} CborReader;
typedef struct CborHead {
  uint8_t major, info; /* info: the low five bits (tells 1.0f from 1.0) */
  uint64_t argument;
} CborHead;
CborHead cbor_read(CborReader *r);
NORETURN void cbor_fail(const CborReader *r, const char *format, ...) PRINTF_LIKE(2, 3);
/* The n bytes that follow; throws if there are not so many. */
const uint8_t *cbor_take(CborReader *r, uint64_t n);
/* The next n bytes, which were checked to be left, straight to where they belong. */
void cbor_take_into(CborReader *r, void *to, size_t n);
#endif
