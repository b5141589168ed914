#include "value/dict.h"

#include "value/struct.h"
#include "value/type.h"

Value dict_pair_at(Dict *d, size_t i) {
  if (UNLIKELY(!d->pair)) {
    Value types[2] = {v_object(type_param(d->head.type, 0)), v_object(type_param(d->head.type, 1))};
    d->pair = type_apply(CORE->tn_pair, types, 2);
  }
  return struct_new(d->pair, (Value[]){dict_key_at(d, i), dict_value_at(d, i)}, 2);
}
