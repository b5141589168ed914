/* LAPACK asks for each plane rotation by the name dlartg_. Its releases do not agree about the signs, and with them
 * flip those of singular and eigenvectors; the program's own, which comes first in the order of symbols (meson.build
 * exports it), gives the vectors of the releases up to 3.9, Julia's. */
#include <math.h>

__attribute__((visibility("default"))) void dlartg_(const double *f, const double *g, double *c, double *s, double *r);

/* c*f + s*g = r, c*g - s*f = 0; c is positive where f is the larger part, r is where it is not. */
void dlartg_(const double *f, const double *g, double *c, double *s, double *r) {
  double x = *f, y = *g;
  if (y == 0) {
    *c = 1, *s = 0, *r = x;
    return;
  }
  if (x == 0) {
    *c = 0, *s = 1, *r = y;
    return;
  }
  int e = 0;
  double larger = fmax(fabs(x), fabs(y));
  if (larger > 0x1p500 || larger < 0x1p-480) { /* their squares would leave the range */
    e = ilogb(larger);
    x = ldexp(x, -e), y = ldexp(y, -e);
  }
  double d = sqrt(x * x + y * y);
  if (fabs(x) > fabs(y) && x < 0) d = -d;
  *c = x / d, *s = y / d, *r = ldexp(d, e);
}
