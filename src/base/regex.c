#include "base/regex.h"

#include <stdlib.h>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/iterate.h"
#include "base/text.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/module.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type.h"

/* As declared in regex.jl. */
typedef struct Regex {
  Object head;
  Value pattern;
  uint32_t options, match_options;
  int64_t slot; /* where its compiled form was last found */
} Regex;

typedef struct Compiled {
  char *pattern;
  size_t len;
  uint32_t options;
  pcre2_code *code;
  pcre2_match_data *data;
} Compiled;

enum { CACHE_MAX = 1024 };
static Compiled cache[CACHE_MAX];
static size_t cached;

bool is_regex(Value v) { return v.type->name == CORE->tn_regex; }

static void cache_clear(void) {
  for (size_t i = 0; i < cached; i++) {
    pcre2_match_data_free(cache[i].data);
    pcre2_code_free(cache[i].code);
    free(cache[i].pattern);
  }
  cached = 0;
}

static bool compiled_is(const Compiled *c, const String *pattern, uint32_t options) {
  return c->options == options && c->len == pattern->len && !memcmp(c->pattern, pattern->text, c->len);
}

static Compiled *compile(const String *pattern, uint32_t options) {
  int code;
  PCRE2_SIZE offset;
  pcre2_code *compiled =
      pcre2_compile((PCRE2_SPTR)pattern->text, pattern->len, options | PCRE2_MATCH_INVALID_UTF, &code, &offset, NULL);
  if (!compiled) {
    PCRE2_UCHAR message[200];
    pcre2_get_error_message(code, message, sizeof message);
    throw_error("PCRE compilation error: %s at offset %zu", (char *)message, (size_t)offset);
  }
  pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE);
  if (cached == CACHE_MAX) cache_clear();
  Compiled *c = &cache[cached++];
  *c = (Compiled){malloc(pattern->len + 1), pattern->len, options, compiled,
                  pcre2_match_data_create_from_pattern(compiled, NULL)};
  if (!c->pattern || !c->data) {
    cached--;
    free(c->pattern);
    pcre2_match_data_free(c->data);
    pcre2_code_free(compiled);
    throw_singleton(T_OUTOFMEMORYERROR);
  }
  memcpy(c->pattern, pattern->text, pattern->len + 1);
  return c;
}

static Compiled *regex_compiled(Regex *re) {
  const String *pattern = as_string(re->pattern);
  if (re->slot >= 0 && (size_t)re->slot < cached && compiled_is(&cache[re->slot], pattern, re->options))
    return &cache[re->slot];
  for (size_t i = 0; i < cached; i++)
    if (compiled_is(&cache[i], pattern, re->options)) {
      re->slot = (int64_t)i;
      return &cache[i];
    }
  Compiled *c = compile(pattern, re->options);
  re->slot = c - cache;
  return c;
}

/* Whether s is known to be valid UTF-8: checked once for a text that is searched again and again. A collection may
 * have given its memory to another text. */
static bool known_valid(const char *s, size_t n) {
  static const char *start;
  static size_t len;
  static uint64_t collections;
  static bool valid;
  uint64_t now = n > 64 ? gc_stats().collections : 0;
  if (n > 64 && s == start && n == len && now == collections) return valid;
  bool ok = true;
  for (size_t i = 0; i < n && ok;) {
    if ((unsigned char)s[i] < 0x80) {
      i++;
      continue;
    }
    uint32_t c;
    i += utf8_decode(s + i, s + n, &c);
    ok = c <= 0x10ffff && (c < 0xd800 || c > 0xdfff);
  }
  if (n > 64) {
    start = s;
    len = n;
    collections = now;
    valid = ok;
  }
  return ok;
}

/* With the stack of its own that Julia gives to a compiled pattern; NULL: the 32 KiB of the machine's, if memory is
 * short. */
static pcre2_match_context *match_context(void) {
  static pcre2_match_context *context;
  if (context) return context;
  pcre2_jit_stack *stack = pcre2_jit_stack_create(32 << 10, 1 << 20, NULL);
  if (!stack) return NULL;
  context = pcre2_match_context_create(NULL);
  if (context)
    pcre2_jit_stack_assign(context, NULL, stack);
  else
    pcre2_jit_stack_free(stack);
  return context;
}

bool regex_find(Value regex, const char *s, size_t n, size_t from, uint32_t options, RegexHit *hit) {
  Regex *re = regex.p;
  if (from > n) return false;
  Compiled *c = regex_compiled(re);
  options |= re->match_options & ~(uint32_t)PCRE2_NO_UTF_CHECK;
  if (known_valid(s, n)) options |= PCRE2_NO_UTF_CHECK;
  int rc = pcre2_match(c->code, (PCRE2_SPTR)s, n, from, options, c->data, match_context());
  if (rc == PCRE2_ERROR_NOMATCH) return false;
  if (rc < 0) {
    PCRE2_UCHAR message[200];
    pcre2_get_error_message(rc, message, sizeof message);
    throw_error("PCRE.exec error: %s", (char *)message);
  }
  uint32_t groups = pcre2_get_ovector_count(c->data);
  hit->n = groups > REGEX_GROUPS ? REGEX_GROUPS : (int)groups;
  memcpy(hit->at, pcre2_get_ovector_pointer(c->data), (size_t)hit->n * 2 * sizeof(size_t));
  for (int i = rc; i < hit->n; i++) hit->at[2 * i] = hit->at[2 * i + 1] = SIZE_MAX;
  return true;
}

static int group_number(Value regex, const char *name) {
  Compiled *c = regex_compiled(regex.p);
  int i = pcre2_substring_number_from_name(c->code, (PCRE2_SPTR)name);
  return i < 0 ? -1 : i;
}

static void add_group(Text *t, const char *s, const RegexHit *hit, long group) {
  if (group < 0 || group >= hit->n) throw_error("PCRE error: unknown substring");
  if (hit->at[2 * group] != SIZE_MAX) text_add(t, s + hit->at[2 * group], hit->at[2 * group + 1] - hit->at[2 * group]);
}

static NORETURN void bad_replacement(const char *template, size_t len) {
  throw_error("Bad replacement string: %.*s", (int)len, template);
}

void regex_substitute(Text *t, Value regex, const char *template, size_t len, const char *s, const RegexHit *hit) {
  for (size_t i = 0; i < len; i++) {
    char c = template[i];
    if (c != '\\') {
      text_char(t, c);
      continue;
    }
    if (++i >= len) bad_replacement(template, len);
    c = template[i];
    if (c == '\\')
      text_char(t, c);
    else if (c >= '0' && c <= '9') {
      long group = c - '0';
      while (i + 1 < len && template[i + 1] >= '0' && template[i + 1] <= '9' && group < 1000)
        group = group * 10 + (template[++i] - '0');
      add_group(t, s, hit, group);
    } else if (c == 'g' && i + 1 < len && template[i + 1] == '<') {
      const char *end = memchr(template + i + 2, '>', len - i - 2);
      if (!end) bad_replacement(template, len);
      Text name = {0};
      text_add(&name, template + i + 2, (size_t)(end - template) - i - 2);
      text_char(&name, 0);
      char *rest;
      long group = strtol(name.bytes, &rest, 10);
      if (*rest || !*name.bytes) group = group_number(regex, name.bytes);
      add_group(t, s, hit, group);
      i = (size_t)(end - template);
    } else
      bad_replacement(template, len);
  }
}

/* Types that matches are made of, looked up once: (RegexMatch, Union{Nothing,SubString{String}}). */
static Value match_types(void) {
  if (is_undef(SLOT(REGEX_CACHE))) {
    Value string = v_object(T_STRING);
    Object *members[2] = {&T_NOTHING->head, &type_apply(CORE->tn_substring, &string, 1)->head};
    Value types[2] = {module_get(CORE->base, symbol("RegexMatch")), v_object(type_union(members, 2))};
    SLOT(REGEX_CACHE) = tuple_new(types, 2);
  }
  return SLOT(REGEX_CACHE);
}

static Value match_new(Value regex, Value string, const RegexHit *hit) {
  size_t groups = (size_t)hit->n - 1;
  Array *captures = array_vector(tuple_get(match_types(), 1).o, groups),
        *offsets = array_vector(&T_INT64->head, groups);
  for (size_t i = 0; i < groups; i++) {
    size_t from = hit->at[2 * i + 2], to = hit->at[2 * i + 3];
    bool took = from != SIZE_MAX;
    array_set(captures, i, took ? text_sub(string, from, to - from) : v_nothing());
    array_set(offsets, i, v_int(took ? (int64_t)from + 1 : 0));
  }
  Value fields[5] = {text_sub(string, hit->at[0], hit->at[1] - hit->at[0]), v_object(captures),
                     v_int((int64_t)hit->at[0] + 1), v_object(offsets), regex};
  return struct_new(as_type(tuple_get(match_types(), 0)), fields, 5);
}

#define STR "Union{String,SubString{String}}"

BUILTIN(regex_match,
        "match(re::Regex, s::" STR ")\nmatch(re::Regex, s::" STR ", i::Integer)\nmatch(re::Regex, s::" STR
        ", i::Integer, options::UInt32)",
        "The first match of `re` in `s`, or nothing.") {
  const char *s;
  size_t n;
  text_view(args[1], &s, &n);
  int64_t from = nargs > 2 ? to_int(args[2]) - 1 : 0;
  if (from < 0 || from > (int64_t)n) throw_bounds(args[1], args[2]);
  RegexHit hit;
  if (!regex_find(args[0], s, n, (size_t)from, nargs > 3 ? (uint32_t)args[3].u : 0, &hit)) return v_nothing();
  return match_new(args[0], args[1], &hit);
}

BUILTIN(regex_occursin, "occursin(re::Regex, s::" STR "; offset)", "") {
  const char *s;
  size_t n;
  text_view(args[1], &s, &n);
  RegexHit hit;
  int64_t from = kw_get(kw, "offset", v_int(0)).i;
  return v_bool(regex_find(args[0], s, n, from < 0 ? 0 : (size_t)from, 0, &hit));
}

BUILTIN(regex_startswith, "startswith(s::" STR ", re::Regex)", "") {
  const char *s;
  size_t n;
  text_view(args[0], &s, &n);
  RegexHit hit;
  return v_bool(regex_find(args[1], s, n, 0, PCRE2_ANCHORED, &hit));
}

BUILTIN(regex_endswith, "endswith(s::" STR ", re::Regex)", "") {
  const char *s;
  size_t n;
  text_view(args[0], &s, &n);
  RegexHit hit;
  return v_bool(regex_find(args[1], s, n, 0, PCRE2_ENDANCHORED, &hit));
}

/* Compiles now, so that a bad pattern is told where it is written. */
BUILTIN(regex_check, "_regex_compile(re::Regex)", "") {
  ((Regex *)args[0].p)->slot = -1;
  regex_compiled(args[0].p);
  return args[0];
}

BUILTIN(regex_group_number, "_regex_group(re::Regex, name::" STR ")", "") {
  const char *s;
  size_t n;
  text_view(args[1], &s, &n);
  int i = group_number(args[0], as_string(v_string_n(s, n))->text);
  if (i < 0) throw_error("PCRE error: unknown substring");
  return v_int(i);
}

/* Names of the groups: a vector with nothing for those that have none. */
BUILTIN(regex_names, "_regex_names(re::Regex)", "") {
  Compiled *c = regex_compiled(args[0].p);
  uint32_t names, size, groups;
  PCRE2_SPTR table;
  pcre2_pattern_info(c->code, PCRE2_INFO_CAPTURECOUNT, &groups);
  pcre2_pattern_info(c->code, PCRE2_INFO_NAMECOUNT, &names);
  pcre2_pattern_info(c->code, PCRE2_INFO_NAMEENTRYSIZE, &size);
  pcre2_pattern_info(c->code, PCRE2_INFO_NAMETABLE, &table);
  Array *a = array_any(groups);
  for (uint32_t i = 0; i < groups; i++) array_set(a, i, v_nothing());
  for (uint32_t i = 0; i < names; i++) {
    PCRE2_SPTR entry = table + i * size;
    array_set(a, (size_t)(entry[0] << 8 | entry[1]) - 1, v_string((const char *)entry + 2));
  }
  return v_object(a);
}
