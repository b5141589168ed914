/* Shared libraries of C: opening them, finding what they hold. */
#include <dlfcn.h>
#include <link.h>

#include "base/foreign.h"
#include "base/text.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/string.h"
#include "value/struct.h"

static const char *name_of(Value v) {
  const char *s;
  size_t n;
  text_view(v, &s, &n);
  if (memchr(s, 0, n)) throw_argument("embedded NULs are not allowed in C strings: a library's name");
  return as_string(v_string_n(s, n))->text;
}

static bool has_ending(const char *name) {
  size_t n = strlen(name);
  return (n > 3 && !strcmp(name + n - 3, ".so")) || strstr(name, ".so.");
}

/* NULL: dlerror tells. A name without .so is tried with it, too. */
static void *library_open(const char *name, int flags) {
#ifdef CLU_ASAN
  flags &= ~RTLD_DEEPBIND; /* the sanitizer's functions must come before the library's own */
#endif
  void *lib = dlopen(name, flags);
  return lib || has_ending(name) ? lib : dlopen(as_string(v_format("%s.so", name))->text, flags);
}

static void *library_named(Value name) {
  if (!is_string(name) && !is_symbol(name)) throw_type("ccall", &T_STRING->head, name);
  const char *text = name_of(name);
  void *lib = library_open(text, RTLD_LAZY | RTLD_LOCAL);
  if (!lib) throw_error("could not load library \"%s\"\n%s", text, dlerror());
  return lib;
}

static void *symbol_in(void *lib, const char *name) {
  dlerror();
  void *at = dlsym(lib, name);
  const char *why = at ? NULL : dlerror();
  if (!at) throw_error("could not load symbol \"%s\":\n%s", name, why ? why : "it is NULL");
  return at;
}

/* The program and all that it was linked with. */
static void *program(void) {
  static void *self;
  if (!self) self = dlopen(NULL, RTLD_LAZY);
  return self;
}

void *foreign_symbol(Value target) {
  Value name = target, lib = V_UNDEF;
  if (is_tuple(target) && tuple_len(target) >= 1 && tuple_len(target) <= 2) {
    name = tuple_get(target, 0);
    if (tuple_len(target) == 2) lib = tuple_get(target, 1);
  }
  if (!is_symbol(name) && !is_string(name))
    throw_type("ccall: first argument not a pointer or valid constant expression", CORE->tn_ptr->wrapper, target);
  return symbol_in(is_undef(lib) ? program() : library_named(lib), name_of(name));
}

BUILTIN(library_global, "_cglobal(target)", "") { return v_uint((uint64_t)foreign_symbol(args[0])); }

BUILTIN(library_dlopen, "_dlopen(name::AbstractString, flags::Int64)", "") {
  return v_uint((uint64_t)library_open(name_of(args[0]), (int)args[1].i));
}
BUILTIN(library_dlerror, "_dlerror()", "") {
  const char *why = dlerror();
  return v_string(why ? why : "");
}
BUILTIN(library_dlclose, "_dlclose(lib::UInt64)", "") { return v_bool(args[0].u && dlclose(args[0].p) == 0); }
BUILTIN(library_dlsym, "_dlsym(lib::UInt64, name::Union{Symbol,AbstractString})", "") {
  dlerror();
  return v_uint((uint64_t)dlsym(args[0].p, name_of(args[1])));
}
BUILTIN(library_path, "_dlpath(lib::UInt64)", "") {
  struct link_map *map;
  if (dlinfo(args[0].p, RTLD_DI_LINKMAP, &map) < 0) throw_error("%s", dlerror());
  return v_string(map->l_name);
}

static int add_name(struct dl_phdr_info *info, size_t size UNUSED, void *list) {
  if (info->dlpi_name[0]) array_push(list, v_string(info->dlpi_name));
  return 0;
}
BUILTIN(library_list, "_dllist()", "") {
  Array *list = array_vector(&T_STRING->head, 0);
  dl_iterate_phdr(add_name, list);
  return v_object(list);
}
