/* The statements that connect modules: module, using, import, export. */
#ifndef CLU_IMPORT_H
#define CLU_IMPORT_H
#include "value/value.h"
/* A new module, bound in its parent; in the prelude a root module that using finds. */
Module *module_declare(Symbol *name, Module *parent, bool use_base);
Value eval_using(Expr *e, Module *m);
Value eval_import(Expr *e, Module *m);
Value eval_export(Expr *e, Module *m);
#endif
