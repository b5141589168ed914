#include "lang/image.h"

#include <stdint.h>
#include <stdlib.h>

#include "lang/native.h"
#include "value/gc.h"

/* Defined by image.S in the final program; absent in the one that makes the image. */
extern const char clu_image_start[] __attribute__((weak, visibility("hidden")));
extern const char clu_image_end[] __attribute__((weak, visibility("hidden")));

static bool loaded;

bool image_start(void) {
  uintptr_t size = (uintptr_t)clu_image_end - (uintptr_t)clu_image_start;
  if (!size) return gc_init(NULL, 0);
  if (!gc_init(clu_image_start, size)) return false;
  loaded = true;
  native_begin();
  return true;
}

bool image_loaded(void) { return loaded; }
