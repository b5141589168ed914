#include "base/find.h"

#include "base/char.h"
#include "base/iterate.h"
#include "base/print.h"
#include "base/text.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/module.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type.h"

#define STR "Union{String,SubString{String}}"

void finder_init(Finder *f, Value pattern) {
  f->pattern = pattern;
  if (text_try(pattern, &f->text, &f->len))
    f->kind = FIND_TEXT;
  else if (pattern.type == T_CHAR) {
    f->kind = FIND_CHAR;
    f->c = (uint32_t)pattern.u;
  } else if (is_regex(pattern))
    f->kind = FIND_REGEX;
  else if (is_array(pattern) || is_tuple(pattern) || pattern.type->name == CORE->tn_set ||
           type_isa(pattern, CORE->tn_abstractarray->wrapper))
    f->kind = FIND_CHARS;
  else if (type_isa(pattern, &T_ABSTRACTSTRING->head)) {
    f->kind = FIND_TEXT;
    text_view(pattern, &f->text, &f->len);
  } else
    f->kind = FIND_CALL;
}

bool finder_char(Finder *f, uint32_t c) {
  switch (f->kind) {
  case FIND_CHAR: return c == f->c;
  case FIND_SPACE: return char_isspace(c);
  case FIND_CHARS:
    if (is_tuple(f->pattern)) {
      for (uint32_t i = 0; i < tuple_len(f->pattern); i++) {
        Value v = tuple_get(f->pattern, i);
        if (v.type == T_CHAR && v.u == c) return true;
      }
      return false;
    }
    return is_true(call2(FN(in), v_char(c), f->pattern));
  default: {
    Value r = call1(f->pattern, v_char(c));
    if (r.type != T_BOOL) throw_type("if", &T_BOOL->head, r);
    return r.u;
  }
  }
}

bool finder_next(Finder *f, const char *s, size_t n, size_t from, size_t *start, size_t *end) {
  if (from > n) return false;
  if (f->kind == FIND_TEXT) {
    const char *at = f->len == 1 ? memchr(s + from, f->text[0], n - from)
                     : f->len    ? memmem(s + from, n - from, f->text, f->len)
                                 : s + from;
    if (!at) return false;
    *start = (size_t)(at - s);
    *end = *start + f->len;
    return true;
  }
  if (f->kind == FIND_REGEX) {
    if (!regex_find(f->pattern, s, n, from, 0, &f->hit)) return false;
    *start = f->hit.at[0];
    *end = f->hit.at[1];
    return true;
  }
  if (f->kind == FIND_CHAR && f->c < 0x80) {
    const char *at = memchr(s + from, (int)f->c, n - from);
    if (!at) return false;
    *start = (size_t)(at - s);
    *end = *start + 1;
    return true;
  }
  for (size_t i = from; i < n;) {
    uint32_t c = (unsigned char)s[i];
    size_t len = c < 0x80 ? 1 : utf8_decode(s + i, s + n, &c);
    if (finder_char(f, c)) {
      *start = i;
      *end = i + len;
      return true;
    }
    i += len;
  }
  return false;
}

bool finder_last(Finder *f, const char *s, size_t n, size_t to, size_t *start, size_t *end) {
  if (to > n) to = n;
  if (f->kind == FIND_REGEX) {
    Value args[2] = {f->pattern, v_string_n(s, n)};
    throw_method(module_get(CORE->base, symbol("findlast")), args, 2);
  }
  if (f->kind == FIND_TEXT) {
    if (f->len > to) return false;
    for (size_t i = to - f->len + 1; i-- > 0;)
      if (!memcmp(s + i, f->text, f->len) && text_this(s, n, i) == i) {
        *start = i;
        *end = i + f->len;
        return true;
      }
    return false;
  }
  while (to > 0) {
    size_t i = text_this(s, n, to - 1);
    if (finder_char(f, text_at(s, n, i))) {
      *start = i;
      *end = text_next(s, n, i);
      return true;
    }
    to = i;
  }
  return false;
}

static Value range_new(int64_t from, int64_t to) {
  Value ends[2] = {v_int(from), v_int(to)}, int64 = v_object(T_INT64);
  return struct_new(type_apply(CORE->tn_unitrange, &int64, 1), ends, 2);
}

/* A hit as the language gives it: a range for texts and regular expressions, an index for characters. */
static Value hit_value(const Finder *f, const char *s, size_t n, size_t start, size_t end) {
  if (f->kind != FIND_TEXT && f->kind != FIND_REGEX) return v_int((int64_t)start + 1);
  return range_new((int64_t)start + 1, end > start ? (int64_t)text_this(s, n, end - 1) + 1 : (int64_t)start);
}

#define PATTERN "Union{String,SubString{String},Char,Function,Regex}"

BUILTIN(string_findfirst, "findfirst(p::" PATTERN ", s::" STR ")\nfindnext(p::" PATTERN ", s::" STR ", i::Integer)",
        "Where `p` (text, character, predicate, regular expression) is first found in `s`: a range of indices, or for "
        "a character the index; nothing if it is not.") {
  const char *s;
  size_t n, start, end;
  text_view(args[1], &s, &n);
  int64_t from = nargs > 2 ? to_int(args[2]) - 1 : 0;
  Finder f;
  finder_init(&f, args[0]);
  if (from < 0 || from > (int64_t)n) throw_bounds(args[1], args[2]);
  return finder_next(&f, s, n, (size_t)from, &start, &end) ? hit_value(&f, s, n, start, end) : v_nothing();
}

BUILTIN(string_findlast, "findlast(p::" PATTERN ", s::" STR ")\nfindprev(p::" PATTERN ", s::" STR ", i::Integer)",
        "Where `p` is last found in `s`.") {
  const char *s;
  size_t n, start, end;
  text_view(args[1], &s, &n);
  int64_t to = nargs > 2 ? to_int(args[2]) : (int64_t)n;
  if (nargs > 2 && (to < 0 || to > (int64_t)n + 1)) throw_bounds(args[1], args[2]);
  Finder f;
  finder_init(&f, args[0]);
  bool behind = to == (int64_t)n + 1; /* there only a text may end */
  if (nargs > 2 && (to == 0 || (behind && f.kind != FIND_TEXT))) return v_nothing();
  to = behind ? (int64_t)n : to > 0 ? (int64_t)text_next(s, n, text_this(s, n, (size_t)to - 1)) : 0;
  return finder_last(&f, s, n, (size_t)to, &start, &end) ? hit_value(&f, s, n, start, end) : v_nothing();
}

BUILTIN(string_findall, "findall(p::Union{String,SubString{String},Regex,Function}, s::" STR "; overlap)",
        "All places where `p` is found in `s`.") {
  const char *s;
  size_t n, start, end;
  text_view(args[1], &s, &n);
  bool overlap = kw_get(kw, "overlap", v_bool(false)).u;
  Finder f;
  finder_init(&f, args[0]);
  Value int64 = v_object(T_INT64);
  bool ranges = f.kind == FIND_TEXT || f.kind == FIND_REGEX;
  Array *hits = array_vector(ranges ? &type_apply(CORE->tn_unitrange, &int64, 1)->head : &T_INT64->head, 0);
  for (size_t from = 0; finder_next(&f, s, n, from, &start, &end);) {
    array_push(hits, hit_value(&f, s, n, start, end));
    from = overlap || end == start ? text_next(s, n, start) : end;
  }
  return v_object(hits);
}

BUILTIN(string_count, "count(p::Union{String,SubString{String},Regex}, s::" STR "; overlap)",
        "How often `p` is found in `s`.") {
  const char *s;
  size_t n, start, end;
  text_view(args[1], &s, &n);
  bool overlap = kw_get(kw, "overlap", v_bool(false)).u;
  Finder f;
  finder_init(&f, args[0]);
  int64_t count = 0;
  for (size_t from = 0; finder_next(&f, s, n, from, &start, &end); count++)
    from = overlap || end == start ? text_next(s, n, start) : end;
  return v_int(count);
}

BUILTIN(string_occursin, "occursin(p::Union{String,SubString{String},Char}, s::" STR ")",
        "Whether `p` is found in `s`.") {
  const char *s;
  size_t n, start, end;
  text_view(args[1], &s, &n);
  Finder f;
  finder_init(&f, args[0]);
  return v_bool(finder_next(&f, s, n, 0, &start, &end));
}

BUILTIN(string_in_char, "in(c::Char, s::" STR ")", "") {
  const char *s;
  size_t n, start, end;
  text_view(args[1], &s, &n);
  Finder f;
  finder_init(&f, args[0]);
  return v_bool(finder_next(&f, s, n, 0, &start, &end));
}

BUILTIN(string_startswith, "startswith(s::" STR ", p)",
        "Whether `s` begins with `p`: a text, character or collection of characters.") {
  const char *s;
  size_t n;
  text_view(args[0], &s, &n);
  Finder f;
  finder_init(&f, args[1]);
  if (f.kind == FIND_CALL && !type_isa(args[1], &T_FUNCTION->head)) throw_method(args[-1], args, nargs);
  if (f.kind == FIND_TEXT)
    return v_bool(f.len <= n && !memcmp(s, f.text, f.len) && (f.len == n || text_this(s, n, f.len) == f.len));
  return v_bool(n && finder_char(&f, text_at(s, n, 0)));
}

BUILTIN(string_endswith, "endswith(s::" STR ", p)",
        "Whether `s` ends with `p`: a text, character or collection of characters.") {
  const char *s;
  size_t n;
  text_view(args[0], &s, &n);
  Finder f;
  finder_init(&f, args[1]);
  if (f.kind == FIND_CALL && !type_isa(args[1], &T_FUNCTION->head)) throw_method(args[-1], args, nargs);
  if (f.kind == FIND_TEXT)
    return v_bool(f.len <= n && !memcmp(s + n - f.len, f.text, f.len) && text_this(s, n, n - f.len) == n - f.len);
  return v_bool(n && finder_char(&f, text_at(s, n, text_this(s, n, n - 1))));
}

/* Splitting */

static int64_t kw_limit(Value kw, const char *name, int64_t otherwise) {
  Value v = kw_get(kw, name, v_int(otherwise));
  return v.type->flags & TF_IMMEDIATE ? v.i : otherwise;
}

BUILTIN(string_split, "split(s::" STR "; limit, keepempty)\nsplit(s::" STR ", delim; limit, keepempty)",
        "The parts of `s` between occurrences of `delim` (white space if none is given, without empty parts). "
        "Keywords: limit (0: none), keepempty.") {
  const char *s;
  size_t n, start, end;
  text_view(args[0], &s, &n);
  Finder f;
  if (nargs > 1)
    finder_init(&f, args[1]);
  else
    f.kind = FIND_SPACE;
  int64_t limit = kw_limit(kw, "limit", 0);
  bool keepempty = kw_get(kw, "keepempty", v_bool(nargs > 1)).u;
  Array *parts = text_substrings();
  size_t i = 0, k;
  bool found = finder_next(&f, s, n, 0, &start, &end);
  while (found && start < n && (int64_t)parts->len != limit - 1) {
    k = end;
    if (i < k) {
      if (keepempty || i < start) array_push(parts, text_sub(args[0], i, start - i));
      i = k;
    }
    if (k <= start) k = text_next(s, n, start);
    found = finder_next(&f, s, n, k, &start, &end);
  }
  if (keepempty || i < n) array_push(parts, text_sub(args[0], i, n - i));
  return v_object(parts);
}

BUILTIN(string_rsplit, "rsplit(s::" STR "; limit, keepempty)\nrsplit(s::" STR ", delim; limit, keepempty)",
        "As split, but starting from the end (which matters with limit).") {
  const char *s;
  size_t n, start, end;
  text_view(args[0], &s, &n);
  Finder f;
  if (nargs > 1)
    finder_init(&f, args[1]);
  else
    f.kind = FIND_SPACE;
  int64_t limit = kw_limit(kw, "limit", 0);
  bool keepempty = kw_get(kw, "keepempty", v_bool(nargs > 1)).u;
  Array *found = text_substrings();
  size_t to = n;
  while ((int64_t)found->len != limit - 1 && finder_last(&f, s, n, to, &start, &end)) {
    if (end == start && start == 0) break;
    if (end == start && end == to) { /* an empty hit at the end: one character further on */
      if (!finder_last(&f, s, n, text_this(s, n, to - 1), &start, &end) || start == 0) break;
    }
    if (keepempty || end < to) array_push(found, text_sub(args[0], end, to - end));
    to = start;
  }
  if (keepempty || to > 0) array_push(found, text_sub(args[0], 0, to));
  for (size_t i = 0, j = found->len; i + 1 < j; i++) {
    Value a = array_get(found, i);
    array_set(found, i, array_get(found, --j));
    array_set(found, j, a);
  }
  return v_object(found);
}

/* Replacing */

/* s"\\1\\n" holds a backslash and an n: what is not for regex_substitute is resolved before. */
static Value template_of(const Finder *f, Value by) {
  if (f->kind != FIND_REGEX || by.type->name->name != symbol("SubstitutionString")) return V_UNDEF;
  return call2(module_get(CORE->base, symbol("unescape_string")), struct_get(by, 0), v_string("\\g0123456789"));
}

static void add_replacement(Text *t, Finder *f, Value by, Value whole, const char *s, size_t start, size_t end,
                            size_t n) {
  if (by.type == T_STRING)
    text_add(t, as_string(by)->text, as_string(by)->len);
  else if (is_string(f->template))
    regex_substitute(t, f->pattern, as_string(f->template)->text, as_string(f->template)->len, s, &f->hit);
  else if (type_isa(by, &T_FUNCTION->head) || is_type(by)) {
    bool one = f->kind != FIND_TEXT && f->kind != FIND_REGEX;
    print_text(t, call1(by, one ? v_char(text_at(s, n, start)) : text_sub(whole, start, end - start)));
  } else
    print_text(t, by);
}

BUILTIN(string_replace, "replace(s::" STR ", p::Pair; count)",
        "`s` with occurrences of the pair's first replaced by its second: a text, s\"...\" with \\1 for groups, or a "
        "function of what was found. Keyword: count.") {
  const char *s;
  size_t n, start, end;
  text_view(args[0], &s, &n);
  Value pattern = struct_get(args[1], 0), by = struct_get(args[1], 1);
  int64_t limit = kw_limit(kw, "count", INT64_MAX);
  if (limit < 0) throw_domain(v_int(limit), "`count` must be non-negative.");
  Finder f;
  finder_init(&f, pattern);
  f.template = template_of(&f, by);
  Text t = {0};
  size_t i = 0, k;
  if (!limit || !finder_next(&f, s, n, 0, &start, &end)) return args[0].type == T_STRING ? args[0] : v_string_n(s, n);
  for (int64_t done = 1;; done++) {
    if (i == 0 || i < end) {
      text_add(&t, s + i, start - i);
      add_replacement(&t, &f, by, args[0], s, start, end, n);
    }
    if (end == start) {
      i = start;
      if (start >= n) break;
      k = text_next(s, n, start);
    } else
      i = k = end;
    if (done == limit || !finder_next(&f, s, n, k, &start, &end)) break;
  }
  text_add(&t, s + i, n - i);
  return text_string(&t);
}

/* Stripping */

static Value stripped(Value *args, int nargs, bool left, bool right, bool first) {
  Value string = args[first ? 1 : 0];
  const char *s;
  size_t n;
  text_view(string, &s, &n);
  Finder f;
  if (nargs > 1)
    finder_init(&f, args[first ? 0 : 1]);
  else
    f.kind = FIND_SPACE;
  if (f.kind == FIND_TEXT) throw_method(args[-1], args, nargs);
  size_t from = 0, to = n;
  if (left)
    while (from < to && finder_char(&f, text_at(s, n, from))) from = text_next(s, n, from);
  if (right)
    while (to > from) {
      size_t at = text_this(s, n, to - 1);
      if (!finder_char(&f, text_at(s, n, at))) break;
      to = at;
    }
  return text_sub(string, from, to - from);
}

#define STRIP(name, left, right, help)                                                                                 \
  BUILTIN(string_##name, #name "(s::" STR ")\n" #name "(s::" STR ", chars)", help) {                                   \
    return stripped(args, nargs, left, right, false);                                                                  \
  }                                                                                                                    \
  BUILTIN(string_##name##_by, #name "(f::Function, s::" STR ")", "") {                                                 \
    return stripped(args, nargs, left, right, true);                                                                   \
  }
STRIP(strip, true, true, "`s` without white space (or the given characters) at both ends.")
STRIP(lstrip, true, false, "`s` without white space (or the given characters) at its beginning.")
STRIP(rstrip, false, true, "`s` without white space (or the given characters) at its end.")

BUILTIN(string_chomp, "chomp(s::" STR ")", "`s` without a newline at its end.") {
  const char *s;
  size_t n;
  text_view(args[0], &s, &n);
  size_t to = n;
  if (to && s[to - 1] == '\n') {
    to--;
    if (to && s[to - 1] == '\r') to--;
  }
  return text_sub(args[0], 0, to);
}
