/* pi by throwing darts on local workers, from C alone. After `make install`:
 *
 *     cc pi.c $(pkg-config --cflags --libs clusterutils) -o pi && ./pi 4
 */
#include <clu.h>
#include <stdio.h>
#include <stdlib.h>

enum { WORKERS_MAX = 256, THROWS = 1000000 };

static void check(clu_status status) {
  if (status == CLU_OK) return;
  fprintf(stderr, "pi: %s\n", clu_error());
  exit(1);
}

int main(int argc, char **argv) {
  int n = argc > 1 ? atoi(argv[1]) : 2;
  if (n < 1 || n > WORKERS_MAX) {
    fprintf(stderr, "usage: pi [WORKERS, 1 to %d]\n", WORKERS_MAX);
    return 2;
  }
  check(clu_open());
  check(clu_add_workers(n));

  clu_value *throws;
  check(clu_int64(THROWS, &throws));
  check(clu_sow(NULL, 0, "throws", throws));
  clu_release(throws);

  clu_value *hits[WORKERS_MAX];
  check(clu_reap(NULL, 0, "count(rand(throws) .^ 2 .+ rand(throws) .^ 2 .< 1)", hits));
  double all = 0;
  for (int i = 0; i < n; i++) {
    int64_t k;
    check(clu_to_int64(hits[i], &k));
    clu_release(hits[i]);
    all += (double)k;
  }
  printf("pi is about %.2f, says %d workers' darts\n", 4 * all / ((double)n * THROWS), n);
  clu_close();
  return 0;
}
