/* Strings: bytes, characters, indices, comparing, joining. Indices of the language count bytes from 1. */
#include "base/char.h"
#include "base/iterate.h"
#include "base/print.h"
#include "base/text.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type.h"

#define STR "Union{String,SubString{String}}"

typedef struct View {
  const char *s;
  size_t n;
} View;

static inline View view_of(Value v) {
  View w;
  text_view(v, &w.s, &w.n);
  return w;
}

static NORETURN void throw_string_index(Value s, int64_t i) {
  Value fields[2] = {s, v_int(i)};
  throw_value(struct_new(T_STRINGINDEXERROR, fields, 2));
}

/* The offset of a character's start; throws if i is out of bounds or within a character. */
static size_t char_offset(Value s, View w, int64_t i) {
  if (i < 1 || (size_t)i > w.n) throw_bounds(s, v_int(i));
  if (text_this(w.s, w.n, (size_t)i - 1) != (size_t)i - 1) throw_string_index(s, i);
  return (size_t)i - 1;
}

BUILTIN(string_length, "length(s::" STR ")", "The number of characters.") {
  View w = view_of(args[0]);
  return v_int((int64_t)text_chars(w.s, w.n));
}

BUILTIN(string_length_range, "length(s::" STR ", i::Integer, j::Integer)",
        "The number of characters from index `i` to `j`.") {
  View w = view_of(args[0]);
  int64_t i = to_int(args[1]), j = to_int(args[2]), count = 0;
  if (i < 1 || (size_t)i > w.n + 1) throw_bounds(args[0], args[1]);
  if (j < 0 || (size_t)j > w.n) throw_bounds(args[0], args[2]);
  for (int64_t k = i; k <= j; k++) count += text_this(w.s, w.n, (size_t)k - 1) == (size_t)k - 1;
  return v_int(count);
}

BUILTIN(string_ncodeunits, "ncodeunits(s::" STR ")\nsizeof(s::" STR ")", "The number of bytes.") {
  return v_int((int64_t)view_of(args[0]).n);
}
BUILTIN(string_isempty, "isempty(s::" STR ")", "") { return v_bool(view_of(args[0]).n == 0); }

BUILTIN(string_lastindex, "lastindex(s::" STR ")", "The index of the last character.") {
  View w = view_of(args[0]);
  return v_int(w.n ? (int64_t)text_this(w.s, w.n, w.n - 1) + 1 : 0);
}

BUILTIN(string_codeunit, "codeunit(s::" STR ", i::Integer)", "The byte at `i`.") {
  View w = view_of(args[0]);
  int64_t i = to_int(args[1]);
  if (i < 1 || (size_t)i > w.n) throw_bounds(args[0], args[1]);
  return v_bits(T_UINT8, (unsigned char)w.s[i - 1]);
}

BUILTIN(string_codeunits, "_codeunits(s::" STR ")\nVector{UInt8}(s::" STR ")\nArray{UInt8}(s::" STR ")", "") {
  View w = view_of(args[0]);
  return text_codes(w.s, w.n);
}

BUILTIN(string_getindex, "getindex(s::" STR ", i::Integer)", "The character at index `i`.") {
  View w = view_of(args[0]);
  size_t at = char_offset(args[0], w, to_int(args[1]));
  return v_char(text_at(w.s, w.n, at));
}

/* s[i:j] as bytes; both ends must be starts of characters. */
static View slice(Value s, View w, Value range) {
  int64_t i = struct_get(range, 0).i, j = struct_get(range, 1).i;
  if (j < i) return (View){w.s, 0};
  if (i < 1 || (size_t)j > w.n) throw_bounds(s, range);
  if (text_this(w.s, w.n, (size_t)i - 1) != (size_t)i - 1) throw_string_index(s, i);
  if (text_this(w.s, w.n, (size_t)j - 1) != (size_t)j - 1) throw_string_index(s, j);
  return (View){w.s + i - 1, text_next(w.s, w.n, (size_t)j - 1) - (size_t)i + 1};
}

BUILTIN(string_getindex_range, "getindex(s::" STR ", r::UnitRange{Int64})", "") {
  View r = slice(args[0], view_of(args[0]), args[1]);
  return v_string_n(r.s, r.n);
}

BUILTIN(string_substring, "_substring(s::" STR ", i::Int64, j::Int64)", "") {
  View w = view_of(args[0]);
  int64_t i = args[1].i, j = args[2].i;
  if (j < i) return text_sub(args[0], i < 1 ? 0 : (size_t)i - 1 > w.n ? w.n : (size_t)i - 1, 0);
  if (i < 1 || (size_t)j > w.n) {
    Value ends[2] = {args[1], args[2]}, int64 = v_object(T_INT64);
    throw_bounds(args[0], struct_new(type_apply(CORE->tn_unitrange, &int64, 1), ends, 2));
  }
  if (text_this(w.s, w.n, (size_t)i - 1) != (size_t)i - 1) throw_string_index(args[0], i);
  if (text_this(w.s, w.n, (size_t)j - 1) != (size_t)j - 1) throw_string_index(args[0], j);
  return text_sub(args[0], (size_t)i - 1, text_next(w.s, w.n, (size_t)j - 1) - (size_t)i + 1);
}

BUILTIN(string_getindex_vector, "getindex(s::" STR ", v::AbstractVector{<:Integer})", "") {
  View w = view_of(args[0]);
  Text t = {0};
  if (is_array(args[1])) {
    const Array *a = as_array(args[1]);
    for (size_t k = 0; k < a->len; k++) {
      Value i = array_get(a, k);
      if (i.type != T_BOOL)
        text_utf8(&t, text_at(w.s, w.n, char_offset(args[0], w, to_int(i))));
      else if (i.u && k < w.n)
        text_utf8(&t, text_at(w.s, w.n, char_offset(args[0], w, (int64_t)k + 1)));
    }
    return text_string(&t);
  }
  Value state = call1(FN(iterate), args[1]);
  while (!is_nothing(state)) {
    text_utf8(&t, text_at(w.s, w.n, char_offset(args[0], w, to_int(tuple_get(state, 0)))));
    state = call2(FN(iterate), args[1], tuple_get(state, 1));
  }
  return text_string(&t);
}

BUILTIN(string_isvalid_at, "isvalid(s::" STR ", i::Integer)", "Whether a character starts at index `i`.") {
  View w = view_of(args[0]);
  int64_t i = to_int(args[1]);
  return v_bool(i >= 1 && (size_t)i <= w.n && text_this(w.s, w.n, (size_t)i - 1) == (size_t)i - 1);
}

BUILTIN(string_isvalid, "isvalid(s::" STR ")", "Whether `s` is valid UTF-8.") {
  View w = view_of(args[0]);
  for (size_t i = 0; i < w.n;) {
    uint32_t c;
    i += utf8_decode(w.s + i, w.s + w.n, &c);
    if (c & 0x80000000u || (c >= 0xd800 && c < 0xe000) || c > 0x10ffff) return v_bool(false);
  }
  return v_bool(true);
}

BUILTIN(string_thisind, "thisind(s::" STR ", i::Integer)", "The index of the character that byte `i` belongs to.") {
  View w = view_of(args[0]);
  int64_t i = to_int(args[1]);
  if (i == 0 || i == (int64_t)w.n + 1) return v_int(i);
  if (i < 0 || i > (int64_t)w.n) throw_bounds(args[0], args[1]);
  return v_int((int64_t)text_this(w.s, w.n, (size_t)i - 1) + 1);
}

static int64_t next_index(Value s, View w, int64_t i, int64_t count) {
  if (i < 0 || i > (int64_t)w.n) throw_bounds(s, v_int(i));
  if (count < 0) throw_argument("n cannot be negative: %lld", (long long)count);
  if (count == 0) {
    if (i && text_this(w.s, w.n, (size_t)i - 1) != (size_t)i - 1) throw_string_index(s, i);
    return i;
  }
  size_t at = i == 0 ? 0 : text_next(w.s, w.n, text_this(w.s, w.n, (size_t)i - 1));
  while (--count > 0 && at < w.n) at = text_next(w.s, w.n, at);
  return (int64_t)at + 1 + count;
}

BUILTIN(string_nextind, "nextind(s::" STR ", i::Integer)\nnextind(s::" STR ", i::Integer, n::Integer)",
        "The index of the next character after `i`, or of the `n`th next.") {
  return v_int(next_index(args[0], view_of(args[0]), to_int(args[1]), nargs > 2 ? to_int(args[2]) : 1));
}

BUILTIN(string_prevind, "prevind(s::" STR ", i::Integer)\nprevind(s::" STR ", i::Integer, n::Integer)",
        "The index of the character before `i`, or of the `n`th before.") {
  View w = view_of(args[0]);
  int64_t i = to_int(args[1]), count = nargs > 2 ? to_int(args[2]) : 1;
  if (i < 1 || i > (int64_t)w.n + 1) throw_bounds(args[0], args[1]);
  if (count < 0) throw_argument("n cannot be negative: %lld", (long long)count);
  if (count == 0 && (size_t)i <= w.n && text_this(w.s, w.n, (size_t)i - 1) != (size_t)i - 1)
    throw_string_index(args[0], i);
  for (; count > 0 && i > 1; count--) i = (int64_t)text_this(w.s, w.n, (size_t)i - 2) + 1;
  return v_int(i - count);
}

BUILTIN(string_iterate, "iterate(s::" STR ")\niterate(s::" STR ", i::Integer)", "") {
  View w = view_of(args[0]);
  size_t i = nargs > 1 ? (size_t)to_int(args[1]) - 1 : 0;
  if (i >= w.n) return v_nothing();
  uint32_t c = (unsigned char)w.s[i];
  size_t next = i + 1;
  if (c >= 0x80) next = i + utf8_decode(w.s + i, w.s + w.n, &c);
  Value pair[2] = {v_char(c), v_int((int64_t)next + 1)};
  return tuple_new(pair, 2);
}

BUILTIN(string_collect, "collect(s::" STR ")\nVector{Char}(s::" STR ")", "Its characters.") {
  View w = view_of(args[0]);
  Array *a = array_vector(&T_CHAR->head, text_chars(w.s, w.n));
  size_t k = 0;
  for (size_t i = 0; i < w.n;) {
    uint32_t c;
    i += utf8_decode(w.s + i, w.s + w.n, &c);
    array_set(a, k++, v_char(c));
  }
  return v_object(a);
}

BUILTIN(string_indices, "_string_indices(s::" STR ")", "") {
  View w = view_of(args[0]);
  Array *a = array_vector(&T_INT64->head, text_chars(w.s, w.n));
  size_t k = 0;
  for (size_t i = 0; i < w.n; i = text_next(w.s, w.n, i)) array_set(a, k++, v_int((int64_t)i + 1));
  return v_object(a);
}

/* Comparing */

static int compare(View a, View b) {
  int c = memcmp(a.s, b.s, a.n < b.n ? a.n : b.n);
  return c ? (c < 0 ? -1 : 1) : (a.n > b.n) - (a.n < b.n);
}
static bool equal(View a, View b) { return a.n == b.n && !memcmp(a.s, b.s, a.n); }

BUILTIN(string_cmp, "cmp(a::" STR ", b::" STR ")", "-1, 0 or 1: how `a` and `b` compare in lexical order.") {
  return v_int(compare(view_of(args[0]), view_of(args[1])));
}
BUILTIN(string_eq, "==(a::" STR ", b::" STR ")\nisequal(a::" STR ", b::" STR ")", "") {
  return v_bool(equal(view_of(args[0]), view_of(args[1])));
}
BUILTIN(string_isless, "isless(a::" STR ", b::" STR ")\n<(a::" STR ", b::" STR ")", "") {
  return v_bool(compare(view_of(args[0]), view_of(args[1])) < 0);
}
BUILTIN(string_greater, ">(a::" STR ", b::" STR ")", "") {
  return v_bool(compare(view_of(args[0]), view_of(args[1])) > 0);
}
BUILTIN(string_le, "<=(a::" STR ", b::" STR ")", "") {
  return v_bool(compare(view_of(args[0]), view_of(args[1])) <= 0);
}
BUILTIN(string_ge, ">=(a::" STR ", b::" STR ")", "") {
  return v_bool(compare(view_of(args[0]), view_of(args[1])) >= 0);
}
BUILTIN(symbol_isless, "isless(a::Symbol, b::Symbol)\n<(a::Symbol, b::Symbol)", "") {
  return v_bool(compare(view_of(args[0]), view_of(args[1])) < 0);
}
BUILTIN(symbol_cmp, "cmp(a::Symbol, b::Symbol)", "") { return v_int(compare(view_of(args[0]), view_of(args[1]))); }

/* Joining */

BUILTIN(string_concat, "*(a::Union{String,SubString{String},Char}, rest::Union{String,SubString{String},Char}...)",
        "The strings and characters one after the other.") {
  if (nargs == 2 && args[0].type == T_STRING && args[1].type == T_STRING) {
    String *a = as_string(args[0]), *b = as_string(args[1]), *s = string_alloc(a->len + b->len);
    memcpy(s->text, a->text, a->len);
    memcpy(s->text + a->len, b->text, b->len);
    return v_object(s);
  }
  Text t = {0};
  for (int i = 0; i < nargs; i++) {
    if (args[i].type == T_CHAR)
      text_utf8(&t, (uint32_t)args[i].u);
    else
      text_add(&t, view_of(args[i]).s, view_of(args[i]).n);
  }
  return text_string(&t);
}

static Value repeated(View w, int64_t n, const char *what) {
  if (n < 0) throw_argument("can't repeat a %s %lld times", what, (long long)n);
  size_t total;
  if (__builtin_mul_overflow(w.n, (size_t)n, &total) || total > (size_t)1 << 40)
    throw_value(v_object(T_OUTOFMEMORYERROR->instance));
  String *s = string_alloc(total);
  if (w.n == 1)
    memset(s->text, w.s[0], total);
  else
    for (size_t i = 0; i < (size_t)n; i++) memcpy(s->text + i * w.n, w.s, w.n);
  return v_object(s);
}

BUILTIN(string_repeat, "repeat(s::" STR ", n::Integer)\n^(s::" STR ", n::Integer)", "`s` written `n` times.") {
  return repeated(view_of(args[0]), to_int(args[1]), "string");
}
BUILTIN(char_repeat, "repeat(c::Char, n::Integer)\n^(c::Char, n::Integer)", "A string of `n` times `c`.") {
  char b[4];
  return repeated((View){b, utf8_encode((uint32_t)args[0].u, b)}, to_int(args[1]), "character");
}

/* One string of several, their bytes copied once; undefined if one of them is none. */
static Value string_joined(const Value *args, int nargs) {
  size_t len = 0;
  for (int i = 0; i < nargs; i++) {
    if (args[i].type != T_STRING) return V_UNDEF;
    len += as_string(args[i])->len;
  }
  String *s = string_alloc(len);
  char *to = s->text;
  for (int i = 0; i < nargs; i++) {
    const String *part = as_string(args[i]);
    memcpy(to, part->text, part->len);
    to += part->len;
  }
  return v_object(s);
}

BUILTIN(string_of, "string(xs...)", "What `print` writes for the arguments, as a string.") {
  if (nargs == 1 && args[0].type == T_STRING) return args[0];
  Value joined = string_joined(args, nargs);
  if (!is_undef(joined)) return joined;
  Text t = {0};
  for (int i = 0; i < nargs; i++) {
    if (args[i].type == T_STRING)
      text_add(&t, as_string(args[i])->text, as_string(args[i])->len);
    else
      print_text(&t, args[i]);
  }
  return text_string(&t);
}

BUILTIN(string_from_string, "String(s::" STR ")\nString(s::Symbol)", "") {
  if (args[0].type == T_STRING) return args[0];
  View w = view_of(args[0]);
  return v_string_n(w.s, w.n);
}

BUILTIN(string_from_bytes, "String(v::Vector{UInt8})", "The bytes as a string; empties the vector.") {
  Array *a = as_array(args[0]);
  Value s = v_string_n(a->data, a->len);
  if (!(a->flags & AF_SHARED)) array_resize(a, 0);
  return s;
}

BUILTIN(string_from_chars, "String(v::Vector{Char})", "") {
  Array *a = as_array(args[0]);
  Text t = {0};
  for (size_t i = 0; i < a->len; i++) text_utf8(&t, (uint32_t)array_get(a, i).u);
  return text_string(&t);
}

static void add_joined(Text *t, Value item, size_t i, size_t n, Value delim, Value last) {
  if (i) print_text(t, i + 1 == n ? last : delim);
  print_text(t, item);
}

BUILTIN(string_join,
        "join(a::Array)\njoin(a::Array, delim)\njoin(a::Array, delim, last)\n"
        "join(a::Tuple)\njoin(a::Tuple, delim)\njoin(a::Tuple, delim, last)",
        "The items printed one after the other, with `delim` between them and `last` before the last.") {
  Text t = {0};
  Value delim = nargs > 1 ? args[1] : v_string(""), last = nargs > 2 ? args[2] : delim;
  if (is_array(args[0])) {
    Array *a = as_array(args[0]);
    for (size_t i = 0; i < a->len; i++) {
      Value item = array_get(a, i);
      if (is_undef(item)) throw_singleton(T_UNDEFREFERROR);
      add_joined(&t, item, i, a->len, delim, last);
    }
  } else
    for (uint32_t i = 0; i < tuple_len(args[0]); i++)
      add_joined(&t, tuple_get(args[0], i), i, tuple_len(args[0]), delim, last);
  return text_string(&t);
}

BUILTIN(string_reverse, "reverse(s::" STR ")", "The characters in the opposite order.") {
  View w = view_of(args[0]);
  String *r = string_alloc(w.n);
  for (size_t i = 0, next; i < w.n; i = next) {
    next = text_next(w.s, w.n, i);
    memcpy(r->text + w.n - next, w.s + i, next - i);
  }
  return v_object(r);
}

BUILTIN(string_isascii, "isascii(s::" STR ")", "Whether all characters are ASCII.") {
  View w = view_of(args[0]);
  for (size_t i = 0; i < w.n; i++)
    if ((unsigned char)w.s[i] >= 0x80) return v_bool(false);
  return v_bool(true);
}

BUILTIN(string_textwidth, "textwidth(s::" STR ")", "How many columns `s` takes on a terminal.") {
  View w = view_of(args[0]);
  return v_int((int64_t)text_width(w.s, w.n));
}

BUILTIN(string_map, "map(f, s::" STR ")", "The string of `f` of each character.") {
  View w = view_of(args[1]);
  Text t = {0};
  for (size_t i = 0; i < w.n;) {
    uint32_t c;
    i += utf8_decode(w.s + i, w.s + w.n, &c);
    Value r = call1(args[0], v_char(c));
    if (r.type != T_CHAR)
      throw_argument("map(f, s::AbstractString) requires f to return AbstractChar; try map(f, collect(s)) or a "
                     "comprehension instead");
    text_utf8(&t, (uint32_t)r.u);
  }
  return text_string(&t);
}

BUILTIN(string_filter, "filter(f, s::" STR ")", "The characters for which `f` is true.") {
  View w = view_of(args[1]);
  Text t = {0};
  for (size_t i = 0; i < w.n;) {
    uint32_t c;
    unsigned len = utf8_decode(w.s + i, w.s + w.n, &c);
    Value r = call1(args[0], v_char(c));
    if (r.type != T_BOOL) throw_type("if", &T_BOOL->head, r);
    if (r.u) text_add(&t, w.s + i, len);
    i += len;
  }
  return text_string(&t);
}

BUILTIN(symbol_make, "Symbol(s::" STR ")\nSymbol(s::Symbol)\nSymbol(xs...)",
        "The symbol of this name; several arguments are joined.") {
  if (nargs == 1 && args[0].type == T_SYMBOL) return args[0];
  Text t = {0};
  for (int i = 0; i < nargs; i++) print_text(&t, args[i]);
  if (t.len && memchr(t.bytes, 0, t.len)) throw_argument("Symbol name may not contain \\0");
  return v_symbol(symbol_n(t.bytes, t.len));
}

BUILTIN(string_hex2bytes, "hex2bytes(s::" STR ")", "The bytes that the hexadecimal digits of `s` tell.") {
  View w = view_of(args[0]);
  if (w.n % 2) throw_argument("input hex array must have even length");
  Array *a = array_vector(&T_UINT8->head, w.n / 2);
  for (size_t i = 0; i < w.n; i++) {
    int d = char_digit((unsigned char)w.s[i]);
    if (d < 0 || d > 15) throw_argument("byte is not an ASCII hexadecimal digit");
    a->data[i / 2] = (char)(i % 2 ? (a->data[i / 2] | d) : d << 4);
  }
  return v_object(a);
}

BUILTIN(string_bytes2hex, "bytes2hex(a::Vector{UInt8})", "The bytes as hexadecimal digits.") {
  Array *a = as_array(args[0]);
  Text t = {0};
  for (size_t i = 0; i < a->len; i++) text_format(&t, "%02x", (unsigned char)a->data[i]);
  return text_string(&t);
}
