#include "base/kernel_walk.h"

#include "value/builtin.h"

void shape_join(Shape *s, Term *n) {
  if (n->joined) return;
  n->joined = true;
  for (int i = 0; i < n->n; i++) shape_join(s, n->args[i]);
  for (int i = 0; i < n->origin_n; i++) shape_join(s, n->origin_args[i]);
  if (n->kind == TERM_ARRAY || n->kind == TERM_RANGE) {
    if (n->tuple)
      s->tuples = true;
    else
      s->arrays = true;
    for (uint32_t k = 0; k < n->ndims; k++) {
      if (k >= s->n) {
        s->dims[k] = n->dims[k];
        s->n = k + 1;
      } else if (s->dims[k] == 1) {
        s->dims[k] = n->dims[k];
      } else if (n->dims[k] != 1 && n->dims[k] != s->dims[k]) {
        throw_dimension("arrays could not be broadcast to a common size; got a dimension with lengths %zu and %zu",
                        s->dims[k], n->dims[k]);
      }
    }
  }
}

static void walk_leaves(Walk *w, Term *n) {
  if (n->walked) return;
  n->walked = true;
  w->steps += n->kind == TERM_CALL;
  for (int i = 0; i < n->n; i++) walk_leaves(w, n->args[i]);
  for (int i = 0; i < n->origin_n; i++) walk_leaves(w, n->origin_args[i]);
  if (n->kind != TERM_ARRAY && n->kind != TERM_RANGE) return;
  if (w->nleaves == w->cap) {
    w->cap *= 2;
    Term **more = gc_alloc((size_t)w->cap * sizeof(Term *));
    memcpy(more, w->leaves, (size_t)w->nleaves * sizeof(Term *));
    w->leaves = more;
  }
  w->leaves[w->nleaves++] = n;
}

void walk_start(Walk *w, Term *root, Term *dest, const Shape *s) {
  w->n = 0;
  w->total = 1;
  w->nleaves = w->steps = 0;
  w->leaves = w->few;
  w->cap = (int)(sizeof w->few / sizeof *w->few);
  walk_leaves(w, root);
  if (dest) walk_leaves(w, dest);
  w->block = w->steps > 3 ? BLOCK_LEN / 2 : BLOCK_LEN;
  size_t *strides = gc_alloc_leaf((size_t)w->nleaves * (s->n + 1) * sizeof(size_t) + 1);
  for (int i = 0; i < w->nleaves; i++) {
    w->leaves[i]->stride = strides + (size_t)i * (s->n + 1);
    w->leaves[i]->offset = w->leaves[i]->first;
  }
  for (uint32_t k = 0; k < s->n; k++) {
    w->total *= s->dims[k];
    if (s->dims[k] == 1) continue;
    bool joins = w->n > 0;
    for (int i = 0; i < w->nleaves; i++) {
      Term *l = w->leaves[i];
      size_t mine = k < l->ndims && l->dims[k] != 1 ? l->distance[k] : 0;
      l->stride[w->n] = mine;
      if (w->n) {
        size_t before = l->stride[w->n - 1], extent = w->dims[w->n - 1];
        joins = joins && (before == 0 ? mine == 0 : mine == before * extent);
      }
    }
    if (joins) {
      w->dims[w->n - 1] *= s->dims[k];
    } else {
      w->pos[w->n] = 0;
      w->dims[w->n++] = s->dims[k];
    }
  }
  if (w->n == 0) {
    w->n = 1;
    w->dims[0] = 1;
    for (int i = 0; i < w->nleaves; i++) w->leaves[i]->stride[0] = 0;
  }
}

bool walk_next(Walk *w) {
  for (uint32_t k = 1; k < w->n; k++) {
    w->pos[k]++;
    for (int i = 0; i < w->nleaves; i++) w->leaves[i]->offset += w->leaves[i]->stride[k];
    if (w->pos[k] < w->dims[k]) return true;
    for (int i = 0; i < w->nleaves; i++) w->leaves[i]->offset -= w->leaves[i]->stride[k] * w->dims[k];
    w->pos[k] = 0;
  }
  return false;
}

Array *walk_collect(Term *root, Walk *w, const Shape *s) {
  Array *r = array_raw(term_type(root), s->n, s->dims);
  size_t size = kernel_size(root->store);
  char *to = r->data;
  if (!w->total) return r;
  do {
    for (size_t at = 0; at < w->dims[0]; at += w->block) {
      size_t len = w->dims[0] - at < w->block ? w->dims[0] - at : w->block;
      term_next_block();
      Block b = term_eval(root, at, len, to);
      if (b.constant)
        block_spread(b, len, to);
      else if (b.data != to)
        memcpy(to, b.data, len * size);
      to += len * size;
    }
  } while (walk_next(w));
  return r;
}
