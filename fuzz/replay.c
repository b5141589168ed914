/* Feeds a fuzz target the files named on the command line, and those of named folders: the corpora are replayed by the
 * tests without libFuzzer. Each file's name is written first, so that a crash tells who caused it. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay_file(const char *path) {
  FILE *f = fopen(path, "rb");
  if (!f) {
    perror(path);
    return 0;
  }
  static char bytes[1 << 20];
  size_t n = fread(bytes, 1, sizeof bytes, f);
  fclose(f);
  fprintf(stderr, "%s\n", path);
  uint8_t *exact = malloc(n ? n : 1); /* of the exact size, so that a sanitizer sees a read behind the end */
  if (!exact) abort();
  memcpy(exact, bytes, n);
  LLVMFuzzerTestOneInput(exact, n);
  free(exact);
  return 1;
}

static int replay(const char *path) {
  struct stat st;
  if (stat(path, &st) < 0 || !S_ISDIR(st.st_mode)) return replay_file(path);
  struct dirent **names;
  int n = scandir(path, &names, NULL, alphasort), done = 0;
  for (int i = 0; i < n; i++) {
    char file[4096];
    snprintf(file, sizeof file, "%s/%s", path, names[i]->d_name);
    if (names[i]->d_name[0] != '.') done += replay_file(file);
    free(names[i]);
  }
  if (n >= 0) free(names);
  return done;
}

int main(int argc, char **argv) {
  if (LLVMFuzzerInitialize(&argc, &argv)) return 1;
  int done = 0;
  for (int i = 1; i < argc; i++) done += replay(argv[i]);
  fprintf(stderr, "%d files\n", done);
  return !done;
}
