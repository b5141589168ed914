/* print, show, println, string for the types whose text everybody knows, and the way to the language's own methods for
 * all others. */
#include "base/print.h"

#include <math.h>

#include "base/io.h"
#include "base/iterate.h"
#include "base/number.h"
#include "base/text.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/module.h"
#include "value/show.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type.h"

#define STR "Union{String,SubString{String}}"

bool print_direct(Text *t, Value v) {
  Type *type = v.type;
  const char *s;
  size_t n;
  if (type == T_STRING)
    text_add(t, as_string(v)->text, as_string(v)->len);
  else if (type == T_INT64) {
    char buf[24], *p = buf + sizeof buf;
    uint64_t u = v.i < 0 ? 0 - v.u : v.u;
    do *--p = (char)('0' + u % 10);
    while (u /= 10);
    if (v.i < 0) *--p = '-';
    text_add(t, p, (size_t)(buf + sizeof buf - p));
  } else if (type_is_machine(type))
    print_number(t, v);
  else if (type == T_CHAR)
    text_utf8(t, (uint32_t)v.u);
  else if (type == T_SYMBOL)
    text_add(t, as_symbol(v)->text, as_symbol(v)->len);
  else if (type == T_NOTHING)
    text_puts(t, "nothing");
  else if (type == T_MISSING)
    text_puts(t, "missing");
  else if (text_try(v, &s, &n))
    text_add(t, s, n);
  else
    return false;
  return true;
}

void print_text(Text *t, Value v) {
  if (print_direct(t, v)) return;
  stack_check();
  Value io = io_buffer_new();
  call2(FN(print), io, v);
  size_t n;
  const char *bytes = io_buffer_bytes(io, &n);
  text_add(t, bytes, n);
}

void show_text(Text *t, Value v) {
  Value io = io_buffer_new();
  call2(FN(show), io, v);
  size_t n;
  const char *bytes = io_buffer_bytes(io, &n);
  text_add(t, bytes, n);
}

void io_show(Value io, Value v) { call2(FN(show), io, v); }

/* A float in a context with properties may be asked for few digits. */
static bool print_in_context(Value io, Value v) {
  return type_is_float(v.type) && !is_file_stream(io) && !is_memory_stream(io);
}

/* Writes consecutive simple arguments at once. */
static void print_all(Value io, const Value *args, int n, bool newline) {
  Text t = {0};
  for (int i = 0; i < n; i++) {
    if (!print_in_context(io, args[i]) && print_direct(&t, args[i])) continue;
    if (t.len) io_write(io, t.bytes, t.len);
    t.len = 0;
    call2(FN(print), io, args[i]);
  }
  if (newline) text_char(&t, '\n');
  if (t.len) io_write(io, t.bytes, t.len);
}

BUILTIN(print_to, "print(io::IO, xs...)", "Writes the plain text of the arguments to `io` (without it: to stdout).") {
  if (nargs == 2) { /* the last resort for one value that has no print of its own: show it */
    Text t = {0};
    if (!print_in_context(args[0], args[1]) && print_direct(&t, args[1]))
      io_write(args[0], t.bytes, t.len);
    else
      io_show(args[0], args[1]);
    return v_nothing();
  }
  print_all(args[0], args + 1, nargs - 1, false);
  return v_nothing();
}

BUILTIN(print_stdout, "print(xs...)", "") {
  print_all(io_stdout(), args, nargs, false);
  return v_nothing();
}

BUILTIN(println_to, "println(io::IO, xs...)", "Like print, with a newline at the end.") {
  print_all(args[0], args + 1, nargs - 1, true);
  return v_nothing();
}

BUILTIN(println_stdout, "println(xs...)", "") {
  print_all(io_stdout(), args, nargs, true);
  return v_nothing();
}

/* show */

static void show_to(Value io, const Text *t) { io_write(io, t->bytes, t->len); }

BUILTIN(show_stdout, "show(x)", "Writes `x` as it is written in programs.") {
  call2(FN(show), io_stdout(), args[0]);
  return v_nothing();
}

BUILTIN(show_a_number, "show(io::IO, x::" SIG_NUMBERS ")", "") {
  Text t = {0};
  Value compact = io_property(args[0], symbol("compact")), info = io_property(args[0], symbol("typeinfo"));
  show_number(&t, args[1], is_true(compact), is_undef(info) || info.p != args[1].type);
  if (is_bool(args[1]) && (is_undef(info) || info.p != T_BOOL)) t.len = 0, text_puts(&t, args[1].u ? "true" : "false");
  show_to(args[0], &t);
  return v_nothing();
}

BUILTIN(show_a_string, "show(io::IO, s::" STR ")", "") {
  const char *s;
  size_t n;
  text_view(args[1], &s, &n);
  Text t = {0};
  show_string_quoted(&t, s, n);
  show_to(args[0], &t);
  return v_nothing();
}

BUILTIN(show_a_char, "show(io::IO, c::Char)", "") {
  Text t = {0};
  show_char_quoted(&t, (uint32_t)args[1].u);
  show_to(args[0], &t);
  return v_nothing();
}

BUILTIN(show_an_expression, "show(io::IO, e::Union{Expr,Symbol,QuoteNode,LineNumberNode,GlobalRef})", "") {
  Text t = {0};
  show_expr(&t, args[1]);
  show_to(args[0], &t);
  return v_nothing();
}

BUILTIN(show_nothing, "show(io::IO, ::Union{Nothing,Missing})", "") {
  io_puts(args[0], is_nothing(args[1]) ? "nothing" : "missing");
  return v_nothing();
}

BUILTIN(show_a_type, "show(io::IO, T::Type)", "") {
  Text t = {.without_modules = is_true(io_property(args[0], symbol("compact")))};
  show_type(&t, args[1].o);
  show_to(args[0], &t);
  return v_nothing();
}

BUILTIN(show_a_module, "show(io::IO, m::Module)", "") {
  Module *m = args[1].p;
  Text t = {0};
  const Module *path[32];
  int n = 0;
  for (const Module *o = m; o && n < 32; o = o->parent == o ? NULL : o->parent) path[n++] = o;
  while (n-- > 0) {
    if (n > 0 && path[n] == CORE->base && path[n - 1]->parent == CORE->base) {
      text_puts(&t, "Base.");
      continue;
    }
    text_add(&t, path[n]->name->text, path[n]->name->len);
    if (n) text_char(&t, '.');
  }
  show_to(args[0], &t);
  return v_nothing();
}

/* Tuples are shown here unless the context knows something of their elements' types. */
BUILTIN(show_a_tuple, "show(io::IO, t::Tuple)", "") {
  Value io = args[0], info = io_property(io, symbol("typeinfo"));
  if (!is_undef(info)) {
    Value pair[2] = {io, args[1]};
    return call(module_function(CORE->base, symbol("_show_tuple")), pair, 2);
  }
  stack_check();
  uint32_t n = tuple_len(args[1]);
  io_puts(io, "(");
  for (uint32_t i = 0; i < n; i++) {
    if (i) io_puts(io, ", ");
    Value v = tuple_get(args[1], i);
    if (is_undef(v))
      io_puts(io, "#undef");
    else
      io_show(io, v);
  }
  io_puts(io, n == 1 ? ",)" : ")");
  return v_nothing();
}

BUILTIN(repr_of, "_repr(x)", "") {
  Text t = {0};
  show_text(&t, args[0]);
  return text_string(&t);
}

BUILTIN(print_quoted_, "_escape(s::" STR ", also::String)", "") {
  const char *s;
  size_t n;
  text_view(args[0], &s, &n);
  Text t = {0};
  text_escape(&t, s, n, as_string(args[1])->text);
  return text_string(&t);
}

static unsigned hex_digits(const char *s, const char *end, unsigned most, uint32_t *code) {
  unsigned n = 0;
  *code = 0;
  for (; n < most && s + n < end; n++) {
    char c = s[n];
    int d = c >= '0' && c <= '9'   ? c - '0'
            : c >= 'a' && c <= 'f' ? c - 'a' + 10
            : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                   : -1;
    if (d < 0) break;
    *code = *code * 16 + (uint32_t)d;
  }
  return n;
}

BUILTIN(string_unescape, "unescape_string(s::" STR ")\nunescape_string(s::" STR ", keep)",
        "`s` with escapes such as \\n replaced by what they stand for.") {
  const char *s, *end;
  size_t n;
  text_view(args[0], &s, &n);
  Text t = {0};
  for (end = s + n; s < end;) {
    if (*s != '\\') {
      text_char(&t, *s++);
      continue;
    }
    if (++s == end) throw_argument("invalid escape sequence \\");
    char c = *s++;
    static const char from[] = "abtnvfre", to[] = "\a\b\t\n\v\f\r\033";
    const char *at = strchr(from, c);
    uint32_t code;
    if (nargs > 1 && is_true(call2(FN(in), v_char((unsigned char)c), args[1])))
      text_char(&t, '\\'), text_char(&t, c);
    else if (c >= '0' && c <= '7') {
      code = (uint32_t)(c - '0');
      for (int i = 0; i < 2 && s < end && *s >= '0' && *s <= '7'; i++) code = code * 8 + (uint32_t)(*s++ - '0');
      if (code > 255) throw_argument("octal escape sequence out of range");
      text_char(&t, (char)code);
    } else if (at && c)
      text_char(&t, to[at - from]);
    else if (c == 'x' || c == 'u' || c == 'U') {
      unsigned got = hex_digits(s, end, c == 'x' ? 2 : c == 'u' ? 4 : 8, &code);
      if (!got) throw_argument("invalid %s escape sequence", c == 'x' ? "hex (\\x)" : "unicode (\\u)");
      s += got;
      if (c != 'x' && code > 0x10ffff) throw_argument("invalid unicode (\\U) escape sequence");
      if (c == 'x')
        text_char(&t, (char)code);
      else
        text_utf8(&t, code);
    } else if (c == '\\' || c == '"' || c == '$' || c == '\'')
      text_char(&t, c);
    else
      throw_argument("invalid escape sequence \\%c", c);
  }
  return text_string(&t);
}

BUILTIN(print_an_expression, "print(io::IO, e::Union{Expr,QuoteNode,LineNumberNode,GlobalRef})", "") {
  Text t = {0};
  show_expr_unquoted(&t, args[1]);
  show_to(args[0], &t);
  return v_nothing();
}

BUILTIN(print_unquoted, "_show_unquoted(e)", "What an expression looks like without the quote around it.") {
  Text t = {0};
  show_expr_inside(&t, args[0]);
  return text_string(&t);
}

/* The name of a function: closures' types are called #1#2 or #name#2. */
static void function_name(Text *t, Value f) {
  TypeName *name = f.type->name;
  const char *text = name->name->text;
  const char *second = text[0] == '#' ? strchr(text + 1, '#') : NULL;
  if (!second)
    text_add(t, text, name->name->len);
  else if (text[1] >= '0' && text[1] <= '9')
    text_add(t, text, (size_t)(second - text));
  else
    text_add(t, text + 1, (size_t)(second - text) - 1);
}

static void text_shown(Text *t, Value v) {
  Value io = io_buffer_new();
  call2(FN(show), io, v);
  size_t n;
  const char *bytes = io_buffer_bytes(io, &n);
  text_add(t, bytes, n);
}

/* A closure is shown as the struct that it is: var"#1#2"{Int64}(5). */
static void show_closure(Text *t, Value f) {
  show_type(t, &f.type->head);
  text_puts(t, "(");
  uint32_t first = f.type->name->nstatic;
  for (uint32_t i = first; i < f.type->nfields; i++) {
    Value v = struct_get(f, i);
    if (i > first) text_puts(t, ", ");
    if (is_undef(v))
      text_puts(t, "#undef");
    else if (v.type == T_BOX) {
      text_puts(t, "Core.Box(");
      if (is_undef(((Box *)v.p)->value))
        text_puts(t, "#undef");
      else
        text_shown(t, ((Box *)v.p)->value);
      text_puts(t, ")");
    } else
      text_shown(t, v);
  }
  text_puts(t, ")");
}

/* Whether everybody sees the function by its name alone. */
static bool is_seen_by_all(Value f) {
  const TypeName *name = f.type->name;
  if (!name->module || name->module == CORE->main) return true;
  for (const Module *m = name->module; m != CORE->base && m != CORE->core; m = m->parent)
    if (!m->parent || m->parent == m) return false;
  const Binding *b = module_entry(CORE->base, name->name);
  if (!b || !b->exported) return false;
  return value_egal(b->target ? b->target->value : b->value, f);
}

BUILTIN(print_a_function, "print(io::IO, f::Function)", "") {
  if (show_as_struct(args[1].type)) return call(base_function("show_default"), args, 2);
  Text t = {0};
  function_name(&t, args[1]);
  show_to(args[0], &t);
  return v_nothing();
}

/* A function by its name, with its module unless everybody sees it. */
BUILTIN(show_a_function, "show(io::IO, f::Function)", "") {
  if (show_as_struct(args[1].type)) return call(base_function("show_default"), args, 2);
  Text t = {0};
  bool brief = is_true(io_property(args[0], symbol("compact")));
  if (args[1].type->name->closure && !brief) {
    show_closure(&t, args[1]);
  } else {
    if (!brief && !is_seen_by_all(args[1])) {
      text_shown(&t, v_object(args[1].type->name->module));
      text_char(&t, '.');
    }
    function_name(&t, args[1]);
  }
  show_to(args[0], &t);
  return v_nothing();
}

BUILTIN(callable_struct, "_is_callable_struct(f::Function)", "") { return v_bool(show_as_struct(args[0].type)); }

BUILTIN(function_name_of, "_function_name(f::Function)", "") {
  Text t = {0};
  function_name(&t, args[0]);
  return text_string(&t);
}

/* The bits of a value of a primitive type, in hexadecimal. */
BUILTIN(raw_hex, "_raw_hex(x)", "") {
  unsigned char raw[16] = {0};
  Text t = {0};
  if (args[0].type->size > sizeof raw) throw_argument("a value of %u bytes", args[0].type->size);
  raw_store(raw, args[0].type->store, args[0]);
  for (uint32_t i = args[0].type->size; i-- > 0;) text_format(&t, "%02x", raw[i]);
  return text_string(&t);
}

/* ---- properties of streams ---- */

/* Those of an IOContext are a chain of parent, name and value; what has no parent is its end. A value that is shown
 * within many others has a long one, and looks there for each of its own parts. */
static bool is_property(Value d) { return d.type->nfields == 3 && !is_undef(struct_get(d, 0)); }

BUILTIN(print_property, "_property(d, name::Symbol)", "The innermost property with this name in a chain, or nothing.") {
  for (Value d = args[0]; is_property(d); d = struct_get(d, 0))
    if (struct_get(d, 1).p == args[1].p) return d;
  return v_nothing();
}

BUILTIN(print_shown_at, "_shown_at(d, x)",
        "The how manyth value further out is `x` itself, which is being shown; or 0.") {
  const Symbol *shown = symbol("SHOWN_SET");
  int64_t n = 0;
  for (Value d = args[0]; is_property(d); d = struct_get(d, 0)) {
    if (struct_get(d, 1).p != shown) continue;
    n++;
    if (value_egal(struct_get(d, 2), args[1])) return v_int(n);
  }
  return v_int(0);
}
