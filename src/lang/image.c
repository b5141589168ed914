#include "lang/image.h"

#include <stdlib.h>

#include "value/gc.h"

/* Defined by image.S in the final program; absent in the one that makes the image. */
extern const char clu_image_start[] __attribute__((weak));
extern const char clu_image_end[] __attribute__((weak));

static bool loaded;

bool image_start(void) {
  const char *image = clu_image_start;
  if (!image || clu_image_end == clu_image_start) return gc_init(NULL, 0);
  if (!gc_init(image, (size_t)(clu_image_end - image))) return false;
  loaded = true;
  return true;
}

bool image_loaded(void) { return loaded; }
